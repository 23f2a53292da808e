/** How Monaco colours TypeScript; the package has no types for it. */
declare module 'monaco-editor/languages/definitions/typescript/typescript' {
  import type { languages } from 'monaco-editor/editor/editor.api';

  export const language: languages.IMonarchLanguage;
}

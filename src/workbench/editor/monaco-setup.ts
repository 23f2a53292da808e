/**
 * Monaco, with what this page needs of it: the editor, TypeScript with its language service, their two workers, and the
 * colours of Python and SQL.
 * Importing this module loads all of it, so it is only ever imported lazily.
 */
import 'monaco-editor/features/register.all';
import 'monaco-editor/languages/definitions/python/register';
import 'monaco-editor/languages/definitions/sql/register';
import 'monaco-editor/languages/definitions/typescript/register';
import * as typescript from 'monaco-editor/languages/features/typescript/register';
import * as monaco from 'monaco-editor/editor/editor.api';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import TypeScriptWorker from 'monaco-editor/language/typescript/ts.worker?worker';
import { programDeclaration, programDeclarationFile } from '../../course/program-declaration.ts';

self.MonacoEnvironment = {
  getWorker: (_, label) => (label === 'typescript' ? new TypeScriptWorker() : new EditorWorker()),
};

const { typescriptDefaults } = typescript;

typescriptDefaults.setCompilerOptions({
  target: typescript.ScriptTarget.ESNext,
  module: typescript.ModuleKind.ESNext,
  moduleResolution: typescript.ModuleResolutionKind.NodeJs,
  // A learner's program sees the language and the learner API, and neither a browser nor Node.
  lib: ['lib.esnext.d.ts'],
  strict: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  paths: { django: ['file:///node_modules/django/index.d.ts'] },
});
// Nobody has to write types: what is any for want of one is no mistake. Without `noImplicitAny` there would be nothing to
// ignore, but `const names = []` would be a list of nothing, and every `push` an error.
typescriptDefaults.setDiagnosticsOptions({
  diagnosticCodesToIgnore: [7005, 7006, 7008, 7010, 7011, 7018, 7019, 7022, 7023, 7024, 7031, 7034, 7053],
});
// Every file of the lesson is known to the language service, whether it is open or not: they import each other.
typescriptDefaults.setEagerModelSync(true);

/** TypeScript in colours, of which the language service knows nothing: a text to compare with is no part of the program. */
export const plainTypeScript = 'plain-typescript';
monaco.languages.register({ id: plainTypeScript });
monaco.languages.registerTokensProviderFactory(plainTypeScript, {
  create: async () => (await import('monaco-editor/languages/definitions/typescript/typescript')).language,
});

/** Makes the learner API known, by path below `src` as `virtual:replayground/django-types` gives it, and tells it of the
 * program's databases. */
export function addDjangoTypes(types: Readonly<Record<string, string>>): void {
  typescriptDefaults.setExtraLibs(
    Object.entries(types).map(([path, content]) => ({ content, filePath: `file:///node_modules/${path}` })),
  );
  tellDatabases();
}

let timesTold = 0;

/** Tells the learner API of the program's databases once more. Of itself the editor looks again only at the file that has
 * changed; after this it looks at every file, since what they may name has changed with `settings.ts`. */
export function tellDatabases(): void {
  timesTold += 1;
  const content = `${programDeclaration('./settings')}// Told ${timesTold} times.\n`;
  typescriptDefaults.addExtraLib(content, `file:///${programDeclarationFile}`);
}

export { monaco };

import type { SourceFiles } from '../../course/lesson.ts';
import type { ProgramError } from '../../trace/http.ts';
import { monaco } from './monaco-setup.ts';

const uriOf = (name: string): monaco.Uri => monaco.Uri.parse(`file:///${name}`);

export const modelOf = (name: string): monaco.editor.ITextModel | null => monaco.editor.getModel(uriOf(name));

const languages: Readonly<Record<string, string>> = { py: 'python', sql: 'sql' };
const languageOf = (name: string): string => languages[name.split('.').at(-1)!] ?? 'typescript';

/** The file's name of a model that `showFiles` made. */
export const fileOf = (model: monaco.editor.ITextModel): string => model.uri.path.slice(1);

/**
 * Makes the editor's models equal to the files. A text that changed elsewhere, as a reset does, becomes an edit that can be
 * undone in the editor like any other.
 */
export function showFiles(files: SourceFiles): void {
  for (const [name, text] of Object.entries(files)) {
    const model = modelOf(name);
    if (!model) monaco.editor.createModel(text, languageOf(name), uriOf(name));
    else if (model.getValue() !== text) {
      model.pushStackElement();
      model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null);
      model.pushStackElement();
    }
  }
  for (const model of monaco.editor.getModels()) {
    if (model.uri.scheme === 'file' && model.uri.path.split('/').length === 2 && !(fileOf(model) in files))
      model.dispose();
  }
}

/** Marks what the last run found wrong, beside what the language service marks by itself. */
export function markFault(fault: ProgramError | null): void {
  monaco.editor.removeAllMarkers('replayground');
  const model = fault?.place && modelOf(fault.place.file);
  if (!fault?.place || !model) return;
  const line = Math.min(fault.place.line, model.getLineCount());
  const word = model.getWordAtPosition({ lineNumber: line, column: fault.place.column ?? 1 });
  monaco.editor.setModelMarkers(model, 'replayground', [
    {
      severity: monaco.MarkerSeverity.Error,
      message: `${fault.name}: ${fault.message}`,
      startLineNumber: line,
      startColumn: word?.startColumn ?? fault.place.column ?? model.getLineFirstNonWhitespaceColumn(line),
      endLineNumber: line,
      endColumn: word?.endColumn ?? model.getLineMaxColumn(line),
    },
  ]);
}

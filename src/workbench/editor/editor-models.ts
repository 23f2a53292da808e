import type { SourceFiles } from '../../course/lesson.ts';
import type { ProgramError } from '../../trace/http.ts';
import { monaco } from './monaco-setup.ts';

const uriOf = (name: string): monaco.Uri => monaco.Uri.parse(`file:///${name}`);

export const modelOf = (name: string): monaco.editor.ITextModel | null => monaco.editor.getModel(uriOf(name));

/** The file's name of a model that `showFiles` made. */
export const fileOf = (model: monaco.editor.ITextModel): string => model.uri.path.slice(1);

/**
 * Makes the editor's models equal to the files. A text that changed elsewhere, as a reset does, becomes an edit that can be
 * undone in the editor like any other.
 */
export function showFiles(files: SourceFiles): void {
  for (const [name, text] of Object.entries(files)) {
    const model = modelOf(name);
    if (!model) monaco.editor.createModel(text, 'typescript', uriOf(name));
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

/** Marks what the last run refused, beside what the language service marks by itself. */
export function markRefusal(refused: ProgramError | null): void {
  monaco.editor.removeAllMarkers('replayground');
  const model = refused?.place && modelOf(refused.place.file);
  if (!refused?.place || !model) return;
  const line = Math.min(refused.place.line, model.getLineCount());
  const word = model.getWordAtPosition({ lineNumber: line, column: refused.place.column ?? 1 });
  monaco.editor.setModelMarkers(model, 'replayground', [
    {
      severity: monaco.MarkerSeverity.Error,
      message: `${refused.name}: ${refused.message}`,
      startLineNumber: line,
      startColumn: word?.startColumn ?? refused.place.column ?? model.getLineFirstNonWhitespaceColumn(line),
      endLineNumber: line,
      endColumn: word?.endColumn ?? model.getLineMaxColumn(line),
    },
  ]);
}

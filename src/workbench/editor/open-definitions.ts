import type { SourcePlace } from '../../trace/http.ts';
import { fileOf, modelOf } from './editor-models.ts';
import { monaco } from './monaco-setup.ts';

/**
 * Makes "go to definition" lead into the other files. What 'django' itself declares has no tab: it is shown in place, where
 * the question was asked.
 */
export function openDefinitions(onOpen: (place: SourcePlace) => void): monaco.IDisposable {
  return monaco.editor.registerEditorOpener({
    openCodeEditor: (source, resource, at) => {
      const model = monaco.editor.getModel(resource);
      if (model && model === modelOf(fileOf(model))) {
        const { lineNumber, column } = startOf(at);
        onOpen({ file: fileOf(model), line: lineNumber, column });
      } else source.trigger('editor', 'editor.action.peekDefinition', null);
      return true;
    },
  });
}

function startOf(at: monaco.IRange | monaco.IPosition | undefined): monaco.IPosition {
  if (!at) return { lineNumber: 1, column: 1 };
  return 'startLineNumber' in at ? { lineNumber: at.startLineNumber, column: at.startColumn } : at;
}

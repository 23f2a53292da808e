import type { FileEditorProps } from './code-pane.tsx';
import { monaco } from './monaco-setup.ts';

/** Where Esc belongs to something that the editor has open and not to leaving it. */
const escIsFree = [
  'suggestWidgetVisible',
  'findWidgetVisible',
  'renameInputVisible',
  'parameterHintsVisible',
  'inSnippetMode',
  'editorHasMultipleSelections',
  'markersNavigationVisible',
  'editorHoverVisible',
  'referenceSearchVisible',
]
  .map((context) => `!${context}`)
  .join(' && ');

type Keys = Pick<FileEditorProps, 'onLeave' | 'onRun' | 'onTabMoves'>;

/** Gives an editor the keys that every editor of the page has: Esc leaves, Ctrl+Enter runs, Tab moves on until one types. */
export function addEditorKeys(editor: monaco.editor.IStandaloneCodeEditor, latest: { readonly current: Keys }): void {
  editor.addCommand(monaco.KeyCode.Escape, () => latest.current.onLeave(), escIsFree);
  editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, () => latest.current.onRun());
  letTabMoveOn(editor, latest);
}

/** Whoever walks through the page with Tab walks past the editor too: Tab indents only for those who typed or clicked. */
function letTabMoveOn(editor: monaco.editor.IStandaloneCodeEditor, latest: { readonly current: Keys }): void {
  let pressed = false;
  const set = (moves: boolean): void => {
    editor.updateOptions({ tabFocusMode: moves });
    latest.current.onTabMoves(moves);
  };
  editor.onMouseDown(() => {
    pressed = true;
    set(false);
  });
  editor.onDidFocusEditorText(() => set(!pressed));
  editor.onDidBlurEditorText(() => {
    pressed = false;
  });
  editor.onDidChangeModelContent(() => {
    if (editor.hasTextFocus()) set(false);
  });
}

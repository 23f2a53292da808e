import type { monaco } from './monaco-setup.ts';

/** How every editor of the page looks. `host` is the element it is in. */
export function editorOptions(host: HTMLElement): monaco.editor.IEditorOptions {
  return {
    automaticLayout: true,
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    fontSize: 13,
    lineHeight: 20,
    fontFamily: getComputedStyle(host).getPropertyValue('--mono'),
    lineNumbersMinChars: 3,
    guides: { indentation: false },
    renderFinalNewline: 'on',
    showUnused: false,
    folding: false,
    glyphMargin: false,
    renderLineHighlight: 'line',
    overviewRulerLanes: 0,
    scrollbar: { verticalScrollbarSize: 8, horizontalScrollbarSize: 8 },
    padding: { top: 10, bottom: 10 },
    readOnlyMessage: { value: 'This file belongs to the lesson and cannot be changed.' },
    fixedOverflowWidgets: true,
    stickyScroll: { enabled: false },
  };
}

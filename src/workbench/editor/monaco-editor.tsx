import { useEffect, useRef } from 'react';
import { useIsDark } from '../theme.ts';
import type { CodeEditorProps } from './code-pane.tsx';
import { fileOf, markFault, modelOf, showFiles } from './editor-models.ts';
import { applyEditorTheme } from './editor-theme.ts';
import { addDjangoTypes, monaco, tellDatabases } from './monaco-setup.ts';

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
]
  .map((context) => `!${context}`)
  .join(' && ');

/** The files in Monaco. Loaded lazily, with all that it brings along. */
export function MonacoEditor(props: CodeEditorProps) {
  const { files, readOnly, open, jump, fault, djangoTypes } = props;
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor | null>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  const dark = useIsDark();

  useEffect(() => {
    showFiles(latest.current.files);
    const created = createEditor(host.current!, latest);
    editor.current = created;
    return () => {
      created.dispose();
      editor.current = null;
    };
  }, []);
  useEffect(() => applyEditorTheme(dark), [dark]);
  useEffect(() => addDjangoTypes(djangoTypes), [djangoTypes]);
  useEffect(() => showFiles(files), [files]);
  useDatabasesOf(files['settings.ts']);
  useEffect(() => markFault(fault), [fault]);
  useEffect(() => {
    editor.current?.setModel(modelOf(open));
    editor.current?.updateOptions({ readOnly, ariaLabel: `${open}. Press Escape to leave the editor.` });
  }, [open, readOnly]);
  useEffect(() => {
    if (!jump || !editor.current) return;
    const { file, line, column = 1 } = jump.place;
    editor.current.setModel(modelOf(file));
    editor.current.setPosition({ lineNumber: line, column });
    editor.current.revealLineInCenterIfOutsideViewport(line);
    editor.current.focus();
  }, [jump]);
  return <div ref={host} className="monaco-host" />;
}

/** How long after the last change of `settings.ts` the other files are looked at again, in ms. */
const settleMs = 500;

function useDatabasesOf(settings: string | undefined): void {
  const told = useRef(settings);
  useEffect(() => {
    if (told.current === settings) return undefined;
    const timer = setTimeout(() => {
      told.current = settings;
      tellDatabases();
    }, settleMs);
    return () => clearTimeout(timer);
  }, [settings]);
}

function createEditor(
  host: HTMLElement,
  latest: { readonly current: CodeEditorProps },
): monaco.editor.IStandaloneCodeEditor {
  const editor = monaco.editor.create(host, {
    model: modelOf(latest.current.open),
    automaticLayout: true,
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    fontSize: 13,
    lineHeight: 20,
    fontFamily: getComputedStyle(host).getPropertyValue('--mono'),
    lineNumbersMinChars: 3,
    bracketPairColorization: { enabled: false },
    guides: { indentation: false },
    renderFinalNewline: 'on',
    showUnused: false,
    folding: false,
    glyphMargin: false,
    renderLineHighlight: 'line',
    overviewRulerLanes: 0,
    scrollbar: { verticalScrollbarSize: 8, horizontalScrollbarSize: 8 },
    tabSize: 2,
    padding: { top: 10, bottom: 10 },
    readOnlyMessage: {
      value: 'This file belongs to the lesson. Yours are router.ts, views.ts and the other open ones.',
    },
    fixedOverflowWidgets: true,
    stickyScroll: { enabled: false },
    'semanticHighlighting.enabled': false,
  });
  editor.onDidChangeModelContent(() => {
    const model = editor.getModel();
    if (model) latest.current.onEdit(fileOf(model), model.getValue());
  });
  letTabMoveOn(editor, latest);
  editor.addCommand(monaco.KeyCode.Escape, () => latest.current.onLeave(), escIsFree);
  editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, () => latest.current.onRun());
  return editor;
}

/** Whoever walks through the page with Tab walks past the editor too: Tab indents only for those who typed or clicked. */
function letTabMoveOn(
  editor: monaco.editor.IStandaloneCodeEditor,
  latest: { readonly current: CodeEditorProps },
): void {
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

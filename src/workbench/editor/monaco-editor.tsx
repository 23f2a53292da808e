import { useEffect, useRef } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { djangoFile } from '../store/workbench-state.ts';
import { useIsDark } from '../theme.ts';
import type { FileEditorProps, TypedEditorProps } from './code-pane.tsx';
import { addEditorKeys } from './editor-keys.ts';
import { fileOf, markFault, modelOf, showFiles } from './editor-models.ts';
import { editorOptions } from './editor-options.ts';
import { applyEditorTheme } from './editor-theme.ts';
import { openDefinitions } from './open-definitions.ts';
import { MonacoDiff } from './monaco-diff.tsx';
import { MonacoViewer } from './monaco-viewer.tsx';
import { addDjangoTypes, monaco, tellDatabases } from './monaco-setup.ts';

/** The files in Monaco, the solution in Django beside them, and what is different. Loaded lazily, with all that it brings
 * along. */
export function MonacoEditor(props: TypedEditorProps) {
  const { files, fault, djangoTypes, compared, djangoBeside } = props;
  const dark = useIsDark();
  useEffect(() => applyEditorTheme(dark), [dark]);
  useEffect(() => addDjangoTypes(djangoTypes), [djangoTypes]);
  useDatabasesOf(files['settings.ts']);
  const beside = djangoBeside && !compared;
  return (
    <>
      {/* It stays while something is compared: it keeps its place, and hears what is edited in the comparison. */}
      <Group className="editor-halves" data-hidden={compared !== null || undefined}>
        <Panel id="own" minSize="20%">
          <OneEditor {...props} fault={fault} />
        </Panel>
        {beside && (
          <>
            <Separator className="divider divider-column" aria-label={`Width of ${djangoFile}`} />
            <Panel id="django" minSize="20%">
              <MonacoViewer {...props} />
            </Panel>
          </>
        )}
      </Group>
      {compared && <MonacoDiff {...props} compared={compared} />}
    </>
  );
}

function OneEditor(props: FileEditorProps) {
  const { files, readOnly, open, jump, fault } = props;
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor | null>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    showFiles(latest.current.files);
    const created = createEditor(host.current!, latest);
    const opener = openDefinitions((place) => latest.current.onOpen(place));
    editor.current = created;
    return () => {
      opener.dispose();
      created.dispose();
      editor.current = null;
    };
  }, []);
  useEffect(() => showFiles(files), [files]);
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
  return (
    <div className="editor-half">
      <div ref={host} className="monaco-host" />
    </div>
  );
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
  latest: { readonly current: FileEditorProps },
): monaco.editor.IStandaloneCodeEditor {
  const editor = monaco.editor.create(host, {
    ...editorOptions(host),
    model: modelOf(latest.current.open),
    bracketPairColorization: { enabled: false },
    tabSize: 2,
    'semanticHighlighting.enabled': false,
  });
  editor.onDidChangeModelContent(() => {
    const model = editor.getModel();
    if (model) latest.current.onEdit(fileOf(model), model.getValue());
  });
  addEditorKeys(editor, latest);
  return editor;
}

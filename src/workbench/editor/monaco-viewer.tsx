import { useEffect, useRef } from 'react';
import { djangoFile } from '../store/workbench-state.ts';
import type { FileEditorProps } from './code-pane.tsx';
import { addEditorKeys } from './editor-keys.ts';
import { modelOf, showFiles } from './editor-models.ts';
import { editorOptions } from './editor-options.ts';
import { monaco } from './monaco-setup.ts';

/** The solution in Django, to be read beside the learner's own code. */
export function MonacoViewer(props: FileEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    showFiles(latest.current.files);
    const viewer = monaco.editor.create(host.current!, {
      ...editorOptions(host.current!),
      model: modelOf(djangoFile),
      readOnly: true,
      ariaLabel: `${djangoFile}, the solution in Django, read only. Press Escape to leave it.`,
      bracketPairColorization: { enabled: false },
    });
    addEditorKeys(viewer, latest);
    return () => viewer.dispose();
  }, []);
  return (
    <section className="editor-half" aria-label="The same in Django">
      <p className="editor-half-title">
        {djangoFile} <span className="read-only">read only</span>
      </p>
      <div className="editor-half-body">
        <div ref={host} className="monaco-host" />
      </div>
    </section>
  );
}

import { useEffect, useRef } from 'react';
import type { FileEditorProps, ComparedFile } from './code-pane.tsx';
import { addEditorKeys } from './editor-keys.ts';
import { modelOf } from './editor-models.ts';
import { editorOptions } from './editor-options.ts';
import { monaco, plainTypeScript } from './monaco-setup.ts';

/** In px: where there is less, what is different stands in one column. */
const twoColumns = 560;

/** A file of the lesson's and the learner's own beside it, which can still be edited. Esc leaves. */
export function MonacoDiff(props: FileEditorProps & { readonly compared: ComparedFile }) {
  const { open, compared } = props;
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    const element = host.current!;
    const original = monaco.editor.createModel(compared.text, plainTypeScript);
    const diff = monaco.editor.createDiffEditor(element, {
      ...editorOptions(element),
      useInlineViewWhenSpaceIsLimited: true,
      renderSideBySideInlineBreakpoint: twoColumns,
      renderOverviewRuler: false,
      renderGutterMenu: false,
      originalAriaLabel: `${open} of the ${compared.with}`,
      modifiedAriaLabel: `${open}, yours, compared with the ${compared.with}. Press Escape to leave the comparison.`,
    });
    diff.setModel({ original, modified: modelOf(open)! });
    for (const editor of [diff.getOriginalEditor(), diff.getModifiedEditor()]) addEditorKeys(editor, latest);
    return () => {
      diff.dispose();
      original.dispose();
    };
  }, [open, compared.with, compared.text]);
  return <div ref={host} className="monaco-host" role="group" aria-label={`What is different in ${open}`} />;
}

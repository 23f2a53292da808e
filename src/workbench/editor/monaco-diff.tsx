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
    });
    diff.setModel({ original, modified: modelOf(open)! });
    const [theirs, own] = [diff.getOriginalEditor(), diff.getModifiedEditor()];
    keepName(theirs, `${open} of the ${compared.with}, read only. Press Escape to leave the comparison.`);
    keepName(own, `${open}, yours, beside the ${compared.with}. Press Escape to leave the comparison.`);
    for (const editor of [theirs, own]) addEditorKeys(editor, latest);
    return () => {
      diff.dispose();
      original.dispose();
    };
  }, [open, compared.with, compared.text]);
  return <div ref={host} className="monaco-host" role="group" aria-label={`What is different in ${open}`} />;
}

/** Monaco forgets the names of both sides whenever the options of a comparison change, its width included. */
function keepName(editor: monaco.editor.ICodeEditor, ariaLabel: string): void {
  const name = (): void => {
    if (editor.getOption(monaco.editor.EditorOption.ariaLabel) !== ariaLabel) editor.updateOptions({ ariaLabel });
  };
  editor.onDidChangeConfiguration(name);
  name();
}

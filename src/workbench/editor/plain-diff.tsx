import { useMemo, type KeyboardEvent } from 'react';
import { ScrollFade } from '../scroll-fade.tsx';
import type { FileEditorProps, ComparedFile } from './code-pane.tsx';
import { textDiff, type DiffLine } from './text-diff.ts';

const signs = { same: ' ', added: '+', removed: '−' } as const;

/** What is different, as text: for small screens. */
export function PlainDiff({ files, open, compared, onLeave }: FileEditorProps & { readonly compared: ComparedFile }) {
  const text = files[open] ?? '';
  const lines = useMemo(() => textDiff(compared.text, text), [compared.text, text]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onLeave();
  };
  return (
    // Esc leaves wherever the focus is within it.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className="plain-diff" onKeyDown={onKeyDown}>
      <ScrollFade label={`What is different in ${open}`}>
        <pre>
          {lines.map((line, at) => (
            <Line key={at} {...line} />
          ))}
        </pre>
      </ScrollFade>
    </div>
  );
}

function Line({ kind, text }: DiffLine) {
  const Element = kind === 'added' ? 'ins' : kind === 'removed' ? 'del' : 'span';
  return (
    <Element className="diff-line" data-kind={kind}>
      <span aria-hidden="true">{signs[kind]} </span>
      {text}
      {'\n'}
    </Element>
  );
}

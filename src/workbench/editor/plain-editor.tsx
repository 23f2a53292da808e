import { useEffect, useRef, type KeyboardEvent } from 'react';
import type { FileEditorProps } from './code-pane.tsx';

/** A plain text area for small screens, and while Monaco is on its way. */
export function PlainEditor({ files, readOnly, open, jump, onEdit, onRun, onLeave, onTabMoves }: FileEditorProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const text = files[open] ?? '';
  useEffect(() => {
    if (!jump || !area.current) return;
    const start = jump.place.line === 1 ? 0 : lineStart(area.current.value, jump.place.line);
    area.current.focus();
    area.current.setSelectionRange(start, start);
  }, [jump]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onLeave();
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onRun();
    else return;
    event.preventDefault();
  };
  return (
    <textarea
      ref={area}
      className="plain-editor"
      aria-label={open}
      value={text}
      readOnly={readOnly}
      spellCheck={false}
      autoCapitalize="off"
      autoCorrect="off"
      wrap="off"
      onChange={(event) => onEdit(open, event.target.value)}
      onKeyDown={onKeyDown}
      onFocus={() => onTabMoves(true)}
    />
  );
}

/** Offset at which a line begins, counted from 1. */
function lineStart(text: string, line: number): number {
  const lines = text.split('\n').slice(0, line - 1);
  return lines.reduce((sum, { length }) => sum + length + 1, 0);
}

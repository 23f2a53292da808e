import { type RefObject, useEffect } from 'react';
import { moveForKey, type WalkMove } from './walk-place.ts';

/** Where keys are for writing. */
const writes = 'input, textarea, select, [contenteditable="true"], .monaco-host';

/** The keys of the walk, wherever the focus is: a presenter's remote knows nothing of it. In a dialog they are the dialog's alone. */
export function useWalkKeys(view: RefObject<HTMLElement | null>, onMove: (move: WalkMove) => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const move = event.defaultPrevented ? null : moveForKey(event);
      if (!move) return;
      const target = event.target instanceof Element ? event.target : document.body;
      const dialog = '[role="dialog"], [role="alertdialog"]';
      if (target.closest(dialog) !== (view.current?.closest(dialog) ?? null) || target.closest(writes)) return;
      event.preventDefault();
      onMove(move);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [view, onMove]);
}

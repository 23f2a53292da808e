import { useEffect } from 'react';
import { prefersReducedMotion } from '../use-media-query.ts';
import { useActions } from '../workbench-context.tsx';
import { shortcutFor } from './shortcuts.ts';

/** Where keys belong to what has the focus: text, and lists that are walked through with the arrows. */
const writes = 'input:not([type="range"]), textarea, select, [contenteditable="true"], .monaco-host';

/** Makes the page's keys work, wherever the focus is, unless what has it has used the key itself. */
export function useShortcuts(): void {
  const actions = useActions();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || (event.repeat && event.key === 'Enter')) return;
      const target = event.target instanceof Element ? event.target : document.body;
      if (target.closest('[role="dialog"], [role="alertdialog"]')) return;
      const shortcut = shortcutFor(event, target.closest(writes) !== null);
      if (!shortcut) return;
      event.preventDefault();
      shortcut.act(actions, !prefersReducedMotion());
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [actions]);
}

import { useEffect, useRef } from 'react';
import { Icon } from '../icon.tsx';
import { ScrollFade } from '../scroll-fade.tsx';
import { useActions, useWorkbenchState } from '../workbench-context.tsx';
import './hints.css';

/** The hints that were asked for, the newest at the end. */
export function Hints() {
  const { showHint, closeHints } = useActions();
  const { shown, open } = useWorkbenchState((state) => state.hints);
  const hints = useWorkbenchState((state) => state.lesson.hints);
  const newest = useRef<HTMLLIElement>(null);
  useEffect(() => {
    const view = newest.current?.closest('.scroll-fade-view');
    // Within its own list alone: the page stays where it is.
    if (view) view.scrollTop = newest.current!.offsetTop;
  }, [shown, open]);
  if (!open) return null;
  const last = shown === hints.length;
  return (
    <section className="hints" aria-label="Hints">
      <header className="hints-bar">
        <p>
          Hint {shown} of {hints.length}
        </p>
        <button type="button" className="button" onClick={showHint} disabled={last}>
          Next hint
        </button>
        <button
          type="button"
          className="tool"
          onClick={closeHints}
          aria-label="Close the hints"
          title="Close the hints"
        >
          <Icon name="close" />
        </button>
      </header>
      <ScrollFade className="hints-text prose" label="The hints so far">
        <ol aria-live="polite">
          {hints.slice(0, shown).map(({ title, html }, at) => (
            <li key={title} ref={at === shown - 1 ? newest : undefined}>
              <h3>{title}</h3>
              {/* The HTML is the lesson's own Markdown, rendered when the lesson was loaded. */}
              <div dangerouslySetInnerHTML={{ __html: html }} />
            </li>
          ))}
        </ol>
      </ScrollFade>
    </section>
  );
}

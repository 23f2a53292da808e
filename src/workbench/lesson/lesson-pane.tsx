import { useEffect, useRef } from 'react';
import { useActions, useWorkbenchState } from '../workbench-context.tsx';
import './lesson.css';

/** The lesson's text, one step at a time. */
export function LessonPane() {
  const { openStep } = useActions();
  const lesson = useWorkbenchState((state) => state.lesson);
  const index = useWorkbenchState((state) => state.step);
  const heading = useRef<HTMLHeadingElement>(null);
  const moved = useRef(false);
  useEffect(() => {
    // The reader's place follows a step that they asked for, and is left alone when the page opens.
    if (moved.current) heading.current?.focus();
  }, [index]);
  const go = (to: number): void => {
    moved.current = true;
    openStep(to);
  };
  const step = lesson.steps[index];
  if (!step) return <p className="empty-pane">This lesson has no text.</p>;
  const last = index === lesson.steps.length - 1;
  return (
    <div className="lesson-text">
      <article key={index} className="prose" tabIndex={0} aria-label="The lesson's text">
        <p className="step-count">
          Step {index + 1} of {lesson.steps.length}
        </p>
        <h2 ref={heading} tabIndex={-1}>
          {step.title}
        </h2>
        {/* The HTML is the lesson's own Markdown, rendered when the lesson was loaded. */}
        <div dangerouslySetInnerHTML={{ __html: step.html }} />
        {last && lesson.django !== '' && <InDjango code={lesson.django} />}
      </article>
      <nav className="step-nav" aria-label="Steps of the lesson">
        <button type="button" className="button" onClick={() => go(index - 1)} disabled={index === 0}>
          Previous
        </button>
        <StepDots index={index} titles={lesson.steps.map(({ title }) => title)} onOpen={go} />
        <button type="button" className="button button-primary" onClick={() => go(index + 1)} disabled={last}>
          Next
        </button>
      </nav>
    </div>
  );
}

interface StepDotsProps {
  readonly index: number;
  readonly titles: readonly string[];
  readonly onOpen: (index: number) => void;
}

function StepDots({ index, titles, onOpen }: StepDotsProps) {
  return (
    <ol className="step-dots">
      {titles.map((title, at) => (
        <li key={title}>
          <button
            type="button"
            aria-current={at === index ? 'step' : undefined}
            aria-label={`Step ${at + 1}: ${title}`}
            title={title}
            onClick={() => onOpen(at)}
          />
        </li>
      ))}
    </ol>
  );
}

/** The solution in Django's own words, for those who will write it there. It gives the answer away, and says so. */
function InDjango({ code }: { code: string }) {
  return (
    <details className="in-django">
      <summary>The same in Django (this shows the solution)</summary>
      <pre tabIndex={0} aria-label="The solution in Python">
        <code>{code}</code>
      </pre>
    </details>
  );
}

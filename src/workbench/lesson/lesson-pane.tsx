import { useEffect, useRef } from 'react';
import { ScrollFade } from '../scroll-fade.tsx';
import { djangoFile, isSolutionSecret } from '../store/workbench-state.ts';
import { useActions, useNextLesson, useWorkbenchState } from '../workbench-context.tsx';
import './lesson.css';

/** The lesson's text, one step at a time. */
export function LessonPane() {
  const { openStep: go } = useActions();
  const lesson = useWorkbenchState((state) => state.lesson);
  const index = useWorkbenchState((state) => state.step);
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(index);
  useEffect(() => {
    // The reader's place follows a step that they asked for, and is left alone when the page opens.
    if (shown.current !== index) heading.current?.focus();
    shown.current = index;
  }, [index]);
  const next = useNextLesson();
  const step = lesson.steps[index];
  if (!step) return <p className="empty-pane">This lesson has no text.</p>;
  const last = index === lesson.steps.length - 1;
  return (
    <div className="lesson-text">
      <ScrollFade key={index} className="prose" label="The lesson's text">
        <p className="step-count">
          Step {index + 1} of {lesson.steps.length}
        </p>
        <h2 ref={heading} tabIndex={-1}>
          {step.title}
        </h2>
        {/* The HTML is the lesson's own Markdown, rendered when the lesson was loaded. */}
        <div dangerouslySetInnerHTML={{ __html: step.html }} />
        {last && lesson.django !== '' && <InDjango />}
        {last && next && (
          <p>
            <a className="button" href={next.href}>
              Next lesson: {next.title}
            </a>
          </p>
        )}
      </ScrollFade>
      <nav className="step-nav" data-many={lesson.steps.length > 8 || undefined} aria-label="Steps of the lesson">
        <button type="button" className="button" onClick={() => go(index - 1)} disabled={index === 0}>
          Previous
        </button>
        <p className="step-place" aria-hidden="true">
          {index + 1} / {lesson.steps.length}
        </p>
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

/** The solution in Django's own words, for those who will write it there. Until it is earned, it says what it gives away. */
function InDjango() {
  const { showDjango } = useActions();
  const secret = useWorkbenchState(isSolutionSecret);
  const open = (
    <button type="button" className="button" onClick={showDjango}>
      Open {djangoFile}
    </button>
  );
  if (!secret) return <p>{open}</p>;
  return (
    <details className="in-django">
      <summary>The same in Django (this shows the solution)</summary>
      {open}
    </details>
  );
}

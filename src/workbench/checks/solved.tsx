import { count } from '../../course/story.ts';
import { useActions, useNextLesson, useWorkbenchState } from '../workbench-context.tsx';

/** Every check holds: says so, and what there is to do now. */
export function Solved({ schedules }: { schedules: number }) {
  const { openStep, showPane } = useActions();
  const { steps, afterSolving, checks } = useWorkbenchState((state) => state.lesson);
  const index = useWorkbenchState((state) => state.step);
  const next = useNextLesson();
  const step = steps[afterSolving];
  const goOn = (): void => {
    openStep(afterSolving);
    showPane('lesson');
  };
  return (
    <div className="solved">
      <h3>Solved. Well done!</h3>
      <p>
        All {checks.length} checks hold, under {count(schedules, 'schedule')}, most of which you have not seen.
      </p>
      <p className="solved-next">
        {step && index < afterSolving && (
          <button type="button" className="button button-primary" onClick={goOn}>
            Go on: {step.title}
          </button>
        )}
        {next && (
          <a className="button" href={next.href}>
            Next lesson: {next.title}
          </a>
        )}
      </p>
    </div>
  );
}

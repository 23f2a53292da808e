import { count } from '../../course/story.ts';
import type { GradedCheck } from '../../course/grade.ts';
import type { Check } from '../../course/lesson.ts';
import { Icon } from '../icon.tsx';
import { sameFiles, type Grading } from '../store/workbench-state.ts';
import { useActions, useWorkbenchState } from '../workbench-context.tsx';
import './checks.css';

/** What must hold, what was found, and for each failure its story. */
export function ChecksPane() {
  const checks = useWorkbenchState((state) => state.lesson.checks);
  const grading = useWorkbenchState((state) => state.grading);
  const schedules = useWorkbenchState((state) => state.lesson.hidden.length + 1);
  const outdated = useWorkbenchState(
    (state) => state.grading.kind === 'graded' && !sameFiles(state.grading.files, state.files),
  );
  const graded = grading.kind === 'graded' ? grading.report.checks : [];
  return (
    <div className="checks" role="group" aria-label="Checks and their verdicts" tabIndex={0}>
      <p className="checks-summary" role="status">
        {summary(grading, checks.length, schedules)}
        {outdated && ' The code has changed since: run it again.'}
      </p>
      <ul>
        {checks.map((check) => (
          <CheckItem key={check.id} check={check} graded={graded.find((found) => found.check.id === check.id)} />
        ))}
      </ul>
    </div>
  );
}

function summary(grading: Grading, checks: number, schedules: number): string {
  switch (grading.kind) {
    case 'none':
      return `Run your code to have it judged under ${count(schedules, 'schedule')}.`;
    case 'grading':
      return `Judging, under ${count(schedules, 'schedule')} …`;
    case 'failed':
      return `The checks could not be made: ${grading.message}`;
    case 'graded': {
      const holding = grading.report.checks.filter(({ kind }) => kind === 'holds').length;
      const under = `under ${count(grading.report.schedules.length, 'schedule')}`;
      return holding === checks
        ? `All ${checks} checks hold, ${under}.`
        : `${holding} of ${checks} checks hold, ${under}.`;
    }
  }
}

function CheckItem({ check, graded }: { check: Check; graded: GradedCheck | undefined }) {
  const verdict = graded?.kind ?? 'open';
  return (
    <li className="check" data-verdict={verdict}>
      <span className="check-mark">
        {verdict === 'open' ? <span className="check-open" /> : <Icon name={verdict} />}
      </span>
      <div>
        <p className="check-title">
          {check.title} <span className="check-verdict">{words[verdict]}</span>
        </p>
        {graded?.kind === 'broken' && <Story check={graded} />}
      </div>
    </li>
  );
}

const words = { open: 'not judged yet', holds: 'holds', broken: 'broken' } as const;

function Story({ check }: { check: Extract<GradedCheck, { kind: 'broken' }> }) {
  const { showFailure } = useActions();
  return (
    <div className="story">
      {check.smallest.verdict.story.map((sentence, at) => (
        <p key={at}>{sentence}</p>
      ))}
      <button type="button" className="button" onClick={() => showFailure(check.check.id)}>
        Show it in the timeline
        <span className="visually-hidden">: {check.check.title}</span>
      </button>
      <p className="story-schedule">Found under: {check.schedule}.</p>
    </div>
  );
}

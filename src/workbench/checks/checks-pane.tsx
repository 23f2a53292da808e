import { count } from '../../course/story.ts';
import type { GradedCheck, GradeProgress, GradeReport } from '../../course/grade.ts';
import type { Check } from '../../course/lesson.ts';
import type { ProgramError } from '../../trace/http.ts';
import { Icon } from '../icon.tsx';
import { allHold, sameFiles, type Grading } from '../store/workbench-state.ts';
import { useActions, useWorkbenchState } from '../workbench-context.tsx';
import { ScrollFade } from '../scroll-fade.tsx';
import { Solved } from './solved.tsx';
import './checks.css';

/** What must hold, what was found, and for each failure its story. */
export function ChecksPane() {
  const checks = useWorkbenchState((state) => state.lesson.checks);
  const grading = useWorkbenchState((state) => state.grading);
  const schedules = useWorkbenchState((state) => state.lesson.hidden.length + 1);
  const outdated = useWorkbenchState(
    (state) => state.grading.kind === 'graded' && !sameFiles(state.grading.files, state.files),
  );
  const report = grading.kind === 'graded' ? grading.report : null;
  return (
    <ScrollFade className="checks" label="Checks and their verdicts">
      <div className="checks-summary" role="status">
        {report && allHold(report) ? <Solved schedules={report.schedules.length} /> : summary(grading, schedules)}
        {outdated && <p>The code has changed since: run it again.</p>}
      </div>
      <ul>
        {checks.map((check) => (
          <CheckItem
            key={check.id}
            check={check}
            graded={report?.checks.find((found) => found.check.id === check.id)}
          />
        ))}
      </ul>
    </ScrollFade>
  );
}

function summary(grading: Grading, schedules: number): string {
  switch (grading.kind) {
    case 'none':
      return `Run your code to have it judged under ${count(schedules, 'schedule')}.`;
    case 'grading':
      return grading.progress ? progressInWords(grading.progress) : 'Judging …';
    case 'failed':
      return `The checks could not be made: ${grading.message}`;
    case 'graded':
      return verdictInWords(grading.report);
  }
}

const progressInWords = (progress: GradeProgress): string =>
  progress.kind === 'schedule'
    ? `Judging: schedule ${progress.number} of ${progress.of} …`
    : 'Judging: looking for the smallest run that still fails …';

function verdictInWords({ checks, schedules }: GradeReport): string {
  const holding = checks.filter(({ kind }) => kind === 'holds').length;
  const stopped = checks.find((graded) => graded.kind === 'not judged');
  const found = `${holding} of ${checks.length} checks hold`;
  if (!stopped) return `${found}, under ${count(schedules.length, 'schedule')}.`;
  return `${found}. Your code was stopped${atPlace(stopped.stop)}, so not all of them could be judged.`;
}

const atPlace = ({ place }: ProgramError): string => (place ? ` at ${place.file}:${place.line}` : '');

function CheckItem({ check, graded }: { check: Check; graded: GradedCheck | undefined }) {
  const verdict = graded?.kind ?? 'open';
  const judged = verdict === 'holds' || verdict === 'broken';
  return (
    <li className="check" data-verdict={verdict}>
      <span className="check-mark">{judged ? <Icon name={verdict} /> : <span className="check-open" />}</span>
      <div className="check-body">
        <p className="check-line">
          <span className="check-title" title={verdict === 'holds' ? check.title : undefined}>
            {check.title}
          </span>{' '}
          {/* A tick says it well enough for the eye. */}
          <span className={verdict === 'holds' ? 'visually-hidden' : 'check-verdict'}>{verdictWord(graded)}</span>
        </p>
        {graded?.kind === 'broken' && <Story check={graded} />}
      </div>
    </li>
  );
}

function verdictWord(graded: GradedCheck | undefined): string {
  if (!graded) return 'not judged yet';
  return graded.kind === 'not judged' ? `not judged: your code was stopped${atPlace(graded.stop)}` : graded.kind;
}

function Story({ check }: { check: Extract<GradedCheck, { kind: 'broken' }> }) {
  const { showFailure } = useActions();
  const smaller = check.smallest !== check.found;
  return (
    <div className="story">
      {/* Its times are not those of the learner's own run. */}
      <p className="story-from">
        {smaller ? 'In the smallest run that still fails:' : `Found under: ${check.schedule}.`}
      </p>
      {check.smallest.verdict.story.map((sentence, at) => (
        <p key={at}>{sentence}</p>
      ))}
      <button type="button" className="button" onClick={() => showFailure(check.check.id)}>
        Show it in the timeline
        <span className="visually-hidden">: {check.check.title}</span>
      </button>
      {smaller && <p className="story-schedule">Found under: {check.schedule}.</p>}
    </div>
  );
}

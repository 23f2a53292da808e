import { Icon } from '../icon.tsx';
import { allHold } from '../store/workbench-state.ts';
import { useWorkbenchState } from '../workbench-context.tsx';

/** The verdict where the checks themselves are out of sight. Of one width, whatever it is. */
export function VerdictBadge() {
  const grading = useWorkbenchState((state) => state.grading);
  const broken = grading.kind === 'graded' ? grading.report.checks.filter(({ kind }) => kind === 'broken').length : 0;
  return (
    <span className="verdict-badge" data-verdict={grading.kind === 'graded' ? (broken > 0 ? 'broken' : 'holds') : null}>
      {grading.kind === 'grading' && <span title="being judged">…</span>}
      {grading.kind === 'graded' && broken > 0 && (
        <>
          {broken}
          <span className="visually-hidden"> broken</span>
        </>
      )}
      {grading.kind === 'graded' && allHold(grading.report) && (
        <>
          <Icon name="holds" />
          <span className="visually-hidden"> all hold</span>
        </>
      )}
    </span>
  );
}

import { hasPlan } from '../../../explain/explain-statement.ts';
import type { PlanSubject } from '../../store/open-plan.ts';
import { useActions, useWorkbenchState } from '../../workbench-context.tsx';

/** Opens the plan of a statement, where it has one and the nodes can be asked. */
export function PlanButton({ subject, words = 'Plan' }: { subject: PlanSubject; words?: string }) {
  const { explain } = useActions();
  const isReady = useWorkbenchState(({ engine }) => engine.kind === 'ready');
  if (!hasPlan(subject.sql)) return null;
  return (
    <button
      type="button"
      className="button plan-small-button"
      disabled={!isReady}
      onClick={() => void explain(subject)}
    >
      {words}
    </button>
  );
}

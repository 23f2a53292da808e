import { useReplicationKind, useActions, useWorkbenchState } from '../../workbench-context.tsx';
import type { PlanSubject } from '../../store/open-plan.ts';
import { canKeepRemedy } from '../../store/plan-actions.ts';
import { NodeMark } from '../../node-mark.tsx';

interface RemedyBarProps {
  readonly subject: PlanSubject;
  readonly remedy: readonly string[];
}

/** What was tried, and what can be done with it. */
export function RemedyBar({ subject: { node }, remedy }: RemedyBarProps) {
  const { keepRemedy } = useActions();
  const canKeep = useWorkbenchState(canKeepRemedy);
  const kind = useReplicationKind();
  const isSetting = remedy.some((statement) => /^set\b/i.test(statement));
  const isStandby = kind === 'physical' && node === 'replica';
  return (
    <div className="remedy-bar">
      <pre>{remedy.join(';\n')};</pre>
      <p>
        {isStandby ? (
          <>
            A physical standby refuses this: it gets what <NodeMark node="primary" /> has, indexes and statistics
            included.
          </>
        ) : (
          <>
            Tried on <NodeMark node={node} /> and undone.
            {isSetting && ' A setting belongs to a session: the code that sends the query would set it.'}
          </>
        )}
      </p>
      {canKeep && !isSetting && !isStandby && (
        <button type="button" className="button" onClick={() => void keepRemedy(remedy)}>
          Keep it: go on from here with it
        </button>
      )}
    </div>
  );
}

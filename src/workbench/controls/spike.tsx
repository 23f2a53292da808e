import { formatMs } from '../../course/story.ts';
import { spikeOf } from '../store/settings-actions.ts';
import { standsInRun } from '../store/workbench-state.ts';
import { useActions, useWorkbenchState } from '../workbench-context.tsx';

/** The delay rises for a while and falls back: what a long query or a burst of writes does to a replica. */
export function Spike() {
  const { spike } = useActions();
  const inRun = useWorkbenchState(standsInRun);
  return (
    <div className="spike">
      <button type="button" className="button" disabled={!inRun} onClick={() => void spike()}>
        Spike
      </button>
      <p>
        {inRun
          ? `From here on a delay of ${formatMs(spikeOf.delayMs)}, for ${formatMs(spikeOf.lastsMs)}.`
          : 'Stop in the middle of a run to let the delay rise there for a while.'}
      </p>
    </div>
  );
}

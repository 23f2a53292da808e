import { Popover } from '@base-ui/react/popover';
import { formatMs } from '../../course/story.ts';
import { ForkMenu } from '../fork/fork-menu.tsx';
import { Icon } from '../icon.tsx';
import { SteadyWords } from '../steady-words.tsx';
import { standsInRun } from '../store/workbench-state.ts';
import { useActions, useReplicationKind, useRunView, useWorkbenchState } from '../workbench-context.tsx';
import { ApplySettings } from './apply-settings.tsx';
import { DelaySlider } from './delay-slider.tsx';
import { RoundTrips } from './round-trips.tsx';
import { Spike } from './spike.tsx';
import './controls.css';

/** How far behind the replica is kept, and what else slows it. */
export function DelayControl() {
  const { changeReplication, changeNetwork } = useActions();
  const inRun = useWorkbenchState(standsInRun);
  const replicationFromStart = useWorkbenchState((state) => state.replication);
  const networkFromStart = useWorkbenchState((state) => state.network);
  const view = useRunView();
  const replication = inRun && view ? view.settings.replication : replicationFromStart;
  const network = inRun && view ? view.settings.network : networkFromStart;
  return (
    <div className="delay-control" role="group" aria-label="Replication delay">
      <DelaySlider delayMs={replication.delayMs} onCommit={(delayMs) => changeReplication({ delayMs })} />
      <PauseReplica paused={replication.paused} />
      <Popover.Root>
        <Popover.Trigger
          className="button button-quiet"
          aria-label="More replication settings"
          title="More replication settings"
        >
          <Icon name="setting" />
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Positioner sideOffset={6} align="end" className="settings-positioner">
            <Popover.Popup className="popup settings">
              <Popover.Title className="popup-title">How the replica follows</Popover.Title>
              <ApplySettings replication={replication} onChange={(change) => void changeReplication(change)} />
              <Spike />
              <RoundTrips network={network} onChange={(change) => void changeNetwork(change)} />
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
      <ForkMenu />
      <Scope />
    </div>
  );
}

const whom = <span className="pause-whom"> replica</span>;
const pauseWords = { replaying: <>Pause{whom}</>, paused: <>Resume{whom}</> };

function PauseReplica({ paused }: { paused: boolean }) {
  const { pauseOrResume } = useActions();
  return (
    <button
      type="button"
      className="button button-replica"
      aria-pressed={paused}
      title={paused ? 'The replica applies nothing (S)' : 'Let the replica apply nothing (S)'}
      onClick={() => void pauseOrResume()}
    >
      <span className="node-shape" aria-hidden="true" />
      <SteadyWords words={pauseWords} shown={paused ? 'paused' : 'replaying'} />
    </button>
  );
}

/** From when on a change holds. Of a fixed size, so that nothing moves with it. */
function Scope() {
  const { forgetInterventions } = useActions();
  const inRun = useWorkbenchState(standsInRun);
  // Where there is a fork, its banner forgets it.
  const changes = useWorkbenchState(({ interventions, compared }) => (compared ? 0 : interventions.length));
  const view = useRunView();
  const next = useWorkbenchState((state) => state.replicationKind);
  const shown = useReplicationKind();
  return (
    <div className="delay-scope">
      <p>{inRun && view ? `from t = ${formatMs(view.at)} on` : 'for the next run'}</p>
      {next !== shown && <p title={`The run that is shown stays ${shown}`}>next run: {next}</p>}
      {changes > 0 && (
        <button type="button" className="link" onClick={() => void forgetInterventions()}>
          forget {changes === 1 ? 'the change' : `${changes} changes`}
          <span className="visually-hidden"> made in the run</span>
        </button>
      )}
    </div>
  );
}

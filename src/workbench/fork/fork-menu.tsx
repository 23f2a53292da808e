import { Menu } from '@base-ui/react/menu';
import { type ReactNode, useState } from 'react';
import { formatMs } from '../../course/story.ts';
import type { ReplicationNode } from '../../trace/ids.ts';
import { slowdownOf } from '../../trace/settings.ts';
import type { RunView } from '../../trace/view.ts';
import { Icon } from '../icon.tsx';
import { NodeShape } from '../node-mark.tsx';
import { isCodeChanged, standsInRun } from '../store/workbench-state.ts';
import { useActions, useRunView, useWorkbenchState } from '../workbench-context.tsx';
import { canRestore, RestoreDialog } from './restore-dialog.tsx';
import './fork.css';

/** What can be done to the run at the cursor, so that it goes on another way from there. */
export function ForkMenu() {
  const { deploy } = useActions();
  const inRun = useWorkbenchState(standsInRun);
  const view = useRunView();
  const codeChanged = useWorkbenchState(isCodeChanged);
  const [choosesCommit, setChoosesCommit] = useState(false);
  return (
    <>
      <Menu.Root>
        <Menu.Trigger className="button button-quiet fork-button" aria-label="Fork" title="Go on another way from here">
          <Icon name="fork" />
          <span className="fork-word">Fork</span>
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner sideOffset={6} align="end" className="settings-positioner">
            <Menu.Popup className="popup menu">
              <p className="menu-head">
                {inRun && view
                  ? `From t = ${formatMs(view.at)} on, the run goes another way. The first run stays.`
                  : 'Run your code and stop in the middle of the run: from there it can go another way.'}
              </p>
              <ForkItem icon={<Icon name="play" />} isOpen={inRun && codeChanged} act={deploy}>
                Go on with your changed code
              </ForkItem>
              <ReplicationItems view={view} inRun={inRun} />
              <NodeItems node="primary" view={view} inRun={inRun} />
              <NodeItems node="replica" view={view} inRun={inRun} />
              <RestoreItem view={view} inRun={inRun} act={() => setChoosesCommit(true)} />
              <FailoverItems view={view} inRun={inRun} />
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <RestoreDialog isOpen={choosesCommit} onClose={() => setChoosesCommit(false)} />
    </>
  );
}

interface ForkItemProps {
  readonly icon: ReactNode;
  readonly isOpen: boolean;
  readonly act: () => Promise<void> | void;
  readonly children: ReactNode;
}

function ForkItem({ icon, isOpen, act, children }: ForkItemProps) {
  return (
    <Menu.Item className="menu-item" disabled={!isOpen} onClick={() => void act()}>
      {icon}
      {children}
    </Menu.Item>
  );
}

interface AtCursor {
  /** Null until the nodes are ready. */
  readonly view: RunView | null;
  readonly inRun: boolean;
}

function ReplicationItems({ view, inRun }: AtCursor) {
  const { pauseOrResume, cutOrMend, spike, cancelWaits } = useActions();
  const restored = view?.replication.restored === true;
  const paused = view?.settings.replication.paused === true;
  const cut = view?.settings.network.streamCut === true;
  const waiting = view?.replication.commitsWaiting ?? 0;
  return (
    <>
      <ForkItem icon={<Icon name={paused ? 'play' : 'pause'} />} isOpen={inRun && !restored} act={pauseOrResume}>
        {paused ? 'Let the replica go on' : 'Pause the replica'}
      </ForkItem>
      <ForkItem icon={<Icon name="setting" />} isOpen={inRun} act={spike}>
        Let the delay rise for a while
      </ForkItem>
      <ForkItem icon={<Icon name={cut ? 'mend' : 'cut'} />} isOpen={inRun} act={cutOrMend}>
        {cut ? 'Mend the network between the nodes' : 'Cut the network between the nodes'}
      </ForkItem>
      <ForkItem icon={<Icon name="commit" />} isOpen={inRun && waiting > 0} act={cancelWaits}>
        Cancel the wait for the replica
      </ForkItem>
    </>
  );
}

const isDown = (view: RunView | null, node: ReplicationNode): boolean => view !== null && view.crashed[node] !== null;

function NodeItems({ node, view, inRun }: AtCursor & { readonly node: ReplicationNode }) {
  const { crash, cutOffOrReach, restart, slowOrQuicken } = useActions();
  const down = isDown(view, node);
  const slow = view !== null && slowdownOf(view.settings, node) > 1;
  const cutOff = view?.settings.network.unreachable?.[node] === true;
  return (
    <>
      <ForkItem icon={<NodeShape node={node} />} isOpen={inRun} act={() => cutOffOrReach(node)}>
        {cutOff ? `Let the application reach the ${node}` : `Cut the application off from the ${node}`}
      </ForkItem>
      <ForkItem icon={<NodeShape node={node} />} isOpen={inRun && !down} act={() => slowOrQuicken(node)}>
        {slow ? `Let the ${node} be quick again` : `Slow the ${node} down`}
      </ForkItem>
      <ForkItem icon={<NodeShape node={node} />} isOpen={inRun} act={() => (down ? restart : crash)(node)}>
        {down ? 'Start' : 'Crash'} the {node}
        {down && ' again'}
      </ForkItem>
    </>
  );
}

function RestoreItem({ view, inRun, act }: AtCursor & Pick<ForkItemProps, 'act'>) {
  const hasCommits = useWorkbenchState(
    ({ run, cursor }) => run?.trace.slice(0, cursor + 1).some(({ type }) => type === 'transaction committed') === true,
  );
  return (
    <ForkItem icon={<Icon name="reset" />} isOpen={inRun && view !== null && canRestore(view) && hasCommits} act={act}>
      <span>
        Restore the replica to a point in time…
        {view?.replication.kind === 'logical' && <span className="menu-why">by physical replication alone</span>}
      </span>
    </ForkItem>
  );
}

function FailoverItems({ view, inRun }: AtCursor) {
  const { promote, rejoin } = useActions();
  const former = view?.replication.former ?? null;
  const cut = view?.settings.network.streamCut === true;
  const canServe = inRun && !isDown(view, 'replica');
  return (
    <>
      <ForkItem icon={<Icon name="promote" />} isOpen={canServe && former === null} act={promote}>
        Promote the replica
      </ForkItem>
      <ForkItem
        icon={<Icon name="mend" />}
        isOpen={canServe && !cut && former !== null && former.kind !== 'follows'}
        act={rejoin}
      >
        Rebuild the primary from the replica
      </ForkItem>
    </>
  );
}

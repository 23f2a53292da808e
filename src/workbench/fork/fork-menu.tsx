import { Menu } from '@base-ui/react/menu';
import { formatMs } from '../../course/story.ts';
import type { ReplicationNode } from '../../trace/ids.ts';
import { Icon } from '../icon.tsx';
import { NodeShape } from '../node-mark.tsx';
import { isCodeChanged, standsInRun } from '../store/workbench-state.ts';
import { useActions, useRunView, useWorkbenchState } from '../workbench-context.tsx';
import './fork.css';

const nodes: readonly ReplicationNode[] = ['primary', 'replica'];

/** What can be done to the run at the cursor, so that it goes on another way from there. */
export function ForkMenu() {
  const { pauseOrResume, cutOrMend, spike, crash, restart, promote, deploy } = useActions();
  const inRun = useWorkbenchState(standsInRun);
  const view = useRunView();
  const codeChanged = useWorkbenchState(isCodeChanged);
  const paused = view?.settings.replication.paused === true;
  const isDown = (node: ReplicationNode): boolean => view != null && view.crashed[node] !== null;
  const cut = view?.settings.network.streamCut === true;
  return (
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
            <Menu.Item className="menu-item" disabled={!inRun || !codeChanged} onClick={() => void deploy()}>
              <Icon name="play" />
              Go on with your changed code
            </Menu.Item>
            <Menu.Item className="menu-item" disabled={!inRun} onClick={() => void pauseOrResume()}>
              <Icon name={paused ? 'play' : 'pause'} />
              {paused ? 'Let the replica go on' : 'Pause the replica'}
            </Menu.Item>
            <Menu.Item className="menu-item" disabled={!inRun} onClick={() => void spike()}>
              <Icon name="setting" />
              Let the delay rise for a while
            </Menu.Item>
            <Menu.Item className="menu-item" disabled={!inRun} onClick={() => void cutOrMend()}>
              <Icon name={cut ? 'mend' : 'cut'} />
              {cut ? 'Mend the network between the nodes' : 'Cut the network between the nodes'}
            </Menu.Item>
            {nodes.map((node) => (
              <Menu.Item
                key={node}
                className="menu-item"
                disabled={!inRun}
                onClick={() => void (isDown(node) ? restart : crash)(node)}
              >
                <NodeShape node={node} />
                {isDown(node) ? 'Start' : 'Crash'} the {node}
                {isDown(node) && ' again'}
              </Menu.Item>
            ))}
            <Menu.Item
              className="menu-item"
              disabled={!inRun || isDown('replica') || view?.replication.promoted}
              onClick={() => void promote()}
            >
              <Icon name="promote" />
              Promote the replica
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

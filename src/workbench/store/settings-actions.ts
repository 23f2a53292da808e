import type { StoreApi } from 'zustand/vanilla';
import { type NodeName, virtualMs } from '../../trace/ids.ts';
import { type Settings, type SettingsChange, slowdownOf } from '../../trace/settings.ts';
import { viewAt } from '../../trace/view.ts';
import type { Fork } from './fork-actions.ts';
import {
  momentOf,
  standsInRun,
  type NetworkSettings,
  type ReplicationSettings,
  type WorkbenchState,
} from './workbench-state.ts';

type Change = SettingsChange['change'];

export interface SettingsActions {
  /** From the cursor's moment on where it stands in a run, from the start of the next run otherwise. Resolves when what
   * is shown is what is set. */
  readonly changeReplication: (change: Partial<ReplicationSettings>) => Promise<void>;
  /** As `changeReplication`, for the round trips. */
  readonly changeNetwork: (change: Partial<NetworkSettings>) => Promise<void>;
  /** Pauses the replica, or lets it go on. */
  readonly pauseOrResume: () => Promise<void>;
  /** Within a run: cuts the network between the two nodes at the cursor's moment, or makes it whole again. */
  readonly cutOrMend: () => Promise<void>;
  /** Within a run: nothing gets from the application to the node and back from the cursor's moment on, or it does again. */
  readonly cutOffOrReach: (node: NodeName) => Promise<void>;
  /** Within a run: the node begins to take `slowBy` times as long for a statement, or is as quick as before again. */
  readonly slowOrQuicken: (node: NodeName) => Promise<void>;
  /** Within a run: the delay rises at the cursor's moment, and falls back a little later. */
  readonly spike: () => Promise<void>;
}

/** What a spike is, in virtual ms. */
export const spikeOf = { delayMs: 10_000, lastsMs: 2_000 } as const;

/** A node that is slow takes so many times as long for a statement: 1 ms becomes a fifth of a second. */
export const slowBy = 200;

export function settingsActions(store: StoreApi<WorkbenchState>, fork: Fork): SettingsActions {
  const change = async (wanted: Change): Promise<void> => {
    const state = store.getState();
    if (standsInRun(state)) return fork({ kind: 'settings', at: momentOf(state), change: wanted });
    store.setState({
      replication: { ...state.replication, ...wanted.replication },
      network: { ...state.network, ...wanted.network },
    });
  };
  /** Nothing where the cursor stands in no run. */
  const changeInRun = async (next: (settings: Settings) => Change): Promise<void> => {
    const state = store.getState();
    if (standsInRun(state)) await change(next(settingsAtCursor(state)));
  };
  return {
    changeReplication: (replication) => change({ replication }),
    changeNetwork: (network) => change({ network }),
    pauseOrResume: () => change({ replication: { paused: !settingsInForce(store.getState()).replication.paused } }),
    cutOrMend: () => changeInRun(({ network }) => ({ network: { streamCut: !network.streamCut } })),
    cutOffOrReach: (node) =>
      changeInRun(({ network }) => ({ network: { unreachable: { [node]: !network.unreachable?.[node] } } })),
    slowOrQuicken: (node) =>
      changeInRun((settings) => ({ slowdown: { [node]: slowdownOf(settings, node) > 1 ? 1 : slowBy } })),
    spike: async () => {
      const state = store.getState();
      if (!standsInRun(state)) return;
      const { delayMs } = settingsInForce(state).replication;
      const moment = momentOf(state);
      const at = virtualMs(moment + spikeOf.lastsMs);
      await fork({ kind: 'settings', at: moment, change: { replication: { delayMs: spikeOf.delayMs } } }, [
        { kind: 'settings', at, change: { replication: { delayMs } } },
      ]);
    },
  };
}

/** What holds at the cursor where it stands in a run, and from the start of the next run otherwise. */
function settingsInForce(state: WorkbenchState): Pick<Settings, 'replication' | 'network'> {
  return standsInRun(state) ? settingsAtCursor(state) : state;
}

const settingsAtCursor = ({ run, cursor }: WorkbenchState): Settings => viewAt(run!.trace, cursor).settings;

import type { StoreApi } from 'zustand/vanilla';
import { virtualMs, type VirtualMs } from '../../trace/ids.ts';
import type { Settings, SettingsChange } from '../../trace/settings.ts';
import { viewAt } from '../../trace/view.ts';
import type { CodeRunner, Show } from './code-runner.ts';
import { standsInRun, type NetworkSettings, type ReplicationSettings, type WorkbenchState } from './workbench-state.ts';

type Change = SettingsChange['change'];

export interface SettingsActions {
  /** From the cursor's moment on where it stands in a run, from the start of the next run otherwise. Resolves when what
   * is shown is what is set. */
  readonly changeReplication: (change: Partial<ReplicationSettings>) => Promise<void>;
  /** As `changeReplication`, for the round trips. */
  readonly changeNetwork: (change: Partial<NetworkSettings>) => Promise<void>;
  /** Pauses the replica, or lets it go on. */
  readonly pauseOrResume: () => Promise<void>;
  /** Within a run: the delay rises at the cursor's moment, and falls back a little later. */
  readonly spike: () => Promise<void>;
  /** Forgets what was changed while the run went on, and runs again without it. */
  readonly clearChanges: () => Promise<void>;
}

/** What a spike is, in virtual ms. */
export const spikeOf = { delayMs: 10_000, lastsMs: 2_000 } as const;

/** As far into the new run as the cursor was in the old one. */
const at =
  (moment: VirtualMs): Show =>
  (trace) => ({
    cursor: Math.max(
      0,
      trace.findLastIndex((event) => event.at <= moment),
    ),
    playing: false,
  });

/** At the change that was just made: its effect is what comes next. */
const atChange =
  (moment: VirtualMs): Show =>
  (trace) => {
    const cursor = trace.findLastIndex((event) => event.type === 'settings changed' && event.at === moment);
    return cursor === -1 ? at(moment)(trace) : { cursor, playing: false };
  };

export function settingsActions(store: StoreApi<WorkbenchState>, { rerun }: CodeRunner): SettingsActions {
  const changeNow = async (change: Change, later: readonly SettingsChange[] = []): Promise<void> => {
    const state = store.getState();
    const moment = state.run!.trace[state.cursor]!.at;
    store.setState({ changes: [...withChange(state.changes, moment, change), ...later] });
    await rerun(atChange(moment));
  };
  const change = async (wanted: Change): Promise<void> => {
    const state = store.getState();
    if (standsInRun(state)) return changeNow(wanted);
    store.setState({
      replication: { ...state.replication, ...wanted.replication },
      network: { ...state.network, ...wanted.network },
    });
  };
  return {
    changeReplication: (replication) => change({ replication }),
    changeNetwork: (network) => change({ network }),
    pauseOrResume: () => change({ replication: { paused: !settingsInForce(store.getState()).replication.paused } }),
    spike: async () => {
      const state = store.getState();
      if (!standsInRun(state)) return;
      const { delayMs } = settingsInForce(state).replication;
      const ends = virtualMs(state.run!.trace[state.cursor]!.at + spikeOf.lastsMs);
      await changeNow({ replication: { delayMs: spikeOf.delayMs } }, [
        { at: ends, change: { replication: { delayMs } } },
      ]);
    },
    clearChanges: async () => {
      const { run, cursor, ownRun } = store.getState();
      store.setState({ changes: [] });
      const own = ownRun ?? { run, cursor };
      if (own.run?.files) await rerun(at(own.run.trace[own.cursor]!.at));
    },
  };
}

/** What holds at the cursor where it stands in a run, and from the start of the next run otherwise. */
function settingsInForce(state: WorkbenchState): Pick<Settings, 'replication' | 'network'> {
  return standsInRun(state) ? viewAt(state.run!.trace, state.cursor).settings : state;
}

/** What was changed later belonged to a run that is not taken any more; what was changed at this moment is added to. */
function withChange(changes: readonly SettingsChange[], moment: VirtualMs, change: Change): readonly SettingsChange[] {
  const earlier = changes.filter((past) => past.at < moment);
  const now = changes.find((past) => past.at === moment)?.change;
  const merged: Change = {
    ...((now?.replication || change.replication) && { replication: { ...now?.replication, ...change.replication } }),
    ...((now?.network || change.network) && { network: { ...now?.network, ...change.network } }),
  };
  return [...earlier, { at: moment, change: merged }];
}

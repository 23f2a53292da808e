import type { StoreApi } from 'zustand/vanilla';
import type { Trace } from '../../trace/events.ts';
import type { Lsn, NodeName, VirtualMs } from '../../trace/ids.ts';
import type { CodeRunner, Show } from './code-runner.ts';
import { type LearnerIntervention, withIntervention } from './interventions.ts';
import { momentOf, ownInterventions, standsInRun, type ShownRun, type WorkbenchState } from './workbench-state.ts';

export interface ForkActions {
  /** At the cursor's moment the node's server is killed. */
  readonly crash: (node: NodeName) => Promise<void>;
  /** A node that is down at the cursor is started again, on the files that its crash has left. */
  readonly restart: (node: NodeName) => Promise<void>;
  /** At the cursor's moment the replica is restored to just before a commit of the primary, named by its end in the log. */
  readonly restore: (before: Lsn) => Promise<void>;
  /** At the cursor's moment the replica is made to take writes. */
  readonly promote: () => Promise<void>;
  /** At the cursor's moment the former primary is rebuilt from the promoted replica, and follows it. */
  readonly rejoin: () => Promise<void>;
  /** At the cursor's moment the commits that wait for the replica are told of, with Postgres's warning. */
  readonly cancelWaits: () => Promise<void>;
  /** The run goes on from the cursor's moment with the code that is in the editor. */
  readonly deploy: () => Promise<void>;
  /** Shows the run that was forked, or the fork again, at the same moment. */
  readonly showCompared: (which: 'first' | 'fork') => void;
  /** Forgets what was done to the run, and shows it without. */
  readonly forgetInterventions: () => Promise<void>;
}

/** As far into the new run as the cursor was in the old one. */
export const cursorAt = (trace: Trace, moment: VirtualMs): number =>
  Math.max(
    0,
    trace.findLastIndex(({ at }) => at <= moment),
  );

/** An intervention is the last thing of its instant. */
const at =
  (moment: VirtualMs): Show =>
  (trace) => ({ cursor: cursorAt(trace, moment), playing: false });

/** Goes on from the cursor's moment with one more intervention; `later` follows from it. Resolves when the fork is shown. */
export type Fork = (make: LearnerIntervention, later?: readonly LearnerIntervention[]) => Promise<void>;

export function forkTo(store: StoreApi<WorkbenchState>, { rerun }: CodeRunner): Fork {
  return async (next, later = []) => {
    store.setState((state) => forkState(state, [...withIntervention(ownInterventions(state), next), ...later]));
    await rerun(at(next.at));
  };
}

/** The run that is forked first stays for comparison. */
export function forkState(
  state: WorkbenchState,
  interventions: readonly LearnerIntervention[],
): Pick<WorkbenchState, 'interventions' | 'compared'> {
  const { run, compared } = state;
  const isFirst = state.interventions.length === 0 && run?.files != null && run.schedule === null;
  return { interventions, compared: compared ?? (isFirst ? { first: run, fork: run } : null) };
}

export function forkActions(store: StoreApi<WorkbenchState>, fork: Fork, { rerun }: CodeRunner): ForkActions {
  /** Nothing where the cursor stands in no run. */
  const fromCursor = async (next: (moment: VirtualMs, state: WorkbenchState) => LearnerIntervention): Promise<void> => {
    const state = store.getState();
    if (standsInRun(state)) await fork(next(momentOf(state), state));
  };
  return {
    crash: (node) => fromCursor((moment) => ({ kind: 'crash', at: moment, node })),
    restart: (node) => fromCursor((moment) => ({ kind: 'restart', at: moment, node })),
    restore: (before) => fromCursor((moment) => ({ kind: 'restore', at: moment, before })),
    promote: () => fromCursor((moment) => ({ kind: 'promote', at: moment })),
    rejoin: () => fromCursor((moment) => ({ kind: 'rejoin', at: moment })),
    cancelWaits: () => fromCursor((moment) => ({ kind: 'cancel waits', at: moment })),
    deploy: () => fromCursor((moment, { files }) => ({ kind: 'deploy', at: moment, code: files })),
    showCompared: (which) =>
      store.setState((state) => (state.compared ? shownState(state, state.compared[which]) : {})),
    forgetInterventions: async () => {
      const { compared, run, cursor, ownRun } = store.getState();
      const own = ownRun ?? { run, cursor };
      store.setState({ interventions: [], compared: null });
      if (compared) store.setState((state) => ({ ...shownState(state, compared.first), ownRun: null }));
      else if (own.run?.files) await rerun(at(own.run.trace[own.cursor]!.at));
    },
  };
}

const shownState = (state: WorkbenchState, run: ShownRun): Partial<WorkbenchState> => ({
  run,
  cursor: cursorAt(run.trace, momentOf(state)),
  expanded: null,
  playing: false,
});

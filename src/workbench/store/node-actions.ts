import type { StoreApi } from 'zustand/vanilla';
import type { ReplicationKind } from '../../trace/events.ts';
import { replicationOf } from '../../trace/replication-of.ts';
import type { Engine, RestingCluster } from '../engine.ts';
import type { CodeRunner } from './code-runner.ts';
import { messageOf } from './message-of.ts';
import { shownInput, wholeRequest } from './run-input.ts';
import { restingRun, type WorkbenchState } from './workbench-state.ts';

export interface NodeActions {
  /** Starts the nodes, of the kind of replication that is chosen. */
  readonly prepare: () => Promise<void>;
  /** Chooses how the replica follows in the next run of the learner's code. A run that is shown stays, and so do its forks. */
  readonly chooseReplication: (kind: ReplicationKind) => void;
}

/** The nodes follow what is chosen, by a reset too: those that do not run yet are started at once, so that no run waits for them. */
export function nodeActions(store: StoreApi<WorkbenchState>, engine: Engine, { idle }: CodeRunner): NodeActions {
  let ready: ReplicationKind | null = null;
  const prepare = async (): Promise<void> => {
    const { lesson, replicationKind } = store.getState();
    store.setState({ engine: { kind: 'preparing' } });
    try {
      const nodes = await engine.prepare(lesson, replicationKind);
      const shown = await shownBy(store.getState(), nodes, engine);
      // Another kind may have been chosen meanwhile.
      if (store.getState().replicationKind !== replicationKind) return await prepare();
      ready = replicationKind;
      store.setState({ ...shown, engine: { kind: 'ready' } });
    } catch (error) {
      store.setState({ engine: { kind: 'failed', message: messageOf(error) } });
    }
  };
  store.subscribe((now, before) => {
    if (now.replicationKind === before.replicationKind) return;
    void idle().then(() => {
      // Nodes that nobody has asked for so far are started when somebody does, and those that are starting see to it themselves.
      const { engine: status, replicationKind } = store.getState();
      if (status.kind === 'ready' && replicationKind !== ready) return prepare();
    });
  });
  return { prepare, chooseReplication: (replicationKind) => store.setState({ replicationKind }) };
}

/** Where nothing has run, the nodes at rest, with what was typed at those before them. */
async function shownBy(state: WorkbenchState, nodes: RestingCluster, engine: Engine): Promise<Partial<WorkbenchState>> {
  const { lesson, run, interventions } = state;
  const resting = restingRun(lesson, nodes);
  if (run && (run.files !== null || replicationOf(run.trace) === replicationOf(resting.trace))) return {};
  if (interventions.length === 0) return { run: resting, cursor: 0 };
  const input = shownInput({ ...state, run: resting });
  const outcome = await engine.run(wholeRequest(lesson, { ...input, interventions }));
  if ('refused' in outcome) throw new Error(outcome.refused.message);
  const { trace } = outcome;
  return { run: { ...resting, trace }, cursor: trace.length - 1 };
}

import type { StoreApi } from 'zustand/vanilla';
import type { Trace } from '../../trace/events.ts';
import type { VirtualMs } from '../../trace/ids.ts';
import type { SettingsChange } from '../../trace/settings.ts';
import type { Engine } from '../engine.ts';
import { codeJudge } from './judge-code.ts';
import { messageOf } from './message-of.ts';
import { inFront, restingRun, standsInRun, type ReplicationSettings, type WorkbenchState } from './workbench-state.ts';

export interface RunActions {
  /** Starts the nodes. */
  readonly prepare: () => Promise<void>;
  /** Runs the learner's code and has it judged. `play` walks through the run, otherwise its end is shown. */
  readonly run: (options: { readonly play: boolean }) => Promise<void>;
  /** From the cursor's moment on where it stands in a run, from the start of the next run otherwise. */
  readonly changeReplication: (change: Partial<ReplicationSettings>) => Promise<void>;
  /** Forgets what was changed while the run went on. */
  readonly clearChanges: () => void;
  /** Shows the schedule that broke a check, at the event that broke it. */
  readonly showFailure: (checkId: string) => void;
}

/** Where the cursor stands in a run that has just been made. */
type Show = (trace: Trace) => Pick<WorkbenchState, 'cursor' | 'playing'>;

const fromStart: Show = () => ({ cursor: 0, playing: true });
const atEnd: Show = (trace) => ({ cursor: trace.length - 1, playing: false });
const at =
  (cursor: number): Show =>
  (trace) => ({ cursor: Math.min(cursor, trace.length - 1), playing: false });

export function runActions(store: StoreApi<WorkbenchState>, engine: Engine): RunActions {
  const { lesson } = store.getState();
  const { judge, giveUp } = codeJudge(store, engine);

  const runAndJudge = async (show: Show): Promise<void> => {
    if (store.getState().engine.kind !== 'ready') return;
    giveUp();
    if (await runOnce(store, engine, show)) await judge();
  };

  return {
    prepare: async () => {
      store.setState({ engine: { kind: 'preparing' } });
      try {
        const resting = restingRun(lesson, await engine.prepare(lesson));
        store.setState(({ run }) => ({ engine: { kind: 'ready' }, run: run ?? resting }));
      } catch (error) {
        store.setState({ engine: { kind: 'failed', message: messageOf(error) } });
      }
    },
    run: ({ play }) => runAndJudge(play ? fromStart : atEnd),
    changeReplication: async (change) => {
      const state = store.getState();
      if (!standsInRun(state)) {
        store.setState({ replication: { ...state.replication, ...change } });
        return;
      }
      const moment = state.run!.trace[state.cursor]!.at;
      store.setState({ changes: withChange(state.changes, moment, change) });
      await runAndJudge(at(state.cursor));
    },
    clearChanges: () => store.setState({ changes: [] }),
    showFailure: (checkId) => store.setState((state) => failureState(state, checkId)),
  };
}

/** Runs the learner's code and shows the run. False when there is no run to show. */
async function runOnce(store: StoreApi<WorkbenchState>, engine: Engine, show: Show): Promise<boolean> {
  const { lesson, files, replication, changes } = store.getState();
  const settings = { ...lesson.scenario.settings, replication };
  store.setState({ engine: { kind: 'running' }, refused: null, playing: false });
  try {
    const scenario = { ...lesson.scenario, settings };
    const outcome = await engine.run({ files: { ...lesson.given, ...files }, scenario, changes });
    store.setState({ engine: { kind: 'ready' } });
    if ('refused' in outcome) {
      store.setState({ refused: outcome.refused });
      return false;
    }
    const { trace } = outcome;
    store.setState({ run: { trace, files, schedule: null }, ownRun: null, expanded: null, ...show(trace) });
    return true;
  } catch (error) {
    store.setState({ engine: { kind: 'failed', message: messageOf(error) } });
    return false;
  }
}

/** What was changed later belonged to a run that is not taken any more; what was changed at this moment is added to. */
function withChange(
  changes: readonly SettingsChange[],
  moment: VirtualMs,
  change: Partial<ReplicationSettings>,
): readonly SettingsChange[] {
  const earlier = changes.filter((past) => past.at < moment);
  const now = changes.find((past) => past.at === moment)?.change.replication;
  return [...earlier, { at: moment, change: { replication: { ...now, ...change } } }];
}

function failureState(state: WorkbenchState, checkId: string): Partial<WorkbenchState> {
  const { grading, run, ownRun, cursor, paneOrder, person } = state;
  if (grading.kind !== 'graded' || !run) return {};
  const failure = grading.report.checks.find(({ check }) => check.id === checkId);
  if (failure?.kind !== 'broken') return {};
  const { trace, verdict } = failure.smallest;
  const about = trace[verdict.event];
  return {
    ownRun: ownRun ?? { run, cursor },
    run: { trace, files: grading.files, schedule: failure.schedule },
    cursor: verdict.event,
    expanded: verdict.event,
    filter: 'all',
    playing: false,
    paneOrder: inFront(paneOrder, 'timeline'),
    person: about?.type === 'query ran' && about.client.kind === 'request' ? about.client.person : person,
  };
}

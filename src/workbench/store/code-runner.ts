import type { StoreApi } from 'zustand/vanilla';
import type { Trace } from '../../trace/events.ts';
import type { Engine } from '../engine.ts';
import { codeJudge } from './judge-code.ts';
import { messageOf } from './message-of.ts';
import { refusedState, type WorkbenchState } from './workbench-state.ts';

/** Where the cursor stands in a run that has just been made. */
export type Show = (trace: Trace) => Pick<WorkbenchState, 'cursor' | 'playing'>;

export interface CodeRunner {
  /** Runs the learner's code. Resolves when it has been judged. */
  readonly runAndJudge: (show: Show) => Promise<void>;
  /** Runs it once more, under other settings. Resolves when the run is shown; the judging goes on by itself. */
  readonly rerun: (show: Show) => Promise<void>;
}

export function codeRunner(store: StoreApi<WorkbenchState>, engine: Engine): CodeRunner {
  const { judge, giveUp } = codeJudge(store, engine);
  let underWay: Promise<boolean> = Promise.resolve(false);
  /** Waits for the run that is under way, whose settings may be older. False when there is nothing to judge. */
  const runNext = async (show: Show): Promise<boolean> => {
    await underWay;
    if (store.getState().engine.kind !== 'ready') return false;
    giveUp();
    underWay = runOnce(store, engine, show);
    return underWay;
  };
  return {
    runAndJudge: async (show) => {
      if (await runNext(show)) await judge();
    },
    rerun: async (show) => {
      if (await runNext(show)) void judge();
    },
  };
}

/** Runs the learner's code and shows the run. False when there is no run to show. */
async function runOnce(store: StoreApi<WorkbenchState>, engine: Engine, show: Show): Promise<boolean> {
  const { lesson, files, replication, network, changes } = store.getState();
  const settings = { ...lesson.scenario.settings, replication, network };
  store.setState({ engine: { kind: 'running' }, refused: null, playing: false });
  try {
    const scenario = { ...lesson.scenario, settings };
    const outcome = await engine.run({ files: { ...lesson.given, ...files }, scenario, changes });
    store.setState({ engine: { kind: 'ready' } });
    if ('refused' in outcome) {
      store.setState((state) => refusedState(state, outcome.refused));
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

import type { StoreApi } from 'zustand/vanilla';
import type { Trace } from '../../trace/events.ts';
import type { Engine } from '../engine.ts';
import { codeJudge } from './judge-code.ts';
import { messageOf } from './message-of.ts';
import { editedInput, shownInput, wholeRequest } from './run-input.ts';
import { refusedState, type ShownRun, type WorkbenchState } from './workbench-state.ts';

/** Where the cursor stands in a run that has just been made. */
export type Show = (trace: Trace) => Pick<WorkbenchState, 'cursor' | 'playing'>;

export interface CodeRunner {
  /** Runs the learner's code. Resolves when it has been judged. */
  readonly runAndJudge: (show: Show) => Promise<void>;
  /** Runs once more what the shown run began with, with what was done to it since. What is judged does not change by it, so a
   * judging that is under way goes on. Resolves when the run is shown. */
  readonly rerun: (show: Show) => Promise<void>;
  /** Resolves when the run that is under way has ended, however it did. */
  readonly idle: () => Promise<void>;
}

export function codeRunner(store: StoreApi<WorkbenchState>, engine: Engine): CodeRunner {
  const { judge, giveUp } = codeJudge(store, engine);
  let underWay: Promise<boolean> = Promise.resolve(false);
  /** Waits for the run that is under way, whose settings may be older. False when there is no run to show. */
  const runNext = async (show: Show, which: 'edited' | 'shown'): Promise<boolean> => {
    await underWay;
    if (store.getState().engine.kind !== 'ready') return false;
    if (which === 'edited') giveUp();
    underWay = runOnce(store, engine, show, which);
    return underWay;
  };
  return {
    runAndJudge: async (show) => {
      if (await runNext(show, 'edited')) await judge();
    },
    rerun: async (show) => void (await runNext(show, 'shown')),
    idle: async () => void (await underWay),
  };
}

/** Runs the learner's code and shows the run. False when there is no run to show. */
async function runOnce(
  store: StoreApi<WorkbenchState>,
  engine: Engine,
  show: Show,
  which: 'edited' | 'shown',
): Promise<boolean> {
  // Code that is run from the start need not be deployed on the way.
  if (which === 'edited')
    store.setState(({ interventions }) => ({
      interventions: interventions.filter(({ kind }) => kind !== 'deploy'),
      compared: null,
    }));
  const state = store.getState();
  const own = { ...state, run: state.ownRun?.run ?? state.run };
  const input = which === 'edited' || own.run?.files == null ? editedInput(state) : shownInput(own);
  store.setState({ engine: { kind: 'running' }, refused: null, playing: false });
  try {
    const outcome = await engine.run(wholeRequest(state.lesson, { ...input, interventions: state.interventions }));
    store.setState({ engine: { kind: 'ready' } });
    if ('refused' in outcome) {
      store.setState((now) => ({ ...refusedState(now, outcome.refused), ...withoutLastDeploy(now) }));
      return false;
    }
    const { trace } = outcome;
    store.setState(({ compared }) => {
      const run: ShownRun = { trace, files: input.files, schedule: null };
      return { run, ownRun: null, expanded: null, compared: compared && { ...compared, fork: run }, ...show(trace) };
    });
    return true;
  } catch (error) {
    store.setState({ engine: { kind: 'failed', message: messageOf(error) } });
    return false;
  }
}

/** Code that cannot be started was not deployed. */
const withoutLastDeploy = ({ interventions, compared }: WorkbenchState): Partial<WorkbenchState> => {
  const kept = interventions.at(-1)?.kind === 'deploy' ? interventions.slice(0, -1) : interventions;
  return { interventions: kept, compared: kept.length === 0 ? null : compared };
};

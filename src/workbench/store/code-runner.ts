import type { StoreApi } from 'zustand/vanilla';
import type { SourceFiles } from '../../course/lesson.ts';
import type { Trace } from '../../trace/events.ts';
import type { Engine, RunRequest } from '../engine.ts';
import { codeJudge } from './judge-code.ts';
import { messageOf } from './message-of.ts';
import { refusedState, type ShownRun, type WorkbenchState } from './workbench-state.ts';

/** Where the cursor stands in a run that has just been made. */
export type Show = (trace: Trace) => Pick<WorkbenchState, 'cursor' | 'playing'>;

export interface CodeRunner {
  /** Runs the learner's code. Resolves when it has been judged. */
  readonly runAndJudge: (show: Show) => Promise<void>;
  /** Runs once more what the shown run began with, with what was done to it since. Resolves when the run is shown; the judging
   * goes on by itself. */
  readonly rerun: (show: Show) => Promise<void>;
}

export function codeRunner(store: StoreApi<WorkbenchState>, engine: Engine): CodeRunner {
  const { judge, giveUp } = codeJudge(store, engine);
  let underWay: Promise<boolean> = Promise.resolve(false);
  /** Waits for the run that is under way, whose settings may be older. False when there is nothing to judge. */
  const runNext = async (show: Show, which: 'edited' | 'shown'): Promise<boolean> => {
    await underWay;
    if (store.getState().engine.kind !== 'ready') return false;
    giveUp();
    underWay = runOnce(store, engine, show, which);
    return underWay;
  };
  return {
    runAndJudge: async (show) => {
      if (await runNext(show, 'edited')) await judge();
    },
    rerun: async (show) => {
      if (await runNext(show, 'shown')) void judge();
    },
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
  const request = runRequest(store.getState(), which);
  store.setState({ engine: { kind: 'running' }, refused: null, playing: false });
  try {
    const outcome = await engine.run(request.input);
    store.setState({ engine: { kind: 'ready' } });
    if ('refused' in outcome) {
      store.setState((state) => ({ ...refusedState(state, outcome.refused), ...withoutLastDeploy(state) }));
      return false;
    }
    const { trace } = outcome;
    store.setState(({ compared }) => {
      const run: ShownRun = { trace, files: request.files, schedule: null };
      return { run, ownRun: null, expanded: null, compared: compared && { ...compared, fork: run }, ...show(trace) };
    });
    return true;
  } catch (error) {
    store.setState({ engine: { kind: 'failed', message: messageOf(error) } });
    return false;
  }
}

/** What the engine is asked, and the learner's files among it. */
export function runRequest(
  { lesson, files: edited, run, ownRun, replication, network, interventions }: WorkbenchState,
  which: 'edited' | 'shown',
): { readonly files: SourceFiles; readonly input: RunRequest } {
  const settings = { ...lesson.scenario.settings, replication, network };
  const shown = (ownRun?.run ?? run)?.files;
  const files = which === 'shown' && shown ? shown : edited;
  const whole = (own: SourceFiles): SourceFiles => ({ ...lesson.given, ...own });
  return {
    files,
    input: {
      files: whole(files),
      scenario: { ...lesson.scenario, settings },
      interventions: interventions.map((one) => (one.kind === 'deploy' ? { ...one, code: whole(one.code) } : one)),
    },
  };
}

/** Code that cannot be started was not deployed. */
const withoutLastDeploy = ({ interventions, compared }: WorkbenchState): Partial<WorkbenchState> => {
  const kept = interventions.at(-1)?.kind === 'deploy' ? interventions.slice(0, -1) : interventions;
  return { interventions: kept, compared: kept.length === 0 ? null : compared };
};

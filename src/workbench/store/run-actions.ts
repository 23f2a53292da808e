import type { StoreApi } from 'zustand/vanilla';
import type { CodeRunner, Show } from './code-runner.ts';
import { askedFor, inFront, type PaneId, type WorkbenchState } from './workbench-state.ts';

export interface RunActions {
  /** Runs the learner's code and has it judged. `play` walks through the run, otherwise its end is shown. */
  readonly run: (options: { readonly play: boolean }) => Promise<void>;
  /** Shows the schedule that broke a check, at the event that broke it. */
  readonly showFailure: (checkId: string) => void;
}

const fromStart: Show = () => ({ cursor: 0, playing: true });
const atEnd: Show = (trace) => ({ cursor: trace.length - 1, playing: false });

export function runActions(store: StoreApi<WorkbenchState>, { runAndJudge }: CodeRunner): RunActions {
  return {
    run: ({ play }) => {
      store.setState(({ paneOrder, notices }) => ({
        paneOrder: withRunInSight(paneOrder),
        notices: notices.filter(({ id }) => id !== 'reset'),
      }));
      return runAndJudge(play ? fromStart : atEnd);
    },
    showFailure: (checkId) => store.setState((state) => failureState(state, checkId)),
  };
}

/** Where one pane fills the screen, a run must not happen behind it. */
function withRunInSight(paneOrder: readonly PaneId[]): readonly PaneId[] {
  return paneOrder[0] === 'lesson' || paneOrder[0] === 'code' ? inFront(paneOrder, 'timeline') : paneOrder;
}

function failureState(state: WorkbenchState, checkId: string): Partial<WorkbenchState> {
  const { grading, run, ownRun, cursor, person } = state;
  if (grading.kind !== 'graded' || !run) return {};
  const failure = grading.report.checks.find(({ check }) => check.id === checkId);
  if (failure?.kind !== 'broken') return {};
  const { scenario, trace, verdict } = failure.smallest;
  const about = trace[verdict.event];
  return {
    ownRun: ownRun ?? { run, cursor },
    run: { trace, files: grading.files, schedule: { name: failure.schedule, scenario } },
    cursor: verdict.event,
    expanded: verdict.event,
    filter: 'all',
    playing: false,
    ...askedFor(state, 'timeline'),
    person: about?.type === 'query ran' && about.client.kind === 'request' ? about.client.person : person,
  };
}

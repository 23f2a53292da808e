import type { StoreApi } from 'zustand/vanilla';
import { isListed } from '../events/event-kind.ts';
import type { EventFilter, WorkbenchState } from './workbench-state.ts';

export interface TimeActions {
  readonly goTo: (cursor: number) => void;
  /** To the next event that the list shows. */
  readonly stepForward: () => void;
  readonly stepBack: () => void;
  readonly toStart: () => void;
  readonly toEnd: () => void;
  readonly togglePlaying: () => void;
  /** One step of a run that plays. At its end it stops. */
  readonly playOn: () => void;
  readonly setFilter: (filter: EventFilter) => void;
  /** Opens or closes the details of an event. */
  readonly toggleDetails: (index: number) => void;
  /** Back from a check's schedule to the learner's own run. */
  readonly backToOwnRun: () => void;
}

const eventCount = ({ run }: WorkbenchState): number => run?.trace.length ?? 1;

export function timeActions(store: StoreApi<WorkbenchState>): TimeActions {
  const goTo = (cursor: number): void =>
    store.setState((state) => ({ cursor: Math.max(0, Math.min(cursor, eventCount(state) - 1)), playing: false }));
  const last = (): number => eventCount(store.getState()) - 1;
  return {
    goTo,
    stepForward: () => goTo(nextListed(store.getState(), 1)),
    stepBack: () => goTo(nextListed(store.getState(), -1)),
    toStart: () => goTo(0),
    toEnd: () => goTo(last()),
    togglePlaying: () =>
      store.setState((state) => {
        if (state.playing || eventCount(state) < 2) return { playing: false };
        return { playing: true, cursor: state.cursor >= last() ? 0 : state.cursor };
      }),
    playOn: () =>
      store.setState((state) => {
        if (!state.playing) return state;
        const cursor = Math.min(state.cursor + 1, last());
        return { cursor, playing: cursor < last() };
      }),
    setFilter: (filter) => store.setState({ filter }),
    toggleDetails: (index) => store.setState(({ expanded }) => ({ expanded: expanded === index ? null : index })),
    backToOwnRun: () =>
      store.setState(({ ownRun }) => (ownRun ? { ...ownRun, ownRun: null, expanded: null, playing: false } : {})),
  };
}

/** The nearest event in a direction that the filter shows; past the last one, the end of the trace on that side. */
function nextListed({ run, cursor, filter }: WorkbenchState, direction: 1 | -1): number {
  const trace = run?.trace ?? [];
  for (let index = cursor + direction; index >= 0 && index < trace.length; index += direction) {
    if (isListed(trace[index]!, filter)) return index;
  }
  return direction === 1 ? trace.length - 1 : 0;
}

import type { StoreApi } from 'zustand/vanilla';
import { isListed } from '../events/event-kind.ts';
import type { EventFilter, WorkbenchState } from './workbench-state.ts';

export interface TimeActions {
  readonly goTo: (cursor: number) => void;
  /** To the next event that the list shows. */
  readonly stepForward: () => void;
  readonly stepBack: () => void;
  /** To the next event of note, or back to the one before. */
  readonly toNextNotable: () => void;
  readonly toPreviousNotable: () => void;
  readonly toStart: () => void;
  readonly toEnd: () => void;
  readonly togglePlaying: () => void;
  /** So many steps of a run that plays. At its end it stops. */
  readonly playOn: (steps?: number) => void;
  readonly setFilter: (filter: EventFilter) => void;
  /** Goes to an event and opens its details, and lists it if it was not. */
  readonly openEvent: (index: number) => void;
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
    toNextNotable: () => goTo(nextListed({ ...store.getState(), filter: 'notable' }, 1)),
    toPreviousNotable: () => goTo(nextListed({ ...store.getState(), filter: 'notable' }, -1)),
    toStart: () => goTo(0),
    toEnd: () => goTo(last()),
    togglePlaying: () =>
      store.setState((state) => {
        if (state.playing || eventCount(state) < 2) return { playing: false };
        return { playing: true, cursor: state.cursor >= last() ? 0 : state.cursor };
      }),
    playOn: (steps = 1) =>
      store.setState((state) => {
        if (!state.playing) return state;
        const cursor = Math.min(state.cursor + steps, last());
        return { cursor, playing: cursor < last() };
      }),
    setFilter: (filter) => store.setState({ filter }),
    openEvent: (index) => {
      goTo(index);
      store.setState(({ run, cursor, filter }) => {
        const event = run?.trace[cursor];
        return { expanded: cursor, filter: event && isListed(event, filter) ? filter : 'all' };
      });
    },
    toggleDetails: (index) => store.setState(({ expanded }) => ({ expanded: expanded === index ? null : index })),
    backToOwnRun: () =>
      store.setState(({ ownRun }) => (ownRun ? { ...ownRun, ownRun: null, expanded: null, playing: false } : {})),
  };
}

/** The nearest event in a direction that the filter shows; past the last one, the end of the trace on that side. */
function nextListed(
  { run, cursor, filter }: Pick<WorkbenchState, 'run' | 'cursor' | 'filter'>,
  direction: 1 | -1,
): number {
  const trace = run?.trace ?? [];
  for (let index = cursor + direction; index >= 0 && index < trace.length; index += direction) {
    if (isListed(trace[index]!, filter)) return index;
  }
  return direction === 1 ? trace.length - 1 : 0;
}

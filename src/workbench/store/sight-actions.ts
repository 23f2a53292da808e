import type { StoreApi } from 'zustand/vanilla';
import type { Trace } from '../../trace/events.ts';
import { shownSight, wholeRun, within, zoomed, type Sight } from '../timeline/sight.ts';
import { runScale } from '../timeline/run-scale.ts';
import type { WorkbenchState } from './workbench-state.ts';

/** What part of the run the timeline shows. */
export interface SightActions {
  /** Closer by a factor, or wider where it is below 1, around a position of the run's 0 to 1: the cursor, if none is named. */
  readonly zoom: (factor: number, around?: number) => void;
  /** By a share of what is in sight: positive is later. */
  readonly pan: (share: number) => void;
  readonly showWholeRun: () => void;
  /** Keeps what is in sight where it is, while the cursor goes to an event in it. */
  readonly goToInSight: (cursor: number) => void;
}

/** The run before the nodes are ready: it has no events, and nothing to zoom into. */
const nothing: Trace = [];

export function sightActions(store: StoreApi<WorkbenchState>): SightActions {
  /** What is in sight now, and where the cursor is. */
  const now = (): { readonly shown: Sight; readonly position: number; readonly moments: number } => {
    const { run, cursor, sight } = store.getState();
    const trace = run?.trace ?? nothing;
    const { positionOf, moments } = runScale(trace);
    const position = positionOf(trace[cursor]?.at ?? 0);
    return { shown: shownSight(sight, cursor, position), position, moments };
  };
  const hold = (sight: Sight): void =>
    store.setState(({ cursor }) => ({ sight: { ...within(sight), heldAt: cursor } }));
  return {
    zoom: (factor, around) => {
      const { shown, position, moments } = now();
      hold(zoomed(shown, factor, around ?? position, moments));
    },
    pan: (share) => {
      const { shown } = now();
      hold({ ...shown, from: shown.from + share * shown.span });
    },
    showWholeRun: () => store.setState({ sight: wholeRun }),
    goToInSight: (cursor) => {
      const { shown } = now();
      store.setState({ cursor, playing: false });
      hold(shown);
    },
  };
}

import type { StoreApi } from 'zustand/vanilla';
import { parseSpeed, speeds, type PlaybackSpeed } from '../run/playback-speed.ts';
import type { TextStorage } from './browser-storage.ts';
import type { WorkbenchState } from './workbench-state.ts';

export interface SpeedActions {
  /** Remembered in this browser, for all lessons. */
  readonly setSpeed: (speed: PlaybackSpeed) => void;
  /** To the next speed up or down, if there is one. */
  readonly changeSpeed: (direction: 1 | -1) => void;
}

const key = 'replayground:speed';

/** Takes up the speed that was remembered. */
export function speedActions(store: StoreApi<WorkbenchState>, storage: TextStorage | null): SpeedActions {
  store.setState({ speed: parseSpeed(storage?.getItem(key) ?? null) });
  const setSpeed = (speed: PlaybackSpeed): void => {
    store.setState({ speed });
    try {
      storage?.setItem(key, String(speed));
    } catch {
      // A full storage is told of where it loses somebody's work. A speed is chosen anew.
    }
  };
  return {
    setSpeed,
    changeSpeed: (direction) => {
      const next = speeds[speeds.indexOf(store.getState().speed) + direction];
      if (next !== undefined) setSpeed(next);
    },
  };
}

/** A run that goes on at the speed of the clock on the wall. */
import type { Trace } from '../../trace/events.ts';
import { virtualMs, type VirtualMs } from '../../trace/ids.ts';

export interface Playhead {
  /** A moment of the run, and when it was on the wall clock, in ms; null while time stands still. */
  readonly from: VirtualMs;
  readonly since: number | null;
}

/** The moment of the run at `wallMs`. With nothing more to happen time stands still, so that it is not used up by waiting. */
export function momentAt({ from, since }: Playhead, trace: Trace, wallMs: number): VirtualMs {
  const passed = since === null ? 0 : Math.max(0, wallMs - since);
  return virtualMs(Math.max(from, Math.min(Math.round(from + passed), endOf(trace))));
}

/** Index of the last event that has happened by a moment. */
export function cursorAt(trace: Trace, moment: VirtualMs): number {
  return Math.max(
    0,
    trace.findLastIndex((event) => event.at <= moment),
  );
}

export const endOf = (trace: Trace): VirtualMs => trace.at(-1)?.at ?? virtualMs(0);

import type { Trace, TraceEvent } from '../trace/events.ts';

/**
 * Collects the events of a run. Replication is brought up to date only when something looks at it, so its events come
 * late, with the time at which they happened: the trace is put in order of time at the end. Events of one instant stay
 * in the order in which they were recorded.
 */
export class Recorder {
  readonly #events: TraceEvent[] = [];

  record(event: TraceEvent): void {
    this.#events.push(event);
  }

  get size(): number {
    return this.#events.length;
  }

  trace(): Trace {
    return this.#events.toSorted((a, b) => a.at - b.at);
  }
}

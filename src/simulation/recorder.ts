import type { Trace, TraceEvent } from '../trace/events.ts';
import type { Lsn } from '../trace/ids.ts';
import type { WalRecord } from '../trace/postgres-values.ts';

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

  /** What was recorded turned out otherwise later. `event` is what was recorded, and what is given stands for it. */
  amend<Recorded extends TraceEvent>(event: Recorded, change: Partial<Recorded>): Recorded {
    const amended = { ...event, ...change };
    this.#events[this.#events.indexOf(event)] = amended;
    return amended;
  }

  get size(): number {
    return this.#events.length;
  }

  /** @param walOf the records of each transaction by its LSN, which are read once a run is over */
  trace(walOf: ReadonlyMap<Lsn, readonly WalRecord[]>): Trace {
    const events = this.#events.map((event) => {
      const wal = event.type === 'transaction committed' ? walOf.get(event.lsn) : undefined;
      return wal ? { ...event, wal } : event;
    });
    return events.toSorted((a, b) => a.at - b.at);
  }
}

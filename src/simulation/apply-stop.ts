/** An apply worker that an error has stopped, and when it tries again. */
import { type Lsn, type VirtualMs, virtualMs } from '../trace/ids.ts';
import type { PgMessage } from '../trace/postgres-values.ts';
import type { Recorder } from './recorder.ts';

interface Stopped {
  readonly lsn: Lsn;
  readonly error: PgMessage;
  /** Whether the replica has changed since the last try, so that the next one may succeed. */
  readonly mayGoOn: boolean;
}

/** PostgreSQL's `wal_retrieve_retry_interval`: how long a failed apply worker waits before it starts again. */
const retryAfterMs = 5_000;

/** The first try after `now` of a worker that has failed at a moment: until then the replica stays as it is, so each would fail
 * like that one. */
export const triedAgainAfter = (failedAt: VirtualMs, now: VirtualMs): VirtualMs =>
  virtualMs(failedAt + (Math.floor((now - failedAt) / retryAfterMs) + 1) * retryAfterMs);

export class ApplyStop {
  readonly #recorder: Recorder;
  #stopped: Stopped | null = null;

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
  }

  /** The transaction that failed would fail again. */
  get isFinal(): boolean {
    return this.#stopped !== null && !this.#stopped.mayGoOn;
  }

  /** The same error again is no news. */
  stopped(lsn: Lsn, error: PgMessage, at: VirtualMs): void {
    const known = this.#stopped?.lsn === lsn && this.#stopped.error.message === error.message;
    if (!known) this.#recorder.record({ type: 'replication stopped', at, lsn, error });
    this.#stopped = { lsn, error, mayGoOn: false };
  }

  /** The replica has changed. */
  tryAgain(): void {
    if (this.#stopped) this.#stopped = { ...this.#stopped, mayGoOn: true };
  }

  /** A transaction was applied at `at`. */
  goesOn(lsn: Lsn, at: VirtualMs): void {
    if (this.#stopped) this.#recorder.record({ type: 'replication resumed', at, lsn });
    this.#stopped = null;
  }
}

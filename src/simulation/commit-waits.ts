/**
 * Commits that are held back until the replica confirms them, as `SyncRepWaitForLSN` does (`src/backend/replication/syncrep.c`): they
 * are made and flushed on the primary, and only their answer waits. Where the replica cannot confirm, it waits for ever.
 *
 * One thing is simulated, and the page says so: a real server shows a commit to others when its wait is over, and the
 * one session of this one shows it at once.
 */
import type { EventOf, StandbyLevel } from '../trace/events.ts';
import type { Lsn, RequestId, VirtualMs } from '../trace/ids.ts';
import type { PgMessage } from '../trace/postgres-values.ts';
import type { Recorder } from './recorder.ts';
import type { Replication } from './replication.ts';
import type { VirtualClock } from './virtual-clock.ts';

export interface CommitWait {
  readonly ran: EventOf<'query ran'>;
  readonly level: StandbyLevel;
  /** The end of its commit record. */
  readonly lsn: Lsn;
  /** Sends the answer to the client, and gives when it is there. */
  readonly released: (at: VirtualMs) => VirtualMs;
  /** The server is gone, and with it the answer. */
  readonly lost: () => void;
}

export interface CommitWaitsParts {
  readonly clock: VirtualClock;
  readonly recorder: Recorder;
  readonly replication: Replication;
}

type Release = EventOf<'commit released'>['because'];

/** Of `SyncRepWaitForLSN`. */
const cancelled: PgMessage = {
  severity: 'WARNING',
  code: '01000',
  message: 'canceling wait for synchronous replication due to user request',
  detail: 'The transaction has already committed locally, but might not have been replicated to the standby.',
};

export class CommitWaits {
  readonly #parts: CommitWaitsParts;
  #waiting: readonly CommitWait[] = [];

  constructor(parts: CommitWaitsParts) {
    this.#parts = parts;
  }

  /** Whether a commit of the request is among them. */
  holdsBack(requestId: RequestId): boolean {
    return this.#waiting.some(({ ran: { client } }) => client.kind === 'request' && client.requestId === requestId);
  }

  add(wait: CommitWait): void {
    this.#waiting = [...this.#waiting, wait];
    this.#lookAgain(wait);
  }

  /** Something has changed how far the replica is, or will be: when each is confirmed is worked out anew. */
  reconsider(): void {
    for (const wait of this.#waiting) this.#lookAgain(wait);
  }

  /** All that wait do so no longer. */
  releaseAll(because: Release): void {
    for (const wait of this.#waiting) this.#release(wait, because);
  }

  /** The primary is gone. */
  lose(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { lost } of waiting) lost();
  }

  /** When the replica is expected to have confirmed it: settings may change until then. */
  #lookAgain(wait: CommitWait): void {
    const { clock, replication } = this.#parts;
    const expected = replication.confirmedAt(wait.lsn, wait.level);
    if (expected === null) return;
    clock.after(Math.max(0, expected - clock.now), async () => {
      if (!this.#waiting.includes(wait)) return;
      await replication.catchUp(clock.now);
      const confirmed = replication.confirmedAt(wait.lsn, wait.level);
      if (confirmed !== null && confirmed <= clock.now) this.#release(wait, 'confirmed');
      else this.#lookAgain(wait);
    });
  }

  #release(wait: CommitWait, because: Release): void {
    const { clock, recorder } = this.#parts;
    const { ran, level, lsn } = wait;
    const { queryId, client, notices } = ran;
    this.#waiting = this.#waiting.filter((other) => other !== wait);
    const at = clock.now;
    const waitedMs = at - ran.at;
    recorder.record({ type: 'commit released', at, queryId, client, lsn, waitedFor: level, waitedMs, because });
    const answeredAt = wait.released(at);
    recorder.amend(ran, { answeredAt, ...(because === 'cancelled' && { notices: [...notices, cancelled] }) });
  }
}

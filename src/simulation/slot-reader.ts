/**
 * The replica's end of the slot: reads what the primary has committed since the last time, and confirms what was applied.
 * Reading costs milliseconds, so it is done only when something looks.
 */
import type { Client } from '../trace/events.ts';
import { type Lsn, type QueryId, type VirtualMs, virtualMs } from '../trace/ids.ts';
import type { PgMessage } from '../trace/postgres-values.ts';
import type { InspectedTables } from './inspected-tables.ts';
import type { Cluster, DecodedTransaction } from './postgres-node.ts';
import type { Recorder } from './recorder.ts';
import type { ServerSession } from './server-session.ts';

/** A statement of the primary that may have committed something: the log has moved. */
export interface Write {
  readonly at: VirtualMs;
  readonly lsn: Lsn;
  readonly client: Client;
  readonly queryId: QueryId;
}

export type ReadTransaction = Pick<DecodedTransaction, 'lsn' | 'published'> & { readonly committedAt: VirtualMs };

/** What Postgres said instead of an answer. */
export class SlotError extends Error {
  override readonly name = 'SlotError';
  readonly error: PgMessage;
  constructor(error: PgMessage) {
    super(error.message);
    this.error = error;
  }
}

export interface SlotReaderParts {
  readonly cluster: Cluster;
  readonly recorder: Recorder;
  readonly primarySession: ServerSession;
  readonly primaryTables: InspectedTables;
}

export class SlotReader {
  readonly #parts: SlotReaderParts;
  #unread: Write[] = [];
  #readLsn: Lsn;
  /** The end of the last transaction that was read. */
  #lastCommitLsn: Lsn;
  #confirmedLsn: Lsn;
  /** The view does not know any more what the primary's tables hold. */
  #isUnfollowed = false;
  #lastCommitAt = virtualMs(0);

  constructor(parts: SlotReaderParts) {
    this.#parts = parts;
    this.#readLsn = this.#lastCommitLsn = this.#confirmedLsn = parts.cluster.lsn;
  }

  get hasUnread(): boolean {
    return this.#unread.length > 0;
  }

  /** What was written and not read did not outlive the crash, and its place in the log is taken anew. */
  primaryRestarted(): void {
    this.#unread = [];
    this.#readLsn = this.#lastCommitLsn;
  }

  noteWrite(write: Write): void {
    this.#unread.push(write);
  }

  /** What was committed since the last time, each recorded with its commit. A client's transaction may be open; while one
   * has failed, nothing can be read, and it has committed nothing. @throws NodeCrashed, SlotError */
  async read(now: VirtualMs): Promise<readonly ReadTransaction[]> {
    const { cluster, primarySession } = this.#parts;
    if (primarySession.status === 'failed transaction') return [];
    const last = this.#unread.at(-1);
    const transactions = last ? await orSlotError(cluster.primary.decode(this.#readLsn, now)) : [];
    const read = transactions.map((transaction) => this.#record(transaction));
    if (last) this.#readLsn = last.lsn;
    this.#unread = [];
    await this.#inspectWhatIsNotFollowed();
    return read;
  }

  /** Moves the slot up to what the replica has applied, when no transaction is open. @throws NodeCrashed, SlotError */
  async confirm(lsn: Lsn, now: VirtualMs): Promise<void> {
    const { cluster, recorder, primarySession } = this.#parts;
    if (lsn <= this.#confirmedLsn || primarySession.status !== 'idle') return;
    const slot = await orSlotError(cluster.primary.confirm(lsn, now));
    this.#confirmedLsn = lsn;
    recorder.record({ type: 'slot advanced', at: now, slot });
  }

  #record({ lsn, xid, changes, published, changesCatalog }: DecodedTransaction): ReadTransaction {
    const { recorder, primaryTables } = this.#parts;
    const write = this.#unread.find((noted) => noted.lsn >= lsn);
    if (!write) throw new Error(`The slot gave a transaction at ${lsn} that no statement had committed.`);
    const { at, client, queryId } = write;
    recorder.record({ type: 'transaction committed', at, node: 'primary', xid, lsn, client, queryId, changes });
    if (changesCatalog || !primaryTables.follow(changes)) this.#isUnfollowed = true;
    this.#lastCommitAt = at;
    this.#lastCommitLsn = lsn;
    return { lsn, committedAt: at, published };
  }

  /** What the tables hold now, they have held since the last commit. An open transaction would show what it has not
   * committed. */
  async #inspectWhatIsNotFollowed(): Promise<void> {
    if (!this.#isUnfollowed || this.#parts.primarySession.status !== 'idle') return;
    await this.#parts.primaryTables.inspect(this.#lastCommitAt);
    this.#isUnfollowed = false;
  }
}

async function orSlotError<Answer>(asked: Promise<Answer>): Promise<Answer> {
  try {
    return await asked;
  } catch (error) {
    const cause = error instanceof Error ? (error.cause as PgMessage | undefined) : undefined;
    if (cause === undefined) throw error;
    throw new SlotError(cause);
  }
}

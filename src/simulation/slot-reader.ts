/**
 * The replica's end of the slot: reads what the primary has committed since the last time, and confirms what was applied.
 * Reading costs milliseconds, so it is done only when something looks.
 */
import type { Client } from '../trace/events.ts';
import { type Lsn, type QueryId, type VirtualMs, virtualMs } from '../trace/ids.ts';
import type { PgMessage, PgTable } from '../trace/postgres-values.ts';
import type { InspectedTables } from './inspected-tables.ts';
import type { Cluster, DecodedTransaction } from './postgres-node.ts';
import type { Recorder } from './recorder.ts';
import type { ServerSession } from './server-session.ts';
import type { ReadTransaction } from './transport.ts';

/** PostgreSQL's `wal_writer_delay`, in ms: so long at most does a commit with `synchronous_commit = off` lie in memory alone. */
export const walWriterDelayMs = 200;

/** A statement of the primary that may have committed something: the log has moved. */
export interface Write {
  readonly at: VirtualMs;
  readonly lsn: Lsn;
  readonly client: Client;
  readonly queryId: QueryId;
}

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
  #confirmedLsn: Lsn;
  /** The view does not know any more what the primary's tables hold. */
  #isUnfollowed = false;
  #lastCommitAt = virtualMs(0);
  /** What the primary's tables held after its last commit of all, when they were last read. */
  inspected: { readonly lsn: Lsn; readonly tables: readonly PgTable[] } | null = null;

  constructor(parts: SlotReaderParts) {
    this.#parts = parts;
    this.#readLsn = this.#confirmedLsn = parts.cluster.lsn;
  }

  /** The end of the last transaction that was read; before the first, where the slot began. */
  get readLsn(): Lsn {
    return this.#readLsn;
  }

  get hasUnread(): boolean {
    return this.#unread.length > 0;
  }

  /** What was written and not read did not outlive the crash, and its place in the log is taken anew. */
  primaryRestarted(): void {
    this.#unread = [];
  }

  noteWrite(write: Write): void {
    this.#unread.push(write);
  }

  /** What was committed since the last time, each recorded with its commit. A client's transaction may be open; while one
   * has failed, nothing can be read, and it has committed nothing. @throws NodeCrashed, SlotError */
  async read(now: VirtualMs): Promise<readonly ReadTransaction[]> {
    if (this.#parts.primarySession.status === 'failed transaction') return [];
    const read = this.#unread.length === 0 ? [] : await this.#decode(now);
    await this.#inspectWhatIsNotFollowed();
    return read;
  }

  /** What a crash at `now` takes of what was committed: call after `read`. @throws NodeCrashed, SlotError */
  async unflushed(now: VirtualMs): Promise<readonly (DecodedTransaction & Omit<Write, 'lsn'>)[]> {
    if (this.#unread.length === 0) return [];
    const transactions = await orSlotError(this.#parts.cluster.primary.decodeUnflushed(this.#readLsn, now));
    return transactions.map((transaction) => ({ ...this.#writeOf(transaction.lsn), ...transaction }));
  }

  /** Moves the slot up to what the replica has applied, when no transaction is open. @throws NodeCrashed, SlotError */
  async confirm(lsn: Lsn, now: VirtualMs): Promise<void> {
    const { cluster, recorder, primarySession } = this.#parts;
    if (lsn <= this.#confirmedLsn || primarySession.status !== 'idle') return;
    const slot = await orSlotError(cluster.primary.confirm(lsn, now));
    this.#confirmedLsn = lsn;
    recorder.record({ type: 'slot advanced', at: now, slot });
  }

  async #decode(now: VirtualMs): Promise<readonly ReadTransaction[]> {
    const { primary } = this.#parts.cluster;
    const isYoung = ({ at }: Write): boolean => now - at < walWriterDelayMs;
    // PGlite has no process that does it, and what is not flushed is not decoded.
    if (!this.#unread.every(isYoung)) await primary.flushWal();
    const transactions = await orSlotError(primary.decode(this.#readLsn, now));
    const read = transactions.map((transaction) => this.#record(transaction));
    this.#readLsn = transactions.at(-1)?.lsn ?? this.#readLsn;
    // What has not come was no commit, or is one that is not flushed.
    this.#unread = this.#unread.filter((write) => isYoung(write) && write.lsn > this.#readLsn);
    return read;
  }

  #record(transaction: DecodedTransaction): ReadTransaction {
    const { recorder, primaryTables } = this.#parts;
    const { lsn, xid, changes, changesCatalog } = transaction;
    const { at, client, queryId } = this.#writeOf(lsn);
    recorder.record({ type: 'transaction committed', at, node: 'primary', xid, lsn, client, queryId, changes });
    if (changesCatalog || !primaryTables.follow(changes)) this.#isUnfollowed = true;
    this.#lastCommitAt = at;
    return { ...transaction, committedAt: at };
  }

  #writeOf(lsn: Lsn): Write {
    const write = this.#unread.find((noted) => noted.lsn >= lsn);
    if (!write) throw new Error(`The slot gave a transaction at ${lsn} that no statement had committed.`);
    return write;
  }

  /** What the tables hold now, they have held since the last commit. An open transaction would show what it has not
   * committed. */
  async #inspectWhatIsNotFollowed(): Promise<void> {
    if (!this.#isUnfollowed || this.#parts.primarySession.status !== 'idle') return;
    const tables = await this.#parts.primaryTables.inspect(this.#lastCommitAt);
    this.#isUnfollowed = false;
    this.inspected = this.hasUnread ? null : { lsn: this.#readLsn, tables };
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

/**
 * Logical replication from the primary to the replica, brought up to a moment of virtual time only when something looks
 * at it: a statement on the replica, a look at the primary's catalogs, a change of settings, the end of the run. What
 * happened meanwhile is worked out then, each event at its own time. So a hundred commits that nobody watches cost one
 * read of the slot.
 *
 * Invariants:
 * 1. Transactions are applied whole, in commit order, and never before their delay, counted from their commit, is over.
 * 2. After `catchUp(now)` the replica is exactly as far as a replica that had worked all along would be at `now`.
 * 3. The slot is confirmed up to what was applied, never beyond: what the replica has not applied, the primary keeps.
 * 4. After an error nothing is applied until the same transaction succeeds; it is tried again every five seconds.
 */
import type { Client } from '../trace/events.ts';
import { type Lsn, lsn as lsnOf, type QueryId, type ReplicationNode, type VirtualMs, virtualMs } from '../trace/ids.ts';
import type { DecodedChange, PgMessage } from '../trace/postgres-values.ts';
import type { Settings } from '../trace/settings.ts';
import { ApplyError, applyStatements, type ReplicaColumns } from './apply-statements.ts';
import type { Cluster, DecodedTransaction, ReplayState } from './postgres-node.ts';
import { type Publication, publicationFrom, publicationQuery, publishedChanges } from './publication.ts';
import type { Recorder } from './recorder.ts';
import type { ServerSession } from './server-session.ts';

/** A statement of the primary that may have committed something: the session was idle after it and the LSN had moved. */
export interface Write {
  readonly at: VirtualMs;
  readonly lsn: Lsn;
  readonly client: Client;
  readonly queryId: QueryId;
}

interface InFlight {
  readonly lsn: Lsn;
  readonly committedAt: VirtualMs;
  /** What the publication lets through. */
  readonly changes: readonly DecodedChange[];
  /** Why it cannot be applied at all, known before it is tried. */
  readonly refused: PgMessage | null;
  /** Between 0 and 1: this transaction's share of the jitter. */
  readonly luck: number;
}

/** PostgreSQL's `wal_retrieve_retry_interval`: how long a failed apply worker waits before it starts again. */
const retryAfterMs = 5_000;

export interface ReplicationParts {
  readonly cluster: Cluster;
  readonly recorder: Recorder;
  readonly settings: () => Settings;
  readonly random: () => number;
  readonly sessions: { readonly primary: ServerSession; readonly replica: ServerSession };
}

export class Replication {
  readonly #parts: ReplicationParts;
  #publication: Publication | null = null;
  #columns: ReplicaColumns;

  /** Not yet read from the slot. */
  #unread: Write[] = [];
  #readLsn: Lsn;
  /** Read from the slot, not yet applied; the first `#received` of them have reached the replica. */
  #inFlight: InFlight[] = [];
  #received = 0;
  #sentLsn: Lsn;

  #replay: ReplayState;
  #confirmedLsn: Lsn;
  /** The apply worker does nothing before this: it was busy, paused, or set differently until then. */
  #notBefore = virtualMs(0);
  #stopped: { readonly lsn: Lsn; readonly error: PgMessage } | null = null;
  /** The last position of the primary that was seen, and when. */
  #primary: { readonly lsn: Lsn; readonly at: VirtualMs };

  constructor(parts: ReplicationParts) {
    const { cluster } = parts;
    this.#parts = parts;
    this.#columns = columnsOf(cluster.tables.replica);
    this.#readLsn = this.#sentLsn = this.#confirmedLsn = cluster.lsn;
    this.#primary = { lsn: cluster.lsn, at: virtualMs(0) };
    this.#replay = { lsn: cluster.lsn, lastCommitAt: null, paused: parts.settings().replication.paused };
    cluster.replica.reportReplay(this.#replay);
    this.#reportWalSender(virtualMs(0));
  }

  get replayLsn(): Lsn {
    return this.#replay.lsn;
  }

  /** What the standby reports of itself. */
  get replayState(): ReplayState {
    return this.#replay;
  }

  get primaryLsn(): Lsn {
    return this.#primary.lsn;
  }

  /** How far behind the replica is, as of the last `catchUp`. */
  behind(now: VirtualMs): { commitsBehind: number; msBehind: number } {
    const oldest = this.#inFlight[0];
    return { commitsBehind: this.#inFlight.length, msBehind: oldest ? now - oldest.committedAt : 0 };
  }

  /** The primary stands at `write.lsn` after a statement. */
  noteWrite(write: Write): void {
    if (write.lsn <= this.#primary.lsn) return;
    this.#primary = { lsn: write.lsn, at: write.at };
    this.#unread.push(write);
  }

  /** A statement may have changed what is published, or the replica's tables. */
  async schemaChanged(node: ReplicationNode, now: VirtualMs): Promise<void> {
    if (node === 'primary') {
      this.#publication = null;
      return;
    }
    this.#columns = columnsOf(await this.#parts.cluster.replica.tables(now));
    this.#doNothingBefore(now);
  }

  /** The settings change at `now`: call after `catchUp(now)` under the old ones. */
  settingsChanged(now: VirtualMs): void {
    this.#doNothingBefore(now);
    this.#replay = { ...this.#replay, paused: this.#parts.settings().replication.paused };
    this.#parts.cluster.replica.reportReplay(this.#replay);
  }

  /** Someone's transaction kept the replica's only session until `now`. */
  replicaWasHeld(now: VirtualMs): void {
    this.#doNothingBefore(now);
  }

  #doNothingBefore(at: VirtualMs): void {
    this.#notBefore = virtualMs(Math.max(this.#notBefore, at));
  }

  /** Brings the replica to where it would be at `now`. */
  async catchUp(now: VirtualMs): Promise<void> {
    await this.readSlot(now);
    this.#receive(now);
    for (let next = this.#nextApply(); next !== null && next <= now; next = this.#nextApply()) {
      if (!(await this.#applyFirst(next))) break;
    }
    this.#followIdlePrimary(now);
    await this.#confirm(now);
    this.#reportWalSender(now);
  }

  /** When the apply worker will next finish something, or null when it has nothing to do or cannot go on. */
  nextEventAt(): VirtualMs | null {
    if (this.#stopped) return null;
    return this.#nextApply();
  }

  /** Reads what was committed since the last time. Waits while a transaction is open: the session is taken. */
  async readSlot(now: VirtualMs): Promise<void> {
    if (this.#unread.length === 0 || this.#parts.sessions.primary.status !== 'idle') return;
    const { primary } = this.#parts.cluster;
    const transactions = await primary.decode(this.#readLsn, now);
    if (!this.#publication && transactions.length > 0) {
      this.#publication = publicationFrom(await primary.ask(publicationQuery, now));
    }
    for (const transaction of transactions) this.#take(transaction);
    this.#readLsn = this.#unread.at(-1)!.lsn;
    this.#unread = [];
  }

  #take(transaction: DecodedTransaction): void {
    const write = this.#unread.find(({ lsn }) => lsn >= transaction.lsn);
    if (!write) throw new Error(`The slot gave a transaction at ${transaction.lsn} that no statement had committed.`);
    const { lsn, xid, changes } = transaction;
    const { at, client, queryId } = write;
    this.#parts.recorder.record({
      type: 'transaction committed',
      at,
      node: 'primary',
      xid,
      lsn,
      client,
      queryId,
      changes,
    });
    const flight = { lsn, committedAt: at, luck: this.#parts.random() };
    try {
      this.#inFlight.push({ ...flight, changes: publishedChanges(changes, this.#publication!), refused: null });
    } catch (error) {
      if (!(error instanceof ApplyError)) throw error;
      this.#inFlight.push({ ...flight, changes: [], refused: error.error });
    }
  }

  #receivedAt(transaction: InFlight): VirtualMs {
    return virtualMs(transaction.committedAt + this.#parts.settings().network.streamMs);
  }

  #receive(now: VirtualMs): void {
    for (const transaction of this.#inFlight.slice(this.#received)) {
      const at = this.#receivedAt(transaction);
      if (at > now) return;
      const { lsn, committedAt, changes } = transaction;
      this.#parts.recorder.record({
        type: 'transaction received',
        at,
        lsn,
        sentAt: committedAt,
        published: changes.length,
      });
      this.#received++;
      this.#sentLsn = lsn;
    }
  }

  /** When the first transaction in flight will have been applied, under the settings of now. */
  #nextApply(): VirtualMs | null {
    const first = this.#inFlight[0];
    const { replication } = this.#parts.settings();
    if (!first || replication.paused || this.#parts.sessions.replica.status !== 'idle') return null;
    const delayed = first.committedAt + replication.delayMs + first.luck * replication.jitterMs;
    const start = Math.max(this.#receivedAt(first), delayed, this.#notBefore);
    const rate = replication.changesPerSecond;
    const workMs = rate === null ? 0 : (first.changes.length / rate) * 1_000;
    return virtualMs(start + workMs);
  }

  /** Applies the first transaction in flight at `at`. False when it could not be. */
  async #applyFirst(at: VirtualMs): Promise<boolean> {
    const first = this.#inFlight[0]!;
    const error = await this.#apply(first, at);
    if (error) {
      this.#stop(first.lsn, error, at);
      return false;
    }
    if (this.#stopped) this.#parts.recorder.record({ type: 'replication resumed', at, lsn: first.lsn });
    this.#stopped = null;
    this.#inFlight.shift();
    this.#received = Math.max(0, this.#received - 1);
    this.#notBefore = at;
    const { lsn, committedAt, changes } = first;
    this.#parts.recorder.record({ type: 'transaction applied', at, lsn, committedAt, changes });
    return true;
  }

  async #apply(transaction: InFlight, at: VirtualMs): Promise<PgMessage | null> {
    if (transaction.refused) return transaction.refused;
    try {
      const statements = transaction.changes.flatMap((change) => applyStatements(change, this.#columns));
      const replay = { ...this.#replay, lsn: transaction.lsn, lastCommitAt: transaction.committedAt };
      const { outcome } = await this.#parts.cluster.replica.apply(statements, replay, at);
      if (outcome.kind === 'error') return inApplyWorkersWords(outcome.error);
      this.#replay = replay;
      return null;
    } catch (error) {
      if (error instanceof ApplyError) return error.error;
      throw error;
    }
  }

  #stop(lsn: Lsn, error: PgMessage, at: VirtualMs): void {
    const known = this.#stopped?.lsn === lsn && this.#stopped.error.message === error.message;
    if (!known) this.#parts.recorder.record({ type: 'replication stopped', at, lsn, error });
    this.#stopped = { lsn, error };
    this.#notBefore = virtualMs(at + retryAfterMs);
  }

  /** With nothing in flight, the replica's position follows the primary's: keepalives carry it. */
  #followIdlePrimary(now: VirtualMs): void {
    const { lsn, at } = this.#primary;
    const known = this.#inFlight.length === 0 && this.#unread.length === 0;
    if (!known || this.#replay.paused || lsn <= this.#replay.lsn) return;
    if (at + this.#parts.settings().network.streamMs > now) return;
    this.#replay = { ...this.#replay, lsn };
    this.#parts.cluster.replica.reportReplay(this.#replay);
  }

  async #confirm(now: VirtualMs): Promise<void> {
    if (this.#replay.lsn <= this.#confirmedLsn || this.#parts.sessions.primary.status !== 'idle') return;
    const slot = await this.#parts.cluster.primary.confirm(this.#replay.lsn, now);
    this.#confirmedLsn = this.#replay.lsn;
    this.#parts.recorder.record({ type: 'slot advanced', at: now, slot });
  }

  #reportWalSender(now: VirtualMs): void {
    const { commitsBehind, msBehind } = this.behind(now);
    this.#parts.cluster.primary.reportWalSender({
      state: this.#received < this.#inFlight.length ? 'catchup' : 'streaming',
      sentLsn: lsnOf(Math.max(this.#sentLsn, this.#replay.lsn)),
      replayLsn: this.#replay.lsn,
      replayLagMs: commitsBehind > 0 ? msBehind : null,
    });
  }
}

function columnsOf(tables: Cluster['tables']['replica']): ReplicaColumns {
  return new Map(tables.map(({ schema, name, columns }) => [`${schema}.${name}`, columns]));
}

/** PostgreSQL 18 reports a duplicate key during apply as a conflict (`conflict.c`), with the constraint's own detail. */
function inApplyWorkersWords(error: PgMessage): PgMessage {
  if (error.code !== '23505') return error;
  return {
    ...error,
    message: `conflict detected on relation "${error.schema}.${error.table}": conflict=insert_exists`,
    detail: `Key already exists in unique index "${error.constraint}". ${error.detail ?? ''}`.trim(),
  };
}

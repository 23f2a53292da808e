/**
 * Physical replication: the primary's log travels as it is, and Postgres itself replays it on the replica.
 *
 * Invariants:
 * 1. What the replica may replay is here: the log since its backup, up to where it was read, whatever has become of the primary.
 *    All of it was flushed there, and it ends where a record ends, so a primary that crashed goes on from there.
 * 2. A replay takes a new server, some hundreds of ms of the clock on the wall. So there is none before somebody asks the
 *    replica, and none for a position that it has come to. Nothing of a trace tells when it was.
 * 3. Nothing stops it. What the primary has done, the replica does: DDL, sequences, every table.
 */
import { type Lsn, lsn as lsnOf, type VirtualMs } from '../trace/ids.ts';
import type { PgTable } from '../trace/postgres-values.ts';
import type { InspectedTables } from './inspected-tables.ts';
import type { DecodedTransaction, FollowingNode, LoggingNode, ReplayState, WalBytes } from './postgres-node.ts';
import type { PrimaryRead, ReceivedTransaction, Transport } from './transport.ts';

export interface PhysicalTransportParts {
  readonly source: LoggingNode;
  readonly standby: FollowingNode;
  /** Where the log of the standby's backup ends. */
  readonly from: Lsn;
  readonly tables: InspectedTables;
}

export class PhysicalTransport implements Transport {
  readonly storesReceived = true;
  readonly #parts: PhysicalTransportParts;
  /** Up to where the replica's server has replayed it. */
  #replayed: Lsn;
  #wal: WalBytes;
  /** What the source's tables held at positions that are not replayed yet. */
  readonly #tablesAt = new Map<Lsn, readonly PgTable[]>();

  constructor(parts: PhysicalTransportParts) {
    this.#parts = parts;
    this.#replayed = parts.from;
    this.#wal = { from: parts.from, bytes: new Uint8Array() };
  }

  /** Up to where the log is here. */
  get end(): Lsn {
    return lsnOf(this.#wal.from + this.#wal.bytes.length);
  }

  published({ changes }: Pick<DecodedTransaction, 'changes'>): DecodedTransaction['published'] {
    return { kind: 'changes', changes };
  }

  async take({ lsn: to, inspected }: PrimaryRead): Promise<void> {
    if (inspected) this.#tablesAt.set(inspected.lsn, inspected.tables);
    const { end } = this;
    if (to > end) this.#wal = joined(this.#wal, await this.#parts.source.walBytes(end), to);
  }

  async apply(): Promise<null> {
    return null;
  }

  /** What the primary's tables held there, the replica's do. */
  async showTables(applied: ReceivedTransaction, replay: ReplayState, at: VirtualMs): Promise<void> {
    const { lsn, changes, changesCatalog } = applied;
    if (this.showKnownTables(lsn, at) || (!changesCatalog && this.#parts.tables.follow(changes))) return;
    await this.bringUp(replay, at);
    await this.inspect(at);
  }

  /** What the source's tables held at a position, the standby's do: false where it is not known. */
  showKnownTables(lsn: Lsn, at: VirtualMs): boolean {
    const known = this.#tablesAt.get(lsn);
    if (known) this.#parts.tables.record(known, at);
    return this.#tablesAt.delete(lsn);
  }

  async bringUp(replay: ReplayState, at: VirtualMs): Promise<boolean> {
    if (replay.lsn === this.#replayed) return false;
    await this.#parts.standby.replayTo(replay, this.#wal, at);
    this.#replayed = replay.lsn;
    return true;
  }

  forgetReplica(): void {}

  inspect(at: VirtualMs): Promise<readonly PgTable[]> {
    return this.#parts.tables.inspect(at);
  }
}

/** Up to `to`, or to where the log ends. */
function joined(before: WalBytes, { from, bytes: read }: WalBytes, to: Lsn): WalBytes {
  const kept = before.bytes.subarray(0, Math.max(0, from - before.from));
  const added = read.subarray(0, to - from);
  const bytes = new Uint8Array(kept.length + added.length);
  bytes.set(kept);
  bytes.set(added, kept.length);
  return { from: kept.length > 0 ? before.from : from, bytes };
}

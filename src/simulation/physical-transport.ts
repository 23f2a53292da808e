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
import type { Cluster, DecodedTransaction, ReplayState, WalBytes } from './postgres-node.ts';
import type { PrimaryRead, ReceivedTransaction, Transport } from './transport.ts';

export class PhysicalTransport implements Transport {
  readonly storesReceived = true;
  readonly #cluster: Cluster;
  readonly #tables: InspectedTables;
  /** Up to where the replica's server has replayed it. */
  #replayed: Lsn;
  #wal: WalBytes;
  /** What the primary's tables held at positions that are not replayed yet. */
  readonly #tablesAt = new Map<Lsn, readonly PgTable[]>();

  constructor(cluster: Cluster, tables: InspectedTables) {
    this.#cluster = cluster;
    this.#tables = tables;
    this.#replayed = cluster.lsn;
    this.#wal = { from: cluster.lsn, bytes: new Uint8Array() };
  }

  published({ changes }: Pick<DecodedTransaction, 'changes'>): DecodedTransaction['published'] {
    return { kind: 'changes', changes };
  }

  async take({ lsn: to, inspected }: PrimaryRead): Promise<void> {
    if (inspected) this.#tablesAt.set(inspected.lsn, inspected.tables);
    const end = endOf(this.#wal);
    if (to <= end) return;
    this.#wal = joined(this.#wal, await this.#cluster.primary.walBytes(end), to);
  }

  async apply(): Promise<null> {
    return null;
  }

  /** What the primary's tables held there, the replica's do. */
  async showTables(applied: ReceivedTransaction, replay: ReplayState, at: VirtualMs): Promise<void> {
    const { lsn, changes, changesCatalog } = applied;
    const known = this.#tablesAt.get(lsn);
    this.#tablesAt.delete(lsn);
    if (known) return this.#tables.record(known, at);
    if (!changesCatalog && this.#tables.follow(changes)) return;
    await this.bringUp(replay, at);
    await this.inspect(at);
  }

  async bringUp(replay: ReplayState, at: VirtualMs): Promise<boolean> {
    if (replay.lsn === this.#replayed) return false;
    await this.#cluster.replica.replayTo(replay, this.#wal, at);
    this.#replayed = replay.lsn;
    return true;
  }

  forgetReplica(): void {}

  inspect(at: VirtualMs): Promise<unknown> {
    return this.#tables.inspect(at);
  }
}

const endOf = ({ from, bytes }: WalBytes): Lsn => lsnOf(from + bytes.length);

/** Up to `to`, or to where the log ends. */
function joined(before: WalBytes, { from, bytes: read }: WalBytes, to: Lsn): WalBytes {
  const kept = before.bytes.subarray(0, Math.max(0, from - before.from));
  const added = read.subarray(0, to - from);
  const bytes = new Uint8Array(kept.length + added.length);
  bytes.set(kept);
  bytes.set(added, kept.length);
  return { from: kept.length > 0 ? before.from : from, bytes };
}

/** A transaction that has reached the replica, and what the two transports do differently with it. */
import type { DecodedTransaction, ReplayState } from './postgres-node.ts';
import type { Lsn, VirtualMs } from '../trace/ids.ts';
import type { DecodedChange, PgMessage, PgTable } from '../trace/postgres-values.ts';

/** As the slot gave it. */
export type ReadTransaction = Pick<DecodedTransaction, 'lsn' | 'changes' | 'published' | 'changesCatalog'> & {
  readonly committedAt: VirtualMs;
};

export interface ReceivedTransaction {
  readonly lsn: Lsn;
  readonly committedAt: VirtualMs;
  /** What of it travels. */
  readonly changes: readonly DecodedChange[];
  readonly changesCatalog: boolean;
}

export interface PrimaryRead {
  readonly lsn: Lsn;
  /** What the primary's tables held after a commit, where that was asked. */
  readonly inspected: { readonly lsn: Lsn; readonly tables: readonly PgTable[] } | null;
}

/**
 * How the replica comes to hold what the primary has committed: what travels, and what is done with it there. When each
 * thing happens is the same for both, and `Replication` tells it.
 */
export interface Transport {
  /** What reaches the replica is in its own log at once, on disk: it survives a crash of the replica, confirms a commit with
   * `synchronous_commit = on`, and is applied before a promotion, whatever the delay. */
  readonly storesReceived: boolean;

  /** What of a transaction travels, or why the WAL sender gives up on it. */
  published(transaction: Pick<DecodedTransaction, 'changes' | 'published'>): DecodedTransaction['published'];

  /** The primary's log is ready to be sent up to where the slot was read: it has been flushed, and a record ends there.
   * @throws NodeCrashed */
  take(read: PrimaryRead): Promise<void>;

  /** Applies the next transaction at `at`, after which the standby reports `replay`; or gives the error. @throws NodeCrashed */
  apply(transaction: ReceivedTransaction, replay: ReplayState, at: VirtualMs): Promise<PgMessage | null>;

  /** The transaction was applied at `at`, and recorded: where its changes do not tell what the replica's tables hold now,
   * these are recorded too. @throws NodeCrashed */
  showTables(transaction: ReceivedTransaction, replay: ReplayState, at: VirtualMs): Promise<void>;

  /** Somebody asks the replica's server at `at`: it holds by then what it has replayed. True where that took a new server, which
   * knows nothing of the old one's session. @throws NodeCrashed */
  bringUp(replay: ReplayState, at: VirtualMs): Promise<boolean>;

  /** The replica was written to by others, or was started again: what is known of its tables is known no more. */
  forgetReplica(): void;

  /** Reads and records what the replica's tables hold, whoever has written to them. @throws NodeCrashed */
  inspect(at: VirtualMs): Promise<readonly PgTable[]>;
}

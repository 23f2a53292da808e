/**
 * The port to a Postgres server. `src/postgres` implements it twice, in-process and behind a worker; the simulation
 * knows nothing else of Postgres. Every operation is given the virtual time at which it happens: `now()` on the server
 * is `epochMs + at`.
 *
 * One server has one session. `status` of each answer says whether a transaction is open on it; the simulation keeps
 * other clients out while it is.
 */
import type { Lsn, NodeName, VirtualMs } from '../trace/ids.ts';
import type {
  DecodedChange,
  PgMessage,
  PgResult,
  PgTable,
  PgText,
  Recovery,
  SessionStatus,
  WalRecord,
} from '../trace/postgres-values.ts';
import type { ReplicationKind, SlotState, TablesByNode } from '../trace/events.ts';

export interface Statement {
  readonly sql: string;
  /** Sent in text format; the server infers their types. */
  readonly params: readonly PgText[];
}

/** A statement that is tried, and undone. */
export interface TriedStatement extends Statement {
  /** Past a standby's refusal. */
  readonly asOperator?: true;
}

export interface Answer {
  readonly outcome:
    | { readonly kind: 'ok'; readonly results: readonly PgResult[] }
    | { readonly kind: 'error'; readonly error: PgMessage };
  readonly notices: readonly PgMessage[];
  readonly status: SessionStatus;
  /** `pg_current_wal_insert_lsn()` after the statement; on a standby it means nothing. */
  readonly lsn: Lsn;
  /** For how long the statement slept, in virtual ms: no time passes on the server meanwhile. */
  readonly sleptMs?: number;
  /** On a standby: `pg_promote()` was called, and waits for `promote`. */
  readonly asksPromotion?: true;
  /** On a standby: whether replay is paused after the statement, as `pg_wal_replay_pause()` and its opposite want it. */
  readonly replayPaused?: boolean;
}

/** After an error: how many of the statements had succeeded before it, all of them when it came with the commit. */
export type Applied = Answer & { readonly succeeded: number };

/** A committed transaction as the slot gave it. */
export interface DecodedTransaction {
  readonly xid: number;
  /** The end of the commit record. */
  readonly lsn: Lsn;
  readonly committedAt: VirtualMs;
  /** Of every table. */
  readonly changes: readonly DecodedChange[];
  /** What the publications, as they were then, let through; or why the WAL sender gives up on it. */
  readonly published:
    | { readonly kind: 'changes'; readonly changes: readonly DecodedChange[] }
    | { readonly kind: 'refused'; readonly error: PgMessage };
  /** It changed the catalogs, by whatever statement: a table may have been made, or have changed its shape. */
  readonly changesCatalog: boolean;
}

/** The state that a standby reports of itself (`pg_last_wal_replay_lsn()` and friends). */
export interface ReplayState {
  readonly lsn: Lsn;
  /** Commit time of the last replayed transaction, or null before the first. */
  readonly lastCommitAt: VirtualMs | null;
  readonly paused: boolean;
}

/** A row of `pg_stat_replication`, as the primary shows it. */
export interface WalSenderState {
  readonly state: 'streaming' | 'catchup';
  readonly sentLsn: Lsn;
  readonly replayLsn: Lsn;
  /** `replay_lag` in virtual ms, or null when caught up. */
  readonly replayLagMs: number | null;
}

/** The server is gone: a WebAssembly trap, an answer without its CommandComplete, or a terminated worker. */
export class NodeCrashed extends Error {
  override readonly name = 'NodeCrashed';
  readonly node: NodeName;
  readonly reason: string;
  constructor(node: NodeName, reason: string) {
    super(`${node} crashed: ${reason}`);
    this.node = node;
    this.reason = reason;
  }
}

/** A file or folder of a server. */
export interface DataFile {
  /** Below the data directory, with no slash at either end. */
  readonly name: string;
  readonly mode: number;
  /** In Unix milliseconds; where it is missing, the file is as old as the server. */
  readonly mtime?: number;
  /** Null for a folder. */
  readonly content: Uint8Array<ArrayBuffer> | null;
}

/** The files of a primary, without what is its own: its slots, its process. */
export interface BaseBackup {
  /** Up to where their log goes. They are consistent when redo has come here. */
  readonly lsn: Lsn;
  /** Each folder before what is in it. */
  readonly files: readonly DataFile[];
}

/** A part of the write-ahead log, as it lies in its files. */
export interface WalBytes {
  readonly from: Lsn;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface PostgresNode {
  readonly name: NodeName;

  /** One statement of a client, with parameters (the extended protocol). Postgres errors are answers, not exceptions.
   * @throws NodeCrashed */
  query(statement: Statement, at: VirtualMs): Promise<Answer>;

  /** Any number of statements in one string, as psql's `-c` sends it (the simple protocol). @throws NodeCrashed */
  script(sql: string, at: VirtualMs): Promise<Answer>;

  /** Runs a statement and leaves no trace: read-only, rolled back, and inside an open transaction behind a savepoint.
   * With the relations that it read, as `schema.table`. @throws NodeCrashed */
  peek(statement: Statement, at: VirtualMs): Promise<Answer & { readonly tables: readonly string[] }>;

  /** Runs statements one after the other in its session, and then nothing has happened: the server is as it was before, byte for byte.
   * An error is an answer too, and the next is run all the same.
   * @param session `client`: as it stands, in the transaction that is open; `new`: with none
   * @throws NodeCrashed */
  tryOut(statements: readonly TriedStatement[], session: 'client' | 'new', at: VirtualMs): Promise<readonly Answer[]>;

  /** A question of the simulation's own: as the superuser, under Postgres's own settings whatever clients have set, and
   * leaving no trace. Not while a transaction has failed. @throws NodeCrashed, and an Error whose cause is a `PgMessage` */
  ask(statement: Statement, at: VirtualMs): Promise<PgResult>;

  /** All user tables with their rows. Not while a transaction has failed. @throws NodeCrashed */
  tables(at: VirtualMs): Promise<readonly PgTable[]>;

  /** The server is killed, as by `kill -9`: nothing is shut down and nothing is written any more. What stays is its files
   * as they stand, with everything that was ever written to them: a process's death takes no written byte, synced or not.
   * What was only in memory is lost: log that was not flushed (what `synchronous_commit = off` leaves there), dirty pages,
   * the session. Until `restart` or `restore` every operation throws `NodeCrashed`. A server that a trap has ended can be
   * taken for crashed too. @throws NodeCrashed when it is down already, or its files went with its worker */
  crash(): Promise<void>;

  /** A new server on the files that a crash has left, started at `at`: Postgres's crash recovery replays the log that was
   * flushed. The standby is a standby again, and reports the replay state that it was last given. There is no session
   * yet: no prepared statements, settings or temporary tables, no WAL sender. `random()` goes on with numbers that
   * follow from the seed and from how often the server was restarted.
   * @throws NodeCrashed when there are no such files, and an Error when the server cannot be started */
  restart(at: VirtualMs): Promise<Recovery>;

  /** Back to the image taken by `prepare`, byte for byte: memory, files, LSN. Then `random()` follows the seed. */
  restore(seed: number): Promise<void>;

  /** Ends the server at once, a running statement included. */
  terminate(): void;
}

/** A server whose log another one follows. */
export interface LoggingNode extends PostgresNode {
  /** The log from `from`, or from the header of its page where nothing else is before it, to where it is flushed, which is what a WAL sender may send: a commit that is not flushed must not
   * reach a standby before the primary's own disk. Reading it flushes nothing (see `flushWal`).
   * @throws NodeCrashed, and an Error in Postgres's words when a checkpoint has removed a segment of it */
  walBytes(from: Lsn): Promise<WalBytes>;
  /** What Postgres's WAL writer does every `wal_writer_delay`, 200 ms, and PGlite has no process for: flushes the log that
   * `synchronous_commit = off` has left in memory. Moves no LSN but that of the flush, which it gives.
   * @throws NodeCrashed */
  flushWal(): Promise<Lsn>;
}

/** A server that follows another one's log. */
export interface FollowingNode extends PostgresNode {
  /** What `pg_last_wal_replay_lsn()` and friends answer from now on. */
  reportReplay(replay: ReplayState): void;
  /** Makes it a physical standby that has replayed the other's log up to `replay.lsn`, where a record ends or the next one goes, and
   * not one record more: a new server on the backup's files and this log, started at `at`, whose redo stops there. It is
   * a hot standby then, reports `replay`, and has a new session. Any position from the backup on can be asked for,
   * also one before the last. It may be down or running, which is over either way. A replay that was refused leaves it as it was.
   * @param wal from the backup's `lsn` or earlier, to `replay.lsn` or later
   * @throws Error when there is no backup, or the log does not reach; when the server cannot be started the node is down */
  replayTo(replay: ReplayState, wal: WalBytes, at: VirtualMs): Promise<Recovery>;
}

export interface PrimaryNode extends LoggingNode, FollowingNode {
  readonly name: 'primary';
  /** What the slot holds beyond `after`, in commit order. Does not move the slot. A client's transaction may be open, but
   * not one that has failed. @throws NodeCrashed, and an Error whose cause is a `PgMessage` */
  decode(after: Lsn, at: VirtualMs): Promise<readonly DecodedTransaction[]>;
  /** The same of what is committed and not flushed, and so would go with a crash. The server is then as if it had not been asked.
   * @throws NodeCrashed, and an Error whose cause is a `PgMessage` */
  decodeUnflushed(after: Lsn, at: VirtualMs): Promise<readonly DecodedTransaction[]>;
  /** The replica has applied everything up to `lsn`: moves the slot.
   * @throws NodeCrashed, and an Error whose cause is a `PgMessage` */
  confirm(lsn: Lsn, at: VirtualMs): Promise<SlotState>;
  /** The records that transactions have written to the log since `from`, in its order, as far as checkpoints have left it. Not while a
   * transaction has failed.
   * @throws NodeCrashed, and an Error whose cause is a `PgMessage` */
  walRecords(from: Lsn, at: VirtualMs): Promise<readonly WalRecord[]>;
  /** What `pg_stat_replication` answers from now on; null when no replica is connected. */
  reportWalSender(state: WalSenderState | null): void;

  /** The primary's files in its image, whatever has happened since. Nothing is written for it, no checkpoint, so it
   * moves no LSN. Its bytes are shared with the image where both are in one thread: they are not to be changed. */
  baseBackup(): Promise<BaseBackup>;
  /** It refuses writes from now on, with Postgres's own 25006, as a standby that nobody feeds: until `rebuild` or `restore`. What a
   * client had open is rolled back. @throws NodeCrashed */
  fence(at: VirtualMs): Promise<void>;
  /** The former primary becomes a physical standby on another server's backup, and what it held itself is gone: until `restore`.
   * It may be down or running. `replayTo` goes on from there. @throws Error when no server starts on it */
  rebuild(backup: BaseBackup, replay: ReplayState, at: VirtualMs): Promise<Recovery>;
}

export interface ReplicaNode extends LoggingNode, FollowingNode {
  readonly name: 'replica';
  /** Applies one transaction as the apply worker: `session_replication_role = replica`, all or nothing. An error is an
   * answer. On success `replay` is what the standby reports from then on. @throws NodeCrashed */
  apply(statements: readonly Statement[], replay: ReplayState, at: VirtualMs): Promise<Applied>;
  /** Runs a script past the standby's refusal, as its operator: the superuser, under the server's defaults, in one
   * transaction. Triggers and foreign keys are asked, as for anyone who writes. @throws NodeCrashed */
  operate(sql: string, at: VirtualMs): Promise<Answer>;
  /** Makes the replica a physical standby: a server that was started on the backup's files is its image from now on, and
   * what `restore` goes back to. `replayTo` begins with the backup. @throws Error when no server starts on it */
  useBackup(backup: BaseBackup): Promise<void>;
  /** Ends recovery: it is no standby from now on, and accepts writes until `restore` or `replayTo`. Its log goes on
   * from the end that is given, on the same timeline. Its sequences go on up to 32 numbers later than the primary's had
   * come to, as after every redo (`SEQ_LOG_VALS` of src/backend/commands/sequence.c). @throws NodeCrashed */
  promote(): Promise<Lsn>;
  /** A base backup of the running server, for another one to be rebuilt from: its files as they stand, with the log that is
   * flushed. @throws NodeCrashed */
  backupNow(): Promise<BaseBackup>;
}

/** The servers of a lesson with their tables loaded, the publication and the slot made, an image of each taken. */
export interface Cluster {
  /** How the replica follows the primary. A physical one's image is a base backup of the primary's. */
  readonly replication: ReplicationKind;
  readonly primary: PrimaryNode;
  readonly replica: ReplicaNode;
  /** A third server, outside of the replication; null where the lesson has none. */
  readonly standalone: PostgresNode | null;
  /** Where the primary stands in the image. */
  readonly lsn: Lsn;
  readonly slot: SlotState;
  /** Every user table of each node in the image. */
  readonly tables: TablesByNode;
  /** Where the standalone server stands in its image. */
  readonly standaloneLsn?: Lsn;
  terminate(): void;
}

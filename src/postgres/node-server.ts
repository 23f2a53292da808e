/**
 * One node: a PGlite with the lesson's schema, an image to go back to, and the operations of the simulation's port. It
 * serves every role; `startCluster` hands each node out with the operations of its own.
 */
import type {
  Answer,
  Applied,
  DecodedTransaction,
  ReplayState,
  Statement,
  WalSenderState,
} from '../simulation/postgres-node.ts';
import type { SlotState } from '../trace/events.ts';
import { formatLsn, type Lsn, type NodeName, type VirtualMs, virtualMs } from '../trace/ids.ts';
import type { PgResult, PgTable, SessionStatus, WalRecord } from '../trace/postgres-values.ts';
import {
  createSlot,
  loadedLibraries,
  lockedTables,
  publicationExists,
  rowsOf,
  slotAddressQuery,
  slotFrom,
  slotQuery,
  tableShapes,
  tablesQuery,
} from './catalog-queries.ts';
import { decodedTransactions } from './decoded-transactions.ts';
import { MemoryImage } from './memory-image.ts';
import { callWithin, ownBracket, peekBracket, pipeline } from './own-session.ts';
import { PgliteServer } from './pglite-server.ts';
import { slotName, walSenderPid } from './server-configuration.ts';
import type { ServerFiles } from './server-files.ts';
import { ServerMemory } from './server-memory.ts';
import { walRecordsFrom, walRecordsQuery } from './wal-records.ts';
import { WalSenderSetting } from './wal-sender-setting.ts';
import { concatenate, copyFail, executePrepared, extended, prepare, type Reply, simple, sync } from './wire.ts';

export interface NodeSetup {
  readonly name: NodeName;
  readonly files: ServerFiles;
  readonly schemaSql: string;
}

/** Restarting the decoding from an old position reads all WAL since. Postgres's background writer logs a standby
 * snapshot every 15 s, and `restart_lsn` follows; PGlite has none, so the slot's confirmations do it. */
const confirmationsPerSnapshot = 32;

/** SQLSTATE `invalid_sql_statement_name`: somebody said DISCARD ALL or DEALLOCATE ALL. */
const isNotPrepared = '26000';

const plain = (sql: string): Statement => ({ sql, params: [] });

export class NodeServer {
  readonly name: NodeName;
  readonly #setup: NodeSetup;
  #server: PgliteServer;
  #memory: ServerMemory;
  #image: MemoryImage;
  #libraries = '';
  #status: SessionStatus = 'idle';
  /** Where the slot lies in the primary's memory. */
  #slot = 0;
  #confirmations = 0;
  readonly #walSender = new WalSenderSetting();

  private constructor(setup: NodeSetup, server: PgliteServer) {
    this.name = setup.name;
    this.#setup = setup;
    this.#server = server;
    this.#memory = new ServerMemory(server.pglite, setup.files.addresses);
    this.#loadSchema();
    this.#image = this.#takeImage();
  }

  /** Starts the server, loads the schema, and takes the image. @throws when the schema is not accepted. */
  static async start(setup: NodeSetup): Promise<NodeServer> {
    return new NodeServer(setup, await PgliteServer.start(setup.name, setup.files));
  }

  async query(statement: Statement, at: VirtualMs): Promise<Answer> {
    return this.#answer(this.#client(concatenate([extended(statement), copyFail, sync]), at));
  }

  async script(sql: string, at: VirtualMs): Promise<Answer> {
    return this.#answer(this.#client(concatenate([simple(sql), copyFail]), at));
  }

  async peek(statement: Statement, at: VirtualMs): Promise<Answer & { readonly tables: readonly string[] }> {
    const locks = { request: concatenate([executePrepared('replayground_locks'), sync]), statements: 1 };
    const look = () =>
      this.#unlogged(
        () => callWithin(this.#server, peekBracket(this.#status), [pipeline([statement]), locks], at).replies,
      );
    let [reply, locked] = look();
    if (locked!.error?.code === isNotPrepared) {
      this.#prepareStatements();
      [reply, locked] = look();
    }
    const tables = locked!.results[0]?.rows.map(([table]) => table!) ?? [];
    return { ...this.#answer(reply!), status: this.#status, tables };
  }

  async ask(statement: Statement, at: VirtualMs): Promise<PgResult> {
    return this.#unlogged(() => this.#ask(statement, at));
  }

  async tables(at: VirtualMs): Promise<readonly PgTable[]> {
    return this.#unlogged(() => {
      const shapes = tableShapes(this.#ask(tablesQuery, at));
      const rows = shapes.map((shape) => pipeline([rowsOf(shape)]));
      const { replies } = callWithin(this.#server, ownBracket(this.#status, 'read only'), rows, at);
      return shapes.map((shape, index) => ({ ...shape, rows: replies[index]!.results[0]?.rows ?? [] }));
    });
  }

  /** @throws when the server, having crashed, cannot be started again. */
  async restore(seed: number): Promise<void> {
    if (this.#imageFits()) this.#image.restore();
    else await this.#startAgain();
    this.#status = 'idle';
    this.#confirmations = 0;
    this.#walSender.reset();
    this.#server.seed(seed);
    const random = ((seed >>> 0) / 2 ** 32).toString();
    this.#atStart({ sql: 'select setseed($1)', params: [random] });
  }

  async decode(after: Lsn, at: VirtualMs): Promise<readonly DecodedTransaction[]> {
    const peek = `select data from pg_logical_slot_peek_changes('${slotName}', null, null, 'after', $1)`;
    const { rows } = this.#withSlot(() => this.#ask({ sql: peek, params: [formatLsn(after)] }, at));
    return decodedTransactions(rows.map(([data]) => data ?? null));
  }

  async confirm(lsn: Lsn, at: VirtualMs): Promise<SlotState> {
    if (++this.#confirmations % confirmationsPerSnapshot === 0)
      this.#ask(plain('select pg_log_standby_snapshot()'), at);
    const advance = `select pg_replication_slot_advance('${slotName}', $1)`;
    this.#withSlot(() => this.#ask({ sql: advance, params: [formatLsn(lsn)] }, at));
    return slotFrom(this.#ask(slotQuery, at));
  }

  async slot(): Promise<SlotState> {
    return slotFrom(this.#ask(slotQuery, virtualMs(0)));
  }

  async walRecords(from: Lsn, at: VirtualMs): Promise<readonly WalRecord[]> {
    return walRecordsFrom(this.#ask(walRecordsQuery(from, this.#memory.insertLsn()), at));
  }

  async lsn(): Promise<Lsn> {
    return this.#memory.insertLsn();
  }

  reportWalSender(state: WalSenderState | null): void {
    this.#walSender.state = state;
  }

  async apply(statements: readonly Statement[], replay: ReplayState, at: VirtualMs): Promise<Applied> {
    const bracket = ownBracket('idle', 'read write', 'set local session_replication_role = replica');
    return this.#withRecovery(false, () => {
      const { replies, closingError } = callWithin(this.#server, bracket, [pipeline(statements)], at);
      const reply = replies[0]!;
      const error = reply.error ?? closingError;
      if (!error) this.#memory.setReplayState(replay);
      return { ...this.#answer({ ...reply, error, status: 'idle' }), succeeded: reply.results.length };
    });
  }

  async operate(sql: string, at: VirtualMs): Promise<Answer> {
    const bracket = ownBracket('idle', 'read write', 'set local search_path to default');
    const asked = { request: concatenate([simple(sql), copyFail]), statements: 1 };
    return this.#withRecovery(false, () => {
      const { replies, closingError } = callWithin(this.#server, bracket, [asked], at);
      const reply = replies[0]!;
      return this.#answer({ ...reply, error: reply.error ?? closingError, status: 'idle' });
    });
  }

  reportReplay(replay: ReplayState): void {
    this.#memory.setReplayState(replay);
  }

  terminate(): void {
    this.#server.abandon('it was shut down');
  }

  get #isStandby(): boolean {
    return this.name === 'replica';
  }

  /** A look that leaves no trace. A read may log what it finds out about pages (that a row's transaction has committed,
   * that a page can be pruned), and so move the LSN; a server in recovery does not. */
  #unlogged<Result>(look: () => Result): Result {
    return this.#withRecovery(true, look);
  }

  #withRecovery<Result>(inRecovery: boolean, run: () => Result): Result {
    this.#memory.setInRecovery(inRecovery);
    try {
      return run();
    } finally {
      this.#memory.setInRecovery(this.#isStandby);
    }
  }

  /** While clients run, the slot belongs to the process that serves the replica, as on a real primary: it is active, and
   * Postgres refuses to drop it, to move it and to read from it. */
  #withSlot<Result>(run: () => Result): Result {
    this.#memory.setSlotOwner(this.#slot, 0);
    try {
      return run();
    } finally {
      if (!this.#server.hasCrashed) this.#memory.setSlotOwner(this.#slot, walSenderPid);
    }
  }

  /** A client's request. Afterwards the status is theirs. */
  #client(request: Uint8Array, at: VirtualMs): Reply {
    const before = this.#isStandby ? [] : this.#walSender.news(this.#status);
    const replies = this.#server.call([...before, request], at, [...before.map(() => 1), 1]);
    const reply = replies.at(-1)!;
    this.#status = reply.status;
    this.#walSender.answered(reply);
    return reply;
  }

  #prepareStatements(): void {
    const request = concatenate([prepare('replayground_locks', lockedTables), sync]);
    this.#server.callAtStart(request, 0);
  }

  /** A question of our own that must have an answer. */
  #ask(statement: Statement, at: VirtualMs): PgResult {
    const bracket = ownBracket(this.#status, 'read only');
    const [reply] = callWithin(this.#server, bracket, [pipeline([statement])], at).replies;
    if (reply!.error) throw new Error(`${this.name}: ${reply!.error.message}`, { cause: reply!.error });
    return reply!.results[0]!;
  }

  #atStart(statement: Statement): Reply {
    return this.#server.callAtStart(concatenate([extended(statement), sync]));
  }

  #answer({ results, error, notices, status, sleptMs }: Reply): Answer {
    const lsn = this.#memory.insertLsn();
    const outcome = error ? ({ kind: 'error', error } as const) : ({ kind: 'ok', results } as const);
    const answer = { outcome, notices, status, lsn, ...(sleptMs > 0 && { sleptMs }) };
    return this.#isStandby ? { ...answer, replayPaused: this.#memory.isReplayPaused() } : answer;
  }

  #loadSchema(): void {
    this.#server.callAtStart(simple(this.#setup.schemaSql));
    if (this.#isStandby) this.#memory.setInRecovery(true);
    else if (this.name === 'primary') {
      this.#publish();
      this.#server.callAtStart(simple(`load 'pg_walinspect'`));
    }
    // Libraries are loaded before the image is taken: this one is PL/pgSQL.
    this.#server.callAtStart(simple('do $$ begin null; end $$'));
    this.#prepareStatements();
    this.#libraries = this.#countLibraries();
  }

  #publish(): void {
    const [[exists]] = this.#atStart(publicationExists).results[0]!.rows as [[string]];
    if (exists === 'f') this.#server.callAtStart(simple('create publication replayground for all tables'));
    this.#atStart(createSlot);
    const [said] = this.#atStart(slotAddressQuery).notices;
    this.#slot = Number(/\d+$/.exec(said?.message ?? '')?.[0]);
    this.#memory.setSlotOwner(this.#slot, walSenderPid);
  }

  #takeImage(): MemoryImage {
    return new MemoryImage(this.#server.pglite.Module, this.#setup.files.addresses.programBreak);
  }

  /** A library that was loaded since the image lies in memory that the image overwrites. */
  #imageFits(): boolean {
    if (this.#server.hasCrashed) return false;
    if (this.#status !== 'idle') this.#atStart(plain('rollback'));
    this.#status = 'idle';
    return this.#countLibraries() === this.#libraries;
  }

  #countLibraries(): string {
    return this.#ask(loadedLibraries, virtualMs(0)).rows[0]![0]!;
  }

  async #startAgain(): Promise<void> {
    this.#server = await PgliteServer.start(this.name, this.#setup.files);
    this.#memory = new ServerMemory(this.#server.pglite, this.#setup.files.addresses);
    this.#status = 'idle';
    this.#loadSchema();
    this.#image = this.#takeImage();
  }
}

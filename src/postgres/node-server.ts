/**
 * One node: a PGlite with the lesson's schema, an image to go back to, and the operations of the simulation's port. It
 * serves both roles; `startCluster` hands each node out with the operations of its own.
 */
import type {
  Answer,
  DecodedTransaction,
  ReplayState,
  Statement,
  WalSenderState,
} from '../simulation/postgres-node.ts';
import type { SlotState } from '../trace/events.ts';
import { formatLsn, type Lsn, lsn as lsnOf, type NodeName, parseLsn, type VirtualMs, virtualMs } from '../trace/ids.ts';
import type { PgResult, PgTable, SessionStatus } from '../trace/postgres-values.ts';
import {
  createSlot,
  loadedLibraries,
  lockedTables,
  publicationExists,
  rowsOf,
  slotFrom,
  slotQuery,
  tableShapes,
  tablesQuery,
} from './catalog-queries.ts';
import { decodedTransactions } from './decoded-transactions.ts';
import { MemoryImage } from './memory-image.ts';
import { PgliteServer } from './pglite-server.ts';
import { slotName, walSenderSetting } from './server-configuration.ts';
import type { ServerFiles } from './server-files.ts';
import { ServerMemory } from './server-memory.ts';
import { concatenate, executePrepared, extended, prepare, type Reply, simple, sync } from './wire.ts';

export interface NodeSetup {
  readonly name: NodeName;
  readonly files: ServerFiles;
  readonly schemaSql: string;
}

/** Restarting the decoding from an old position reads all WAL since. Postgres's background writer logs a standby
 * snapshot every 15 s, and `restart_lsn` follows; PGlite has none, so the slot's confirmations do it. */
const confirmationsPerSnapshot = 32;

const request = (...statements: readonly Statement[]): Uint8Array => concatenate([...statements.map(extended), sync]);
const plain = (sql: string): Statement => ({ sql, params: [] });

export class NodeServer {
  readonly name: NodeName;
  readonly #setup: NodeSetup;
  #server: PgliteServer;
  #memory: ServerMemory;
  #image: MemoryImage;
  #libraries = '';
  #status: SessionStatus = 'idle';
  #lsn: Lsn = lsnOf(0);
  /** `insertedWalBytes` at that LSN: as long as it stays, there is no need to ask. */
  #inserted = -1n;
  #confirmations = 0;
  #walSender: WalSenderState | null = null;

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
    return this.#answer(this.#client([request(statement)], [1], statement.sql, at));
  }

  async script(sql: string, at: VirtualMs): Promise<Answer> {
    return this.#answer(this.#client([simple(sql)], [1], sql, at));
  }

  async peek(statement: Statement, at: VirtualMs): Promise<Answer & { readonly tables: readonly string[] }> {
    const inTransaction = this.#status === 'in transaction';
    const [open, close] = inTransaction
      ? [
          request(plain('savepoint replayground'), plain('set transaction read only')),
          plain('rollback to replayground'),
        ]
      : [request(plain('begin read only')), plain('rollback')];
    const locks = concatenate([executePrepared('replayground_locks'), sync]);
    const requests = [open, request(statement), locks, request(close)];
    const [, reply, locked] = this.#unlogged(() => this.#server.call(requests, at, [1, 1, 1, 1]));
    const tables = locked!.results[0]?.rows.map(([table]) => table!) ?? [];
    return { ...this.#answer(reply!), status: this.#status, tables };
  }

  async tables(at: VirtualMs): Promise<readonly PgTable[]> {
    return this.#unlogged(() => {
      const shapes = tableShapes(this.#ask(tablesQuery, at));
      const requests = shapes.map((shape) => request(rowsOf(shape)));
      if (requests.length === 0) return [];
      const answered = requests.map(() => 1);
      const replies = this.#server.call(requests, at, answered);
      return shapes.map((shape, index) => ({ ...shape, rows: replies[index]!.results[0]?.rows ?? [] }));
    });
  }

  /** @throws when the server, having crashed, cannot be started again. */
  async restore(seed: number): Promise<void> {
    if (this.#imageFits()) this.#image.restore();
    else await this.#startAgain();
    this.#status = 'idle';
    this.#confirmations = 0;
    this.#walSender = null;
    this.#server.seed(seed);
    const random = ((seed >>> 0) / 2 ** 32).toString();
    this.#server.callAtStart(request({ sql: 'select setseed($1)', params: [random] }));
    this.#readLsn(virtualMs(0));
  }

  async decode(after: Lsn, at: VirtualMs): Promise<readonly DecodedTransaction[]> {
    const peek = `select data from pg_logical_slot_peek_changes('${slotName}', null, null, 'after', $1)`;
    const { rows } = this.#ask({ sql: peek, params: [formatLsn(after)] }, at);
    return decodedTransactions(rows.map(([data]) => data ?? null));
  }

  async confirm(lsn: Lsn, at: VirtualMs): Promise<SlotState> {
    if (++this.#confirmations % confirmationsPerSnapshot === 0)
      this.#ask(plain('select pg_log_standby_snapshot()'), at);
    const advance = `select pg_replication_slot_advance('${slotName}', $1)`;
    this.#ask({ sql: advance, params: [formatLsn(lsn)] }, at);
    return slotFrom(this.#ask(slotQuery, at));
  }

  async slot(): Promise<SlotState> {
    return slotFrom(this.#ask(slotQuery, virtualMs(0)));
  }

  async lsn(): Promise<Lsn> {
    return this.#lsn;
  }

  reportWalSender(state: WalSenderState | null): void {
    this.#walSender = state;
  }

  async apply(statements: readonly Statement[], replay: ReplayState, at: VirtualMs): Promise<Answer> {
    const all = [plain('begin'), plain('set local session_replication_role = replica'), ...statements, plain('commit')];
    return this.#withRecovery(false, () => {
      const [reply] = this.#server.call([request(...all)], at, [all.length]);
      if (reply!.status !== 'idle') this.#server.call([request(plain('rollback'))], at, [1]);
      if (!reply!.error) this.#memory.setReplayState(replay);
      return this.#answer({ ...reply!, status: 'idle' });
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

  /** A client's requests: afterwards the status is theirs, and the primary's position is read. */
  #client(requests: readonly Uint8Array[], statements: readonly number[], sql: string, at: VirtualMs): Reply {
    const showsSender = /pg_stat_replication/i.test(sql) && this.#status !== 'failed transaction';
    const before = showsSender && !this.#isStandby ? [request(this.#senderSetting())] : [];
    const replies = this.#server.call([...before, ...requests], at, [...before.map(() => 1), ...statements]);
    const reply = replies.at(-1)!;
    this.#status = reply.status;
    if (this.#status === 'idle' && !this.#isStandby) this.#readLsn(at);
    return reply;
  }

  #senderSetting(): Statement {
    const state = this.#walSender;
    const json = state && {
      ...state,
      sentLsn: formatLsn(state.sentLsn),
      replayLsn: formatLsn(state.replayLsn),
    };
    return { sql: `select set_config('${walSenderSetting}', $1, false)`, params: [json ? JSON.stringify(json) : ''] };
  }

  /** Where the log ends. Asked only between transactions: a query at the beginning of one would fix its snapshot. */
  #readLsn(at: VirtualMs): void {
    const inserted = this.#memory.insertedWalBytes();
    if (this.#isStandby || inserted === this.#inserted) return;
    this.#inserted = inserted;
    const ask = concatenate([executePrepared('replayground_lsn'), sync]);
    let [reply] = this.#server.call([ask], at, [1]);
    if (reply!.error) {
      this.#prepareStatements(); // A client said DISCARD ALL or DEALLOCATE ALL.
      [reply] = this.#server.call([ask], at, [1]);
    }
    this.#lsn = parseLsn(reply!.results[0]!.rows[0]![0]!);
  }

  #prepareStatements(): void {
    const all = [
      prepare('replayground_locks', lockedTables),
      ...(this.#isStandby ? [] : [prepare('replayground_lsn', 'select pg_current_wal_insert_lsn()')]),
    ];
    this.#server.callAtStart(concatenate([...all, sync]), 0);
  }

  /** A question of our own that must have an answer. */
  #ask(statement: Statement, at: VirtualMs): PgResult {
    const [reply] = this.#server.call([request(statement)], at, [1]);
    if (reply!.error) throw new Error(`${this.name}: ${reply!.error.message}`, { cause: reply!.error });
    return reply!.results[0]!;
  }

  #answer({ results, error, notices, status }: Reply): Answer {
    return { outcome: error ? { kind: 'error', error } : { kind: 'ok', results }, notices, status, lsn: this.#lsn };
  }

  #loadSchema(): void {
    this.#server.callAtStart(simple(this.#setup.schemaSql));
    if (this.#isStandby) this.#memory.setInRecovery(true);
    else this.#publish();
    this.#server.callAtStart(simple('do $$ begin null; end $$')); // Loads PL/pgSQL before the image is taken.
    this.#prepareStatements();
    this.#libraries = this.#countLibraries();
    this.#readLsn(virtualMs(0));
  }

  #publish(): void {
    const [[exists]] = this.#server.callAtStart(request(publicationExists)).results[0]!.rows as [[string]];
    if (exists === 'f') this.#server.callAtStart(simple('create publication replayground for all tables'));
    this.#server.callAtStart(request(createSlot));
  }

  #takeImage(): MemoryImage {
    return new MemoryImage(this.#server.pglite.Module, this.#setup.files.addresses.programBreak);
  }

  /** A library that was loaded since the image lies in memory that the image overwrites. */
  #imageFits(): boolean {
    if (this.#server.hasCrashed) return false;
    if (this.#status !== 'idle') this.#server.callAtStart(request(plain('rollback')));
    return this.#countLibraries() === this.#libraries;
  }

  #countLibraries(): string {
    return this.#server.callAtStart(request(loadedLibraries)).results[0]!.rows[0]![0]!;
  }

  async #startAgain(): Promise<void> {
    this.#server = await PgliteServer.start(this.name, this.#setup.files);
    this.#memory = new ServerMemory(this.#server.pglite, this.#setup.files.addresses);
    this.#loadSchema();
    this.#image = this.#takeImage();
  }
}

/**
 * One node: a PGlite with the lesson's schema, an image to go back to, and the operations of the simulation's port. It
 * serves every role; `startCluster` hands each node out with the operations of its own.
 */
import type {
  Answer,
  Applied,
  BaseBackup,
  DecodedTransaction,
  ReplayState,
  Statement,
  TriedStatement,
  WalBytes,
  WalSenderState,
} from '../simulation/postgres-node.ts';
import type { SlotState } from '../trace/events.ts';
import { formatLsn, type Lsn, type NodeName, type VirtualMs, virtualMs } from '../trace/ids.ts';
import type { PgResult, PgTable, Recovery, WalRecord } from '../trace/postgres-values.ts';
import { readWal } from './base-backup.ts';
import { rowsOf, slotFrom, slotQuery, tableShapes, tablesQuery } from './catalog-queries.ts';
import { walFile } from './data-directory.ts';
import { decodedTransactions } from './decoded-transactions.ts';
import { Instance, type NodeSetup } from './instance.ts';
import { callWithin, ownBracket, peekBracket, pipeline } from './own-session.ts';
import { slotName } from './server-configuration.ts';
import { recordEnd } from './wal-position.ts';
import { walRecordsFrom, walRecordsQuery } from './wal-records.ts';
import { WalSenderSetting } from './wal-sender-setting.ts';
import { concatenate, copyFail, executePrepared, extended, type Reply, simple, sync } from './wire.ts';

/** Restarting the decoding from an old position reads all WAL since. Postgres's background writer logs a standby
 * snapshot every 15 s, and `restart_lsn` follows; PGlite has none, so the slot's confirmations do it. */
const confirmationsPerSnapshot = 32;

/** SQLSTATE `invalid_sql_statement_name`: somebody said DISCARD ALL or DEALLOCATE ALL. */
const isNotPrepared = '26000';

const plain = (sql: string): Statement => ({ sql, params: [] });

export class NodeServer {
  readonly name: NodeName;
  readonly #instance: Instance;
  #confirmations = 0;
  readonly #walSender = new WalSenderSetting();

  private constructor(instance: Instance) {
    this.name = instance.name;
    this.#instance = instance;
  }

  /** Starts the server, loads the schema, and takes the image. @throws when the schema is not accepted. */
  static async start(setup: NodeSetup): Promise<NodeServer> {
    return new NodeServer(await Instance.start(setup));
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
      this.#instance.unlogged(
        () =>
          callWithin(this.#instance.server, peekBracket(this.#instance.status), [pipeline([statement]), locks], at)
            .replies,
      );
    let [reply, locked] = look();
    if (locked!.error?.code === isNotPrepared) {
      this.#instance.prepareStatements(at);
      [reply, locked] = look();
    }
    const tables = locked!.results[0]?.rows.map(([table]) => table!) ?? [];
    return { ...this.#answer(reply!), status: this.#instance.status, tables };
  }

  async tryOut(
    statements: readonly TriedStatement[],
    session: 'client' | 'new',
    at: VirtualMs,
  ): Promise<readonly Answer[]> {
    const run = (statement: Statement): Answer => {
      const [reply] = this.#instance.server.call([concatenate([extended(statement), copyFail, sync])], at, [1]);
      return this.#answer(reply!);
    };
    return this.#instance.undone(async () => {
      if (session === 'new' && this.#instance.status !== 'idle') run(plain('rollback'));
      return statements.map((statement) =>
        statement.asOperator ? this.#instance.withRecovery(false, () => run(statement)) : run(statement),
      );
    });
  }

  async ask(statement: Statement, at: VirtualMs): Promise<PgResult> {
    return this.#instance.unlogged(() => this.#instance.ask(statement, at));
  }

  async tables(at: VirtualMs): Promise<readonly PgTable[]> {
    return this.#instance.unlogged(() => {
      const shapes = tableShapes(this.#instance.ask(tablesQuery, at));
      const rows = shapes.map((shape) => pipeline([rowsOf(shape)]));
      const { replies } = callWithin(this.#instance.server, ownBracket(this.#instance.status, 'read only'), rows, at);
      return shapes.map((shape, index) => ({ ...shape, rows: replies[index]!.results[0]?.rows ?? [] }));
    });
  }

  async crash(): Promise<void> {
    this.#instance.crash();
  }

  async restart(at: VirtualMs): Promise<Recovery> {
    this.#walSender.reset();
    return this.#instance.restart(at);
  }

  /** @throws when the server, having crashed, cannot be started again. */
  async restore(seed: number): Promise<void> {
    this.#confirmations = 0;
    this.#walSender.reset();
    await this.#instance.restore(seed);
  }

  async decode(after: Lsn, at: VirtualMs): Promise<readonly DecodedTransaction[]> {
    const peek = `select data from pg_logical_slot_peek_changes('${slotName}', null, null, 'after', $1)`;
    const { rows } = this.#instance.withSlot(() => this.#instance.ask({ sql: peek, params: [formatLsn(after)] }, at));
    return decodedTransactions(rows.map(([data]) => data ?? null));
  }

  async decodeUnflushed(after: Lsn, at: VirtualMs): Promise<readonly DecodedTransaction[]> {
    return this.#instance.undone(async () => {
      await this.flushWal();
      return this.decode(after, at);
    });
  }

  async confirm(lsn: Lsn, at: VirtualMs): Promise<SlotState> {
    if (++this.#confirmations % confirmationsPerSnapshot === 0)
      this.#instance.ask(plain('select pg_log_standby_snapshot()'), at);
    const advance = `select pg_replication_slot_advance('${slotName}', $1)`;
    this.#instance.withSlot(() => this.#instance.ask({ sql: advance, params: [formatLsn(lsn)] }, at));
    return slotFrom(this.#instance.ask(slotQuery, at));
  }

  async slot(): Promise<SlotState> {
    return slotFrom(this.#instance.ask(slotQuery, virtualMs(0)));
  }

  async walRecords(from: Lsn, at: VirtualMs): Promise<readonly WalRecord[]> {
    return walRecordsFrom(this.#instance.ask(walRecordsQuery(from, this.#instance.memory.insertLsn()), at));
  }

  async lsn(): Promise<Lsn> {
    return this.#instance.memory.insertLsn();
  }

  reportWalSender(state: WalSenderState | null): void {
    this.#walSender.state = state;
  }

  async apply(statements: readonly Statement[], replay: ReplayState, at: VirtualMs): Promise<Applied> {
    const bracket = ownBracket('idle', 'read write', 'set local session_replication_role = replica');
    return this.#instance.withRecovery(false, () => {
      const { replies, closingError } = callWithin(this.#instance.server, bracket, [pipeline(statements)], at);
      const reply = replies[0]!;
      const error = reply.error ?? closingError;
      if (!error) this.#instance.setReplayState(replay);
      return { ...this.#answer({ ...reply, error, status: 'idle' }), succeeded: reply.results.length };
    });
  }

  async operate(sql: string, at: VirtualMs): Promise<Answer> {
    const bracket = ownBracket('idle', 'read write', 'set local search_path to default');
    const asked = { request: concatenate([simple(sql), copyFail]), statements: 1 };
    return this.#instance.withRecovery(false, () => {
      const { replies, closingError } = callWithin(this.#instance.server, bracket, [asked], at);
      const reply = replies[0]!;
      return this.#answer({ ...reply, error: reply.error ?? closingError, status: 'idle' });
    });
  }

  reportReplay(replay: ReplayState): void {
    this.#instance.setReplayState(replay);
  }

  async baseBackup(): Promise<BaseBackup> {
    if (!this.#instance.backup) throw new Error(`Nobody takes a base backup of ${this.name}.`);
    return this.#instance.backup;
  }

  async walBytes(from: Lsn): Promise<WalBytes> {
    const { pglite, memory } = this.#instance.alive;
    return readWal((name) => walFile(pglite.Module, name), recordEnd(from), memory.flushLsn());
  }

  async flushWal(): Promise<Lsn> {
    const { memory } = this.#instance.alive;
    memory.flushWal();
    return memory.flushLsn();
  }

  async useBackup(backup: BaseBackup): Promise<void> {
    await this.#instance.useBackup(backup);
  }

  async replayTo(replay: ReplayState, wal: WalBytes, at: VirtualMs): Promise<Recovery> {
    return this.#instance.replayTo(replay, wal, at);
  }

  async promote(): Promise<Lsn> {
    this.#instance.promote();
    return this.#instance.memory.insertLsn();
  }

  async fence(at: VirtualMs): Promise<void> {
    this.#instance.fence(at);
  }

  async backupNow(): Promise<BaseBackup> {
    return this.#instance.backupNow();
  }

  async rebuild(backup: BaseBackup, replay: ReplayState, at: VirtualMs): Promise<Recovery> {
    this.#walSender.reset();
    return this.#instance.rebuild(backup, replay, at);
  }

  terminate(): void {
    this.#instance.shutDown();
  }

  /** A client's request. Afterwards the status is theirs. */
  #client(request: Uint8Array, at: VirtualMs): Reply {
    const before = this.#instance.isStandby ? [] : this.#walSender.news(this.#instance.status);
    const replies = this.#instance.server.call([...before, request], at, [...before.map(() => 1), 1]);
    const reply = replies.at(-1)!;
    this.#instance.status = reply.status;
    this.#walSender.answered(reply);
    return reply;
  }

  #answer({ results, error, notices, status, sleptMs, asksPromotion }: Reply): Answer {
    const lsn = this.#instance.memory.insertLsn();
    const outcome = error ? ({ kind: 'error', error } as const) : ({ kind: 'ok', results } as const);
    const answer = {
      outcome,
      notices,
      status,
      lsn,
      ...(sleptMs > 0 && { sleptMs }),
      ...(asksPromotion && { asksPromotion }),
    };
    return this.#instance.isStandby ? { ...answer, replayPaused: this.#instance.memory.isReplayPaused() } : answer;
  }
}

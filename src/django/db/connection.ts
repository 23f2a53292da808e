import type { DatabaseAlias } from '../database-alias.ts';
import { backend } from '../backend.ts';
import { ConnectionDoesNotExist } from '../errors.ts';
import { Origin } from '../origin.ts';
import { PerRequest } from '../per-request.ts';
import { type InstalledDatabase, installedSettings } from '../settings.ts';
import type { PgResult } from '../../trace/postgres-values.ts';
import type { Statement } from '../query/statement.ts';
import { AtomicBlocks } from './atomic-blocks.ts';
import { Cursor } from './cursor.ts';
import {
  DatabaseError,
  OperationalError,
  TransactionManagementError,
  connectionClosed,
  databaseError,
} from './database-errors.ts';
import { defaultAlias, routeByHand } from './router.ts';
import type { Route } from './router.ts';

/**
 * A request's connection to one database.
 *
 * Django: [connection](https://docs.djangoproject.com/en/5.2/topics/db/sql/#executing-custom-sql-directly).
 */
export class DatabaseConnection {
  /** The name of the database in `DATABASES`. */
  readonly alias: DatabaseAlias;
  readonly #database: InstalledDatabase;
  /** @internal */
  readonly atomicBlocks: AtomicBlocks;
  /** A connection does one thing at a time: what it was last given to do. */
  #last: Promise<unknown> = Promise.resolve();
  /** Whether a BEGIN was sent that no COMMIT or ROLLBACK has ended. */
  #inTransaction = false;
  /** Whether the next statement needs a connection of its own, the one before being gone. */
  #isClosed = false;
  /** Whether the last statement heard that there is no connection, and it was not closed since. */
  #isLost = false;

  /** @internal */
  constructor(alias: string, database: InstalledDatabase) {
    this.alias = alias;
    this.#database = database;
    this.atomicBlocks = new AtomicBlocks((sql, origin) => this.#control(sql, origin));
  }

  /** Whether an `atomic` block of this database is open. */
  get inAtomicBlock(): boolean {
    return this.atomicBlocks.isOpen;
  }

  /** Something to run SQL with: `connections['replica'].cursor()`. */
  cursor(): Cursor {
    return new Cursor((statement, origin) => this.execute(statement, routeByHand(this.alias), origin));
  }

  /**
   * Closes it: the next statement makes a new one, and if the settings name several hosts it may be with another. A transaction
   * that is open is rolled back, and its `atomic` block asks nothing more. `atomic` closes a connection that was lost in it by itself;
   * outside of a transaction a lost one stays lost until it is closed, or until the next request.
   *
   *     try {
   *       return await Product.objects.count();
   *     } catch (error) {
   *       if (!(error instanceof OperationalError)) throw error;
   *       await connection.close();
   *       return await Product.objects.count();
   *     }
   *
   * Django: [close](https://docs.djangoproject.com/en/5.2/ref/databases/#connection-management).
   */
  async close(): Promise<void> {
    const origin = new Origin();
    await origin.run(async () => {
      // The server does it, when the client has gone.
      if (this.#inTransaction) await this.#control('ROLLBACK', origin).catch(ignoreDatabaseError);
    });
    this.#isClosed = true;
    this.#isLost = false;
    this.atomicBlocks.markLost();
    this.atomicBlocks.markForRollback();
  }

  /**
   * Runs one statement, in a transaction if an atomic block is open.
   * @throws DatabaseError
   * @internal
   */
  async execute(statement: Statement, route: Route, origin: Origin): Promise<PgResult> {
    if (this.atomicBlocks.needsRollback) {
      throw new TransactionManagementError(
        "An error occurred in the current transaction. You can't execute queries until the end of the 'atomic' block.",
      );
    }
    if (this.atomicBlocks.isLost) throw new OperationalError(connectionClosed);
    if (this.inAtomicBlock && !this.#inTransaction) await this.#control('BEGIN', origin);
    return await this.#send(statement, route, origin);
  }

  /** BEGIN and what ends it, or a savepoint. A transaction begins with its first statement, not before. */
  async #control(sql: string, origin: Origin): Promise<void> {
    if (endsTransaction(sql) && !this.#inTransaction) return;
    if (sql.startsWith('SAVEPOINT') && !this.#inTransaction) await this.#control('BEGIN', origin);
    this.#inTransaction = !endsTransaction(sql);
    await this.#send({ sql, params: [] }, routeByHand(this.alias), origin);
  }

  async #send({ sql, params }: Statement, { alias, claim }: Route, origin: Origin): Promise<PgResult> {
    const place = origin.place();
    const query = { alias, ...this.#database, sql, params, route: claim, ...(place && { place }) };
    const sent = this.#last.then(() => {
      const reconnects = this.#isClosed && ({ reconnects: true } as const);
      this.#isClosed = false;
      return backend().query({ ...query, ...reconnects });
    });
    // The next statement waits for the end of this one, whatever it is; its caller hears of it below.
    this.#last = sent.then(
      () => undefined,
      () => undefined,
    );
    const reply = await sent;
    if (reply.kind !== 'lost') this.#isLost = false;
    if (reply.kind === 'error') throw databaseError(reply.error);
    if (reply.kind === 'lost') {
      // As in Django, where ROLLBACK fails at the end of the block, and the connection is dropped. A block cannot even be entered
      // with a connection that was lost before it, so that one stays.
      const isDropped = this.#inTransaction || this.inAtomicBlock || endsTransaction(sql);
      this.#isClosed = isDropped && !this.#isLost;
      this.#isLost = !this.#isClosed;
      this.#inTransaction = false;
      this.atomicBlocks.markLost();
      throw new OperationalError(reply.message);
    }
    const [result] = reply.results;
    if (!result) throw new Error(`The host answered ${JSON.stringify(sql)} without a result.`);
    return result;
  }
}

const endsTransaction = (sql: string): boolean => sql === 'COMMIT' || sql === 'ROLLBACK';

function ignoreDatabaseError(error: unknown): void {
  if (!(error instanceof DatabaseError)) throw error;
}

const connectionsOfRequest = new PerRequest(() => new Map<string, DatabaseConnection>());

/** The connection of the request at hand. @throws ConnectionDoesNotExist when the settings have no such alias */
export function connectionTo(alias: string): DatabaseConnection {
  const connections = connectionsOfRequest.get();
  let connection = connections.get(alias);
  if (!connection) {
    const database = installedSettings().databases.get(alias);
    if (!database) throw new ConnectionDoesNotExist(`The connection '${alias}' doesn't exist.`);
    connection = new DatabaseConnection(alias, database);
    connections.set(alias, connection);
  }
  return connection;
}

/** The request's connections by alias. */
export type Connections = Readonly<Record<DatabaseAlias, DatabaseConnection>> & OtherNames;

/** What another name than those gives. Without `noImplicitAny` a compiler lets it pass, so it has a type of its own. */
type OtherNames = string extends DatabaseAlias
  ? { readonly default: DatabaseConnection; readonly replica: DatabaseConnection }
  : { readonly [alias: string]: NoSuchDatabase };

/** The settings have no database of this name. */
interface NoSuchDatabase {
  readonly [why: symbol]: 'The DATABASES of settings.ts have no such alias.';
}

/**
 * The databases by alias, to ask one of them in SQL.
 *
 *     const cursor = connections['replica'].cursor();
 *     await cursor.execute('select pg_last_wal_replay_lsn()');
 *     const row = cursor.fetchone();
 *
 * @throws ConnectionDoesNotExist when the settings have no such alias
 *
 * Django: [connections](https://docs.djangoproject.com/en/5.2/topics/db/sql/#executing-custom-sql-directly).
 */
export const connections: Connections = new Proxy({} as Connections, {
  get: (_, alias) => connectionTo(String(alias)),
});

/**
 * The database `default`: `connection.cursor()`.
 *
 * Django: [connection](https://docs.djangoproject.com/en/5.2/topics/db/sql/#executing-custom-sql-directly).
 */
export const connection: Pick<DatabaseConnection, 'alias' | 'cursor' | 'close' | 'inAtomicBlock'> = {
  alias: defaultAlias,
  cursor: () => connectionTo(defaultAlias).cursor(),
  close: () => connectionTo(defaultAlias).close(),
  get inAtomicBlock() {
    return connectionTo(defaultAlias).inAtomicBlock;
  },
};

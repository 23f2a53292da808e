/** Real Postgres servers for tests: `default`, and `replica`, which is read-only and never gets what `default` got since
 * the beginning: a replica that lags for ever. What the learner API asks is kept in order. */
import { PGlite } from '@electric-sql/pglite';
import { concatenate, extended, parseReplies, sync } from '../postgres/wire.ts';
import type { Environment } from '../trace/environment.ts';
import { requestId } from '../trace/ids.ts';
import type { QueryReply } from '../trace/postgres-values.ts';
import { installBackend } from './backend.ts';
import type { BackendQuery } from './backend.ts';
import { forgetRequest } from './per-request.ts';

/** An alias and the first word of a statement. */
export type Asked = `${string}: ${string}`;

const request = requestId(1);

export class TestDatabases {
  readonly #servers: ReadonlyMap<string, PGlite>;
  readonly queries: BackendQuery[] = [];
  readonly logged: string[] = [];

  private constructor(servers: ReadonlyMap<string, PGlite>) {
    this.#servers = servers;
  }

  /** Servers with these tables, and the backend that asks them. */
  static async start(schemaSql: string, aliases = ['default', 'replica']): Promise<TestDatabases> {
    const servers = await Promise.all(aliases.map(async (alias) => [alias, await PGlite.create()] as const));
    for (const [, server] of servers) await server.exec(schemaSql);
    const databases = new TestDatabases(new Map(servers));
    databases.install();
    return databases;
  }

  /** All as at the beginning, with the same rows; the replica refuses writes. */
  async reset(rowsSql: string): Promise<void> {
    forgetRequest(request);
    this.queries.length = 0;
    this.logged.length = 0;
    for (const server of this.#servers.values()) {
      // One after the other: what is sent in one string is one transaction.
      for (const sql of ['rollback', 'set default_transaction_read_only = off', rowsSql]) await server.exec(sql);
    }
    await this.#servers.get('replica')?.exec('set default_transaction_read_only = on');
  }

  /** Runs SQL behind the API's back, past the replica's refusal. */
  async run(alias: string, sql: string): Promise<void> {
    await this.#servers.get(alias)!.exec(`begin read write; ${sql}; commit`);
  }

  /** The answer to SQL behind the API's back, as rows of text. */
  async ask(alias: string, sql: string): Promise<readonly (readonly (string | null)[])[]> {
    return answered(await this.#send({ alias, host: '', sql, params: [] }));
  }

  /** What was asked since the last look. */
  asked(): Asked[] {
    return this.queries.splice(0).map(({ alias, sql }): Asked => `${alias}: ${/^\w+/.exec(sql)?.[0] ?? sql}`);
  }

  /** The databases that the work asked, one after the other. */
  async aliasesOf(work: () => PromiseLike<unknown>): Promise<string[]> {
    this.queries.length = 0;
    await work();
    return this.queries.splice(0).map(({ alias }) => alias);
  }

  async close(): Promise<void> {
    for (const server of this.#servers.values()) await server.close();
  }

  install(environment: Environment = {}): void {
    installBackend({
      environment,
      query: async (query) => {
        this.queries.push(query);
        return await this.#send(query);
      },
      sleep: async () => {},
      powerOff: async () => {},
      currentRequest: () => request,
      log: (text) => void this.logged.push(text),
      placeOf: (error) => {
        const match = /(\w[\w-]*\.test\.ts):(\d+):(\d+)/.exec(String((error as Error).stack));
        return match ? { file: match[1]!, line: Number(match[2]), column: Number(match[3]) } : undefined;
      },
    });
  }

  async #send({ alias, sql, params }: BackendQuery): Promise<QueryReply> {
    const server = this.#servers.get(alias);
    if (!server) return { kind: 'lost', message: `connection to server at "${alias}" failed` };
    const [reply] = parseReplies(await server.execProtocolRaw(concatenate([extended({ sql, params }), sync])));
    return reply!.error ? { kind: 'error', error: reply!.error } : { kind: 'ok', results: reply!.results };
  }
}

function answered(reply: QueryReply): readonly (readonly (string | null)[])[] {
  if (reply.kind !== 'ok') throw new Error(JSON.stringify(reply));
  return reply.results[0]!.rows;
}

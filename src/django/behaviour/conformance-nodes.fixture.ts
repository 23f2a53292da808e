/**
 * The databases that the cases run on: **D** and **R**, a real primary and its real hot standby, fed by the real slot,
 * and **X**, a server of its own. Replay keeps up by itself until a case pauses it.
 */
import { ensureSnapshot } from '../../../scripts/build-snapshot.ts';
import { installBackend } from '../backend.ts';
import type { BackendQuery } from '../backend.ts';
import { forgetRequest } from '../per-request.ts';
import { rowsSql, schemaSql } from '../shop.fixture.ts';
import { loadServerFiles } from '../../postgres/load-server-files-node.ts';
import { startCluster } from '../../postgres/start-cluster.ts';
import { type ClientStatement, ClientStatements } from '../../simulation/client-statements.ts';
import type { Cluster } from '../../simulation/postgres-node.ts';
import { randomFrom } from '../../simulation/random.ts';
import { Recorder } from '../../simulation/recorder.ts';
import { Replication } from '../../simulation/replication.ts';
import { ServerSession } from '../../simulation/server-session.ts';
import { VirtualClock } from '../../simulation/virtual-clock.ts';
import { type NodeName, requestId, virtualMs } from '../../trace/ids.ts';
import type { QueryReply } from '../../trace/postgres-values.ts';
import { defaultSettings, type Settings } from '../../trace/settings.ts';

/** An alias and the first word of a statement. */
type Asked = `${string}: ${string}`;

const request = requestId(1);
const app = { kind: 'request', requestId: request, person: 'Ana' } as const;
const operator = { kind: 'console' } as const;

const seed = 1;

/** All that lasts as long as one case. */
class Session {
  readonly clock = new VirtualClock();
  readonly replication: Replication;
  readonly statements: ClientStatements;
  #settings: Settings = { ...defaultSettings, replication: { ...defaultSettings.replication, delayMs: 0 } };

  constructor(cluster: Cluster) {
    const sessions = { primary: new ServerSession(), replica: new ServerSession(), standalone: new ServerSession() };
    const shared = { cluster, recorder: new Recorder(), sessions, settings: () => this.#settings };
    this.replication = new Replication({ ...shared, random: randomFrom(seed) });
    this.statements = new ClientStatements({ ...shared, clock: this.clock, replication: this.replication });
  }

  async pauseReplay(paused: boolean): Promise<void> {
    this.passTime();
    await this.replication.catchUp(this.clock.now);
    this.#settings = { ...this.#settings, replication: { ...this.#settings.replication, paused } };
    this.replication.settingsChanged(this.clock.now);
    this.passTime();
  }

  /** Enough for a commit to reach the replica and to be applied, if replay is not paused. */
  passTime(): void {
    this.clock.advanceTo(virtualMs(this.clock.now + 1_000));
  }
}

export class ConformanceNodes {
  readonly #cluster: Cluster;
  #session: Session;
  #queries: BackendQuery[] = [];

  private constructor(cluster: Cluster) {
    this.#cluster = cluster;
    this.#session = new Session(cluster);
  }

  static async start(): Promise<ConformanceNodes> {
    const files = await loadServerFiles(await ensureSnapshot());
    const replicated = `${schemaSql}\n${rowsSql}`;
    return new ConformanceNodes(
      await startCluster({ files, schemaSql: replicated, standaloneSql: schemaSql, where: 'in-process' }),
    );
  }

  /** All as at the beginning: the same rows on both nodes, none on X, replay keeping up. */
  async reset(): Promise<void> {
    const servers = [this.#cluster.primary, this.#cluster.replica, this.#cluster.standalone!];
    await Promise.all(servers.map((server) => server.restore(seed)));
    this.#session = new Session(this.#cluster);
    this.#queries = [];
    forgetRequest(request);
    installBackend({
      query: async (query) => {
        this.#queries.push(query);
        return await this.#send(query);
      },
      environment: {},
      sleep: async () => {},
      powerOff: async () => {},
      currentRequest: () => request,
      log: () => {},
      placeOf: () => undefined,
    });
  }

  /** From now on the replica receives what is committed and does not apply it. */
  async pauseReplay(): Promise<void> {
    await this.#session.pauseReplay(true);
  }

  /** The replica applies what it has received, and keeps up. */
  async resumeReplay(): Promise<void> {
    await this.#session.pauseReplay(false);
  }

  /** Runs SQL behind the API's back. */
  async run(alias: string, sql: string): Promise<void> {
    await this.#ask(alias, sql);
  }

  /** The rows that a database answers to SQL behind the API's back, as text. */
  async rows(alias: string, sql: string): Promise<readonly (readonly (string | null)[])[]> {
    const reply = await this.#ask(alias, sql);
    if (reply.kind !== 'ok') throw new Error(`${alias}: ${JSON.stringify(reply)}`);
    return reply.results.flatMap(({ rows }) => rows);
  }

  /** What the API asked since the last look. */
  asked(): Asked[] {
    return this.#queries.splice(0).map(({ alias, sql }): Asked => `${alias}: ${/^\w+/.exec(sql)?.[0] ?? sql}`);
  }

  /** The databases that the work asked, one after the other. */
  async aliasesOf(work: () => PromiseLike<unknown>): Promise<string[]> {
    this.#queries.length = 0;
    await work();
    return this.#queries.splice(0).map(({ alias }) => alias);
  }

  close(): void {
    this.#cluster.terminate();
  }

  async #send({ alias, sql, params }: BackendQuery): Promise<QueryReply> {
    return await this.#run({ node: nodeOf(alias), client: app, sql, params });
  }

  async #ask(alias: string, sql: string): Promise<QueryReply> {
    return await this.#run({ node: nodeOf(alias), client: operator, sql });
  }

  async #run(statement: Omit<ClientStatement, 'sentAt' | 'returnMs'>): Promise<QueryReply> {
    const { clock, statements } = this.#session;
    this.#session.passTime();
    return await new Promise<QueryReply>((resolve, reject) => {
      statements.run({ ...statement, sentAt: clock.now, returnMs: 0 }, resolve).catch(reject);
    });
  }
}

const nodeOf = (alias: string): NodeName =>
  alias === 'other' ? 'standalone' : alias === 'replica' ? 'replica' : 'primary';

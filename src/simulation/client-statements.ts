/**
 * Statements of clients on any node: they wait for the node's one session, run at their moment of virtual time, and are
 * recorded with what the node answered. A read of the replica is compared with what the primary would have said. Nothing
 * is replicated from the standalone server, so its tables are read again when a statement has changed them.
 */
import type { Client, RouteClaim, Staleness } from '../trace/events.ts';
import type { SourcePlace } from '../trace/http.ts';
import {
  type Lsn,
  type NodeName,
  type QueryId,
  queryId,
  type ReplicationNode,
  type VirtualMs,
  virtualMs,
} from '../trace/ids.ts';
import type { PgText } from '../trace/postgres-values.ts';
import type { Settings } from '../trace/settings.ts';
import type { Answer, Cluster } from './postgres-node.ts';
import type { Recorder } from './recorder.ts';
import type { Replication } from './replication.ts';
import { rowDifference } from './row-difference.ts';
import { serverNamed } from './server-at.ts';
import type { ServerSession } from './server-session.ts';
import type { VirtualClock } from './virtual-clock.ts';

export interface ClientStatement {
  readonly node: NodeName;
  readonly client: Client;
  readonly sql: string;
  /** Absent: a script of any number of statements, as a console sends it. */
  readonly params?: readonly PgText[];
  /** One statement on the replica that the standby would refuse, let through for its operator. */
  readonly asOperator?: boolean;
  readonly route?: RouteClaim;
  readonly place?: SourcePlace;
  /** When the client sent it. */
  readonly sentAt: VirtualMs;
  /** How long the answer travels back. */
  readonly returnMs: number;
}

export interface ClientStatementsParts {
  readonly cluster: Cluster;
  readonly clock: VirtualClock;
  readonly recorder: Recorder;
  readonly replication: Replication;
  readonly sessions: Readonly<Record<NodeName, ServerSession>>;
  readonly settings: () => Settings;
}

/** `pg_stat_replication`, `pg_replication_slots`, `pg_current_wal_lsn()` and their kin: they look at replication. */
const looksAtReplication = /\bpg_/i;

export class ClientStatements {
  readonly #parts: ClientStatementsParts;
  #count = 0;
  /** What the standalone server was last known to hold, and where it stood. */
  #standalone: { readonly lsn: Lsn | undefined; readonly tables: string };

  constructor(parts: ClientStatementsParts) {
    this.#parts = parts;
    const { standaloneLsn, tables } = parts.cluster;
    this.#standalone = { lsn: standaloneLsn, tables: JSON.stringify(tables.standalone) };
  }

  get count(): number {
    return this.#count;
  }

  /** Runs the statement now, or when its node's session is free, then `answered` with what it said and when the client
   * has it. @throws NodeCrashed */
  async run(statement: ClientStatement, answered: (answer: Answer, at: VirtualMs) => void): Promise<void> {
    const { clock, sessions, replication } = this.#parts;
    const session = sessions[statement.node];
    const id = queryId(++this.#count);
    await session.run(clientKey(statement.client), clock, async (queuedMs) => {
      const before = session.status;
      const answer = await this.#runNow(statement, id, queuedMs);
      answered(answer, this.#answeredAt(statement));
      if (before !== 'idle' && answer.status === 'idle' && statement.node === 'replica') {
        replication.replicaWasHeld(clock.now);
      }
      if (statement.node === 'standalone' && answer.status === 'idle') await this.#inspectStandalone(answer.lsn);
      if (statement.asOperator) await replication.replicaChanged(clock.now);
      return answer.status;
    });
  }

  /** A client went away: what it had open is rolled back, as a server does when a connection ends. */
  async disconnect(client: Client): Promise<void> {
    for (const node of ['primary', 'replica', 'standalone'] as const) {
      if (this.#parts.sessions[node].holder !== clientKey(client)) continue;
      const sentAt = this.#parts.clock.now;
      await this.run({ node, client, sql: 'ROLLBACK', params: [], sentAt, returnMs: 0 }, () => {});
    }
  }

  #answeredAt(statement: ClientStatement): VirtualMs {
    return virtualMs(this.#parts.clock.now + this.#parts.settings().statementMs + statement.returnMs);
  }

  async #runNow(statement: ClientStatement, id: QueryId, queuedMs: number): Promise<Answer> {
    const { clock, recorder, replication } = this.#parts;
    const { node, client, sql, route, place, sentAt } = statement;
    const at = clock.now;
    await this.#bringReplicationUp(statement);
    const onReplica = node === 'replica';
    const [answer, compared] = await Promise.all([
      this.#send(statement, at),
      onReplica ? this.#primaryWouldSay(statement, at) : null,
    ]);
    const staleness = compared && answer.outcome.kind === 'ok' ? this.#staleness(answer, compared, at) : null;
    recorder.record({
      type: 'query ran',
      at,
      queryId: id,
      node,
      client,
      sql,
      params: statement.params ?? [],
      sentAt,
      answeredAt: this.#answeredAt(statement),
      outcome: answer.outcome,
      notices: answer.notices,
      status: answer.status,
      lsn: onReplica ? replication.replayLsn : answer.lsn,
      ...(route && { route }),
      ...(place && { place }),
      ...(staleness && { staleness }),
      ...(queuedMs > 0 && { queuedMs }),
    });
    if (node === 'primary') replication.noteWrite({ at, lsn: answer.lsn, client, queryId: id });
    return answer;
  }

  async #bringReplicationUp({ node, sql }: ClientStatement): Promise<void> {
    const { clock, replication } = this.#parts;
    if (node === 'standalone') return;
    if (node === 'replica' || looksAtReplication.test(sql)) await replication.catchUp(clock.now);
  }

  #send({ node, sql, params, asOperator }: ClientStatement, at: VirtualMs): Promise<Answer> {
    const { cluster } = this.#parts;
    if (asOperator) return cluster.replica.operate(sql, at);
    const server = serverNamed(node, cluster);
    return params ? server.query({ sql, params }, at) : server.script(sql, at);
  }

  /** The primary's answer to the same statement at the same moment, or why there is none. */
  async #primaryWouldSay({ client, sql, params }: ClientStatement, at: VirtualMs): Promise<Comparison> {
    const { primary } = this.#parts.sessions;
    if (!params) return { why: 'It was typed at a console.' };
    if (primary.status === 'failed transaction') return { why: 'The transaction open on the primary had failed.' };
    if (primary.holder !== null && primary.holder !== clientKey(client)) {
      return { why: "Another client's transaction was open on the primary, and PGlite has one session." };
    }
    const { outcome, tables } = await this.#parts.cluster.primary.peek({ sql, params }, at);
    if (outcome.kind === 'error') return { why: `The primary would have said: ${outcome.error.message}` };
    if (tables.length === 0) return { why: 'It reads no table.' };
    return { rows: outcome.results.flatMap(({ rows }) => rows), tables };
  }

  #staleness(answer: Answer, compared: Comparison, at: VirtualMs): Staleness {
    const { replication } = this.#parts;
    const place = { replayLsn: replication.replayLsn, primaryLsn: replication.primaryLsn, ...replication.behind(at) };
    if ('why' in compared) return { ...place, difference: { kind: 'unknown', why: compared.why } };
    const rows = answer.outcome.kind === 'ok' ? answer.outcome.results.flatMap((result) => result.rows) : [];
    const { missing, extra } = rowDifference(compared.rows, rows);
    if (missing.length === 0 && extra.length === 0) return { ...place, difference: { kind: 'same' } };
    return { ...place, difference: { kind: 'differs', missing, extra, tables: compared.tables } };
  }

  /** A read may move the LSN too: only tables that differ are an event. */
  async #inspectStandalone(lsn: Lsn): Promise<void> {
    if (lsn === this.#standalone.lsn) return;
    const { clock, cluster, recorder } = this.#parts;
    const tables = await serverNamed('standalone', cluster).tables(clock.now);
    const before = this.#standalone.tables;
    this.#standalone = { lsn, tables: JSON.stringify(tables) };
    if (this.#standalone.tables === before) return;
    recorder.record({ type: 'tables inspected', at: clock.now, node: 'standalone', tables });
  }
}

type Comparison =
  | { readonly why: string }
  | { readonly rows: readonly (readonly PgText[])[]; readonly tables: readonly string[] };

const clientKey = (client: Client): string => (client.kind === 'console' ? 'console' : `request ${client.requestId}`);

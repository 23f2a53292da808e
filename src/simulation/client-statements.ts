/**
 * Statements of clients on any node: they wait for the node's one session, run at their moment of virtual time, and are
 * recorded with what the node answered, or with that nobody was there. A read of the replica is compared with what the primary would have said. Nothing
 * is replicated from the standalone server, so its tables are read again when a statement has changed them.
 */
import type { Client, EventOf, RouteClaim, StandbyLevel } from '../trace/events.ts';
import type { SourcePlace } from '../trace/http.ts';
import { type Lsn, type NodeName, nodeNames, type QueryId, queryId, type VirtualMs, virtualMs } from '../trace/ids.ts';
import type { PgText, QueryReply, SessionStatus } from '../trace/postgres-values.ts';
import { type Settings, slowdownOf } from '../trace/settings.ts';
import { type CommitWait, CommitWaits } from './commit-waits.ts';
import { clientKey, connectionFailed, connectionName, Connections } from './connections.ts';
import type { Answer, Cluster, TriedStatement } from './postgres-node.ts';
import { measuredStaleness } from './measured-staleness.ts';
import { PromotedNode } from './promoted-node.ts';
import type { Recorder } from './recorder.ts';
import type { Replication } from './replication.ts';
import { serverNamed } from './server-at.ts';
import type { ServerSession } from './server-session.ts';
import { type WantedServer, whyUnfit } from './target-session.ts';
import type { VirtualClock } from './virtual-clock.ts';

export interface ClientStatement {
  readonly node: NodeName;
  readonly client: Client;
  /** Which of the client's connections it goes through. Absent: the one that it has with the node. */
  readonly connection?: string;
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
  /** A client has paused replay on the replica, or has let it go on. */
  readonly replayPaused?: (paused: boolean) => Promise<void>;
  /** A client has called `pg_promote()` on the replica. */
  readonly promotionAsked?: () => Promise<void>;
  /** Whether queries of requests are explained as well. */
  readonly explains?: boolean;
  /** A statement is about to run. */
  readonly aboutToRun?: (id: QueryId, node: NodeName) => Promise<void>;
}

/** `pg_stat_replication`, `pg_replication_slots`, `pg_current_wal_lsn()` and their kin: they look at replication. */
const looksAtReplication = /\bpg_/i;
/** Tags of CommandComplete after which the tables may be others. That they are is seen in the slot: these are only worth a
 * look at once, so that the tables view shows a new table when it was made. */
const mayChangeTables = /^(CREATE|ALTER|DROP|DO|CALL)\b/;

/** Tags of CommandComplete after which the tables are as before. */
const onlyLooks = /^(SELECT|SHOW|SET|BEGIN|ROLLBACK|EXPLAIN)\b/;

const reads = /^\s*(select|with)\b/i;
const explain = 'EXPLAIN (ANALYZE, BUFFERS, VERBOSE, SETTINGS, TIMING OFF, SUMMARY OFF, FORMAT JSON)';

/** What the node said to a client, and when the client has it. */
type Answered = (reply: QueryReply, at: VirtualMs) => void;

export class ClientStatements {
  readonly #parts: ClientStatementsParts;
  readonly connections = new Connections();
  readonly waits: CommitWaits;
  /** The replica, once it is promoted. */
  readonly promoted: PromotedNode;
  #count = 0;
  #tablesMayHaveChanged = false;
  /** What the standalone server was last known to hold, and where it stood. */
  #standalone: { readonly lsn: Lsn | undefined; readonly tables: string };

  constructor(parts: ClientStatementsParts) {
    this.#parts = parts;
    this.waits = new CommitWaits(parts);
    this.promoted = new PromotedNode(parts.cluster.replica);
    const { standaloneLsn, tables } = parts.cluster;
    this.#standalone = { lsn: standaloneLsn, tables: JSON.stringify(tables.standalone) };
  }

  get count(): number {
    return this.#count;
  }

  /** Runs the statement now, or when its node's session is free, then `answered` with what it said and when the client
   * has it. @throws NodeCrashed */
  async run(statement: ClientStatement, answered: Answered): Promise<void> {
    const { clock, sessions, replication } = this.#parts;
    const { client, node } = statement;
    const session = sessions[node];
    const id = queryId(++this.#count);
    this.#connectWhereUp(statement);
    await session.run(clientKey(client), clock, async (queuedMs) => {
      const failure = this.#failure(statement);
      if (failure !== null) {
        this.#fail(statement, failure, answered);
        return 'idle';
      }
      const before = session.status;
      const level = await this.#standbyLevel(node, before);
      const from = replication.primaryLsn;
      const { answer, ran } = await this.#runNow(statement, id, queuedMs);
      const canWait = level !== null && answer.status === 'idle';
      const lsn = canWait ? await replication.commitAfter(from, clock.now) : null;
      if (canWait && lsn !== null) this.#holdBack(statement, ran, { level, lsn }, answered);
      else answered(answer.outcome, this.#answeredAt(statement, answer));
      if (before !== 'idle' && answer.status === 'idle' && node === 'replica') replication.doNothingBefore(clock.now);
      if (node === 'standalone' && answer.status === 'idle') await this.#inspectStandalone(answer.lsn);
      const { replayPaused } = answer;
      if (replayPaused !== undefined && replayPaused !== replication.isReplayPaused) {
        await this.#parts.replayPaused?.(replayPaused);
      }
      if (answer.asksPromotion) await this.#parts.promotionAsked?.();
      if (node === 'primary') this.#noteTags(answer);
      if (statement.asOperator || this.#writesOnPromoted(node, answer)) {
        const tables = await replication.replicaChanged(clock.now);
        replication.former.noteWrite({ at: clock.now, lsn: answer.lsn, tables });
      }
      return answer.status;
    });
    // Whoever was there may have kept the replica from going on, or has mended it.
    if (node === 'replica') this.waits.reconsider();
    if (!this.#tablesMayHaveChanged || sessions.primary.status !== 'idle') return;
    this.#tablesMayHaveChanged = false;
    await replication.readSlot(clock.now);
  }

  /** How far the replica has come may be another matter now. */
  replicationChanged(): void {
    if (this.#parts.settings().replication.synchronous) this.waits.reconsider();
    else this.waits.releaseAll('not asked for');
  }

  /** The tables view follows the stream, and nothing of this is in one. */
  #writesOnPromoted(node: NodeName, { outcome, status }: Answer): boolean {
    if (node !== 'replica' || !this.#parts.replication.isPromoted || status !== 'idle') return false;
    return outcome.kind === 'ok' && outcome.results.some(({ tag }) => !onlyLooks.test(tag));
  }

  /** Where one of a client's connections goes; null where it has none. */
  connectedTo(client: Client, connection: string): NodeName | null {
    return this.connections.nodeOf(connectionName(client, { connection }));
  }

  /** Whether a client knows that one of its connections is gone. */
  hasLost(client: Client, connection: string): boolean {
    return this.connections.isLost(connectionName(client, { connection }));
  }

  /** A client's connection is to be made to the statement's node. What the client hears instead, or null where it is made. */
  connect(statement: ClientStatement, wanted: WantedServer): string | null {
    const { client, node } = statement;
    const unfit = whyUnfit(wanted, this.#parts.replication.isStandby(node));
    const failure = this.#failure(statement) ?? (unfit === null ? null : connectionFailed(node, unfit));
    if (failure === null) this.connections.open(connectionName(statement.client, statement), clientKey(client), node);
    else this.noteFailure(statement, failure);
    return failure;
  }

  /** A client is done with one of its connections. */
  close(client: Client, connection: string): void {
    this.connections.close(connectionName(client, { connection }));
  }

  /** Whoever comes without a connection has one from now on, if somebody is there. */
  #connectWhereUp(statement: ClientStatement): void {
    const { client, node } = statement;
    const name = connectionName(statement.client, statement);
    if (this.connections.nodeOf(name) !== null || this.connections.isDown(node)) return;
    this.connections.open(name, clientKey(client), node);
  }

  #failure(statement: ClientStatement): string | null {
    return this.connections.failure(
      connectionName(statement.client, statement),
      statement.node,
      statement.client.kind === 'console',
    );
  }

  #fail(statement: ClientStatement, message: string, answered: Answered): void {
    answered({ kind: 'lost', message }, this.noteFailure(statement, message));
  }

  /** The client has given up on its connection. */
  loseConnection(statement: ClientStatement, message: string): void {
    this.connections.lose(connectionName(statement.client, statement));
    this.noteFailure({ ...statement, returnMs: 0 }, message);
  }

  /** A statement has reached nobody. Gives when the client hears of it. */
  noteFailure(statement: ClientStatement, message: string): VirtualMs {
    const { clock, recorder } = this.#parts;
    const { node, client, sql, params = [], sentAt, returnMs, route, place } = statement;
    const answeredAt = virtualMs(clock.now + returnMs);
    const claims = { ...(route && { route }), ...(place && { place }) };
    const asked = { node, client, sql, params, sentAt, answeredAt, ...claims };
    recorder.record({ type: 'connection failed', at: clock.now, ...asked, message });
    return answeredAt;
  }

  #noteTags({ outcome }: Answer): void {
    if (outcome.kind === 'ok')
      this.#tablesMayHaveChanged ||= outcome.results.some(({ tag }) => mayChangeTables.test(tag));
  }

  /** A client went away: what it had open is rolled back, as a server does when a connection ends. */
  async disconnect(client: Client): Promise<void> {
    for (const node of nodeNames) {
      if (this.#parts.sessions[node].holder !== clientKey(client)) continue;
      const sentAt = this.#parts.clock.now;
      await this.run({ node, client, sql: 'ROLLBACK', params: [], sentAt, returnMs: 0 }, () => {});
    }
  }

  #answeredAt(statement: ClientStatement, { sleptMs = 0 }: Answer): VirtualMs {
    const settings = this.#parts.settings();
    const workMs = settings.statementMs * slowdownOf(settings, statement.node);
    return virtualMs(this.#parts.clock.now + workMs + sleptMs + statement.returnMs);
  }

  /** What a commit on the node would wait for: Postgres asks when it commits, so a script that sets it itself is asked before. Null
   * where no commit waits. */
  async #standbyLevel(node: NodeName, status: SessionStatus): Promise<StandbyLevel | null> {
    const { clock, cluster, settings } = this.#parts;
    if (node !== 'primary' || !settings().replication.synchronous || status === 'failed transaction') return null;
    const { outcome } = await cluster.primary.script('show synchronous_commit', clock.now);
    const level = outcome.kind === 'ok' ? outcome.results[0]?.rows[0]?.[0] : null;
    return level === 'remote_write' || level === 'on' || level === 'remote_apply' ? level : null;
  }

  #holdBack(
    statement: ClientStatement,
    ran: EventOf<'query ran'>,
    { level, lsn }: Pick<CommitWait, 'level' | 'lsn'>,
    answered: Answered,
  ): void {
    const { returnMs } = statement;
    const { outcome } = ran;
    const readyAt = ran.answeredAt! - returnMs;
    this.waits.add({
      ran: this.#parts.recorder.amend(ran, { answeredAt: null, waitsFor: level }),
      level,
      lsn,
      released: (at) => {
        const answeredAt = virtualMs(Math.max(at, readyAt) + returnMs);
        answered(outcome, answeredAt);
        return answeredAt;
      },
      lost: () => this.#fail(statement, this.#failure(statement)!, answered),
    });
  }

  async #runNow(
    statement: ClientStatement,
    id: QueryId,
    queuedMs: number,
  ): Promise<{ readonly answer: Answer; readonly ran: EventOf<'query ran'> }> {
    const { clock, recorder, replication } = this.#parts;
    const { node, client, sql, route, place, sentAt } = statement;
    const at = clock.now;
    await this.#bringReplicationUp(statement);
    const onReplica = node === 'replica' && replication.isStandby(node);
    const replayLsn = onReplica ? replication.replayLsn : this.#formerReplayLsn(node);
    await this.#parts.aboutToRun?.(id, node);
    const plan = await this.#plan(statement, at);
    const answer = await this.#send(statement, at);
    const staleness = onReplica ? await this.#staleness(statement, answer, at) : null;
    const isOnPromoted = node === 'replica' && !onReplica && answer.status === 'idle';
    const moved = isOnPromoted && (await this.promoted.moved(at));
    const ran: EventOf<'query ran'> = {
      type: 'query ran',
      at,
      queryId: id,
      node,
      client,
      sql,
      params: statement.params ?? [],
      sentAt,
      answeredAt: this.#answeredAt(statement, answer),
      outcome: answer.outcome,
      notices: answer.notices,
      status: answer.status,
      lsn: replayLsn ?? answer.lsn,
      ...(route && { route }),
      ...(place && { place }),
      ...(staleness && { staleness }),
      ...(plan !== null && { plan }),
      ...(queuedMs > 0 && { queuedMs }),
      ...moved,
    };
    recorder.record(ran);
    if (node === 'primary' && replayLsn === null) replication.noteWrite({ at, lsn: answer.lsn, client, queryId: id });
    return { answer, ran };
  }

  /** Where the node stands as a former primary that follows the promoted node; null where it does not. */
  #formerReplayLsn(node: NodeName): Lsn | null {
    return node === 'primary' ? this.#parts.replication.former.replayLsn : null;
  }

  /** Statements are tried on a node, in a session as of `PostgresNode.tryOut`. A physical standby refuses its operator too. @throws NodeCrashed */
  async tryOut(
    node: NodeName,
    statements: readonly TriedStatement[],
    session: 'client' | 'new',
  ): Promise<readonly Answer[]> {
    const { clock, cluster } = this.#parts;
    await this.#bringReplicationUp({ node, sql: statements.map(({ sql }) => sql).join(';') });
    const hasOperator = cluster.replication === 'logical' && node === 'replica';
    const tried = hasOperator ? statements : statements.map(({ sql, params }) => ({ sql, params }));
    return serverNamed(node, cluster).tryOut(tried, session, clock.now);
  }

  async #bringReplicationUp({ node, sql }: Pick<ClientStatement, 'node' | 'sql'>): Promise<void> {
    const { clock, replication } = this.#parts;
    if (node === 'standalone') return;
    if (node === 'replica') await replication.catchUpReplica(clock.now);
    else if (this.#formerReplayLsn(node) !== null) await replication.former.bringUp(clock.now);
    else if (looksAtReplication.test(sql)) await replication.catchUp(clock.now);
  }

  #send({ node, sql, params, asOperator }: ClientStatement, at: VirtualMs): Promise<Answer> {
    const { cluster } = this.#parts;
    if (asOperator) return cluster.replica.operate(sql, at);
    const server = serverNamed(node, cluster);
    return params ? server.query({ sql, params }, at) : server.script(sql, at);
  }

  /** What EXPLAIN says just before the query runs, without times, which are other ones in each run. Null where nobody wants to know, or
   * there is no plan. */
  async #plan({ node, client, sql, params }: ClientStatement, at: VirtualMs): Promise<string | null> {
    if (!this.#parts.explains || client.kind !== 'request' || !params || !reads.test(sql)) return null;
    const server = serverNamed(node, this.#parts.cluster);
    const { outcome } = await server.peek({ sql: `${explain} ${sql}`, params }, at);
    return outcome.kind === 'ok' ? (outcome.results[0]?.rows[0]?.[0] ?? null) : null;
  }

  #staleness({ client, sql, params, asOperator }: ClientStatement, answer: Answer, at: VirtualMs) {
    if (asOperator) return null;
    const { cluster, replication, sessions } = this.#parts;
    const read = { client: clientKey(client), sql, params, answer, at };
    return measuredStaleness(read, { cluster, replication, primarySession: sessions.primary });
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

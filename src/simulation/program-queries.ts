/**
 * Queries of the learner's code on their way: each goes where the connection of its alias goes, and where there is none, one is
 * made first, with the first of its hosts that answers and is what the settings ask for.
 *
 * A host that is tried in vain costs a round trip. One that will do costs nothing beside the statement, as a connection never does
 * here: a server says of itself, when a session begins, whether it is in hot standby (`in_hot_standby`, since PostgreSQL 14), so
 * libpq need not ask.
 */
import type { Client } from '../trace/events.ts';
import { type NodeName, virtualMs } from '../trace/ids.ts';
import type { QueryReply } from '../trace/postgres-values.ts';
import { defaultStandaloneRoundTripMs, type Settings } from '../trace/settings.ts';
import type { ClientNetwork } from './client-network.ts';
import type { ClientStatement, ClientStatements } from './client-statements.ts';
import { connectionClosed, connectionFailed } from './connections.ts';
import type { Cluster } from './postgres-node.ts';
import type { ProgramCall } from './program.ts';
import { serverAt } from './server-at.ts';
import { type Candidate, candidatesOf } from './target-session.ts';
import type { VirtualClock } from './virtual-clock.ts';

export interface ProgramQueriesParts {
  readonly cluster: Cluster;
  readonly clock: VirtualClock;
  readonly network: ClientNetwork;
  readonly statements: ClientStatements;
  readonly settings: () => Settings;
}

type Query = Extract<ProgramCall, { kind: 'query' }>;

interface Asked {
  readonly query: Query;
  readonly client: Client;
  readonly answer: (reply: QueryReply) => Promise<void>;
}

/** How a statement gets to a node, or does not. */
interface Way {
  readonly waitsMs: number;
  readonly arrives: (statement: ClientStatement) => Promise<void>;
  readonly givesUp: (statement: ClientStatement) => Promise<void>;
}

/** psycopg's own `_DEFAULT_CONNECT_TIMEOUT`. */
const defaultConnectTimeoutMs = 130_000;
/** Linux gives up on what nobody has acknowledged after 15 tries (`tcp_retries2`). */
const defaultTcpTimeoutMs = 924_600;
const timedOut = 'could not receive data from server: Connection timed out';

export class ProgramQueries {
  readonly #parts: ProgramQueriesParts;

  constructor(parts: ProgramQueriesParts) {
    this.#parts = parts;
  }

  /** `answer` is called when the client has what was said. */
  send(query: Query, client: Client, answer: Asked['answer']): void {
    const { statements } = this.#parts;
    const asked = { query, client, answer };
    if (query.reconnects) statements.close(client, query.alias);
    const node = statements.connectedTo(client, query.alias);
    if (node !== null) {
      this.#useConnection(node, asked);
      return;
    }
    const found = candidatesOf(query.host, query.targetSessionAttrs);
    if (found.kind === 'invalid') this.#lose(asked, found.message);
    else this.#connect(found.candidates, [], asked);
  }

  #useConnection(node: NodeName, asked: Asked): void {
    const { clock, statements } = this.#parts;
    const { query, client, answer } = asked;
    if (statements.hasLost(client, query.alias)) {
      // Nobody is asked: the client knows.
      statements.noteFailure({ ...this.#statement(node, asked), returnMs: 0 }, connectionClosed);
      clock.after(0, () => answer({ kind: 'lost', message: connectionClosed }));
      return;
    }
    this.#travel(node, asked, {
      waitsMs: query.tcpUserTimeoutMs ?? defaultTcpTimeoutMs,
      arrives: (statement) => this.#run(statement, asked),
      givesUp: async (statement) => {
        statements.loseConnection(statement, timedOut);
        await answer({ kind: 'lost', message: timedOut });
      },
    });
  }

  /** @param said why there is no connection to those before them */
  #connect(candidates: readonly Candidate[], said: readonly string[], asked: Asked): void {
    const { cluster, clock, statements } = this.#parts;
    const [next, ...rest] = candidates;
    if (!next) {
      this.#lose(asked, said.join('\n'));
      return;
    }
    const found = serverAt(next.host, cluster);
    if (found.kind === 'nobody') {
      this.#connect(rest, [...said, found.message], asked);
      return;
    }
    this.#travel(found.node, asked, {
      waitsMs: asked.query.connectTimeoutMs ?? defaultConnectTimeoutMs,
      arrives: async (statement) => {
        const failure = statements.connect(statement, next.wanted);
        if (failure === null) await this.#run(statement, asked);
        else clock.after(statement.returnMs, () => this.#connect(rest, [...said, failure], asked));
      },
      givesUp: async (statement) => {
        const failure = connectionFailed(found.node, 'connection timeout expired');
        statements.noteFailure({ ...statement, returnMs: 0 }, failure);
        this.#connect(rest, [...said, failure], asked);
      },
    });
  }

  #statement(node: NodeName, { query, client }: Asked): ClientStatement {
    const { clock, settings } = this.#parts;
    const { alias, sql, params, route, place } = query;
    const returnMs = roundTripMs(node, settings()) / 2;
    const claims = { ...(route && { route }), ...(place && { place }) };
    return { node, client, connection: alias, sql, params, sentAt: clock.now, returnMs, ...claims };
  }

  #travel(node: NodeName, asked: Asked, { waitsMs, arrives, givesUp }: Way): void {
    const { clock, network } = this.#parts;
    const statement = this.#statement(node, asked);
    const { client, returnMs } = statement;
    const patience = { until: virtualMs(clock.now + waitsMs), givesUp: () => givesUp(statement) };
    network.send({ client, node, ms: returnMs, arrives: () => arrives(statement), patience });
  }

  #run(statement: ClientStatement, { answer }: Asked): Promise<void> {
    const { clock, network, statements } = this.#parts;
    const { client, node } = statement;
    // Whoever waits for an answer to what the server has got sends nothing that could time out; keepalives are sent after two hours.
    return statements.run(statement, (reply, at) => {
      network.send({ client, node, ms: at - clock.now, arrives: () => answer(reply) });
    });
  }

  #lose({ answer }: Asked, message: string): void {
    this.#parts.clock.after(0, () => answer({ kind: 'lost', message }));
  }
}

function roundTripMs(node: NodeName, { network }: Settings): number {
  if (node === 'primary') return network.primaryRoundTripMs;
  if (node === 'replica') return network.replicaRoundTripMs;
  return network.standaloneRoundTripMs ?? defaultStandaloneRoundTripMs;
}

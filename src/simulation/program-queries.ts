/**
 * Queries of the learner's code on their way: each goes where the connection of its alias goes, and where there is none, one is
 * made first, with the first of its hosts that answers and is what the settings ask for.
 *
 * A host that is tried in vain costs a round trip. One that will do costs nothing beside the statement, as a connection never does
 * here: a server says of itself, when a session begins, whether it is in hot standby (`in_hot_standby`, since PostgreSQL 14), so
 * libpq need not ask.
 */
import type { Client } from '../trace/events.ts';
import type { NodeName } from '../trace/ids.ts';
import type { QueryReply } from '../trace/postgres-values.ts';
import { defaultStandaloneRoundTripMs, type Settings } from '../trace/settings.ts';
import type { ClientStatement, ClientStatements } from './client-statements.ts';
import type { Cluster } from './postgres-node.ts';
import type { ProgramCall } from './program.ts';
import { serverAt } from './server-at.ts';
import { type Candidate, candidatesOf } from './target-session.ts';
import type { VirtualClock } from './virtual-clock.ts';

export interface ProgramQueriesParts {
  readonly cluster: Cluster;
  readonly clock: VirtualClock;
  readonly statements: ClientStatements;
  readonly settings: () => Settings;
}

type Query = Extract<ProgramCall, { kind: 'query' }>;

interface Asked {
  readonly query: Query;
  readonly client: Client;
  readonly answer: (reply: QueryReply) => Promise<void>;
}

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
      this.#travel(node, asked, (statement) => this.#run(statement, asked));
      return;
    }
    const found = candidatesOf(query.host, query.targetSessionAttrs);
    if (found.kind === 'invalid') this.#lose(asked, found.message);
    else this.#connect(found.candidates, [], asked);
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
    this.#travel(found.node, asked, async (statement) => {
      const failure = statements.connect(statement, next.wanted);
      if (failure === null) await this.#run(statement, asked);
      else clock.after(statement.returnMs, () => this.#connect(rest, [...said, failure], asked));
    });
  }

  #travel(node: NodeName, { query, client }: Asked, arrived: (statement: ClientStatement) => Promise<void>): void {
    const { clock, settings } = this.#parts;
    const { alias, sql, params, route, place } = query;
    const returnMs = roundTripMs(node, settings()) / 2;
    const claims = { ...(route && { route }), ...(place && { place }) };
    const statement = { node, client, connection: alias, sql, params, sentAt: clock.now, returnMs, ...claims };
    clock.after(returnMs, () => arrived(statement));
  }

  #run(statement: ClientStatement, { answer }: Asked): Promise<void> {
    const { clock, statements } = this.#parts;
    return statements.run(statement, (reply, at) => {
      clock.after(at - clock.now, () => answer(reply));
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

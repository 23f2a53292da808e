/**
 * Who is connected to which node, and what a client hears whose node is down or was: libpq's words (`src/interfaces/libpq`,
 * `fe-connect.c` and `fe-misc.c`) and psycopg's for a connection that is known to be lost.
 */
import type { Client } from '../trace/events.ts';
import type { NodeName } from '../trace/ids.ts';

/** `broken`: the server is gone, and the client does not know. `lost`: it does, and asks for no other by itself. */
interface Connection {
  readonly client: string;
  readonly node: NodeName;
  readonly state: 'open' | 'broken' | 'lost';
}

/** A request has a connection for each alias of its program's settings, a prompt one for each node. */
export class Connections {
  readonly #down = new Set<NodeName>();
  readonly #byName = new Map<string, Connection>();

  isDown(node: NodeName): boolean {
    return this.#down.has(node);
  }

  /** The node is gone, with every connection to it. */
  nodeCrashed(node: NodeName): void {
    this.#down.add(node);
    this.#break((connection) => connection.node === node);
  }

  /** The node takes connections again. Those that it had are lost. */
  nodeRestarted(node: NodeName): void {
    this.#down.delete(node);
  }

  /** The server has ended one client's connections, and the client does not know. */
  cut(client: string, node: NodeName): void {
    this.#break((connection) => connection.client === client && connection.node === node);
  }

  /** Where the connection goes, whether or not it still stands; null where there is none. */
  nodeOf(name: string): NodeName | null {
    return this.#byName.get(name)?.node ?? null;
  }

  /** Whether the client knows that it is gone. */
  isLost(name: string): boolean {
    return this.#byName.get(name)?.state === 'lost';
  }

  /** Connects a client to a node that is not down, until one of them is gone. */
  open(name: string, client: string, node: NodeName): void {
    this.#byName.set(name, { client, node, state: 'open' });
  }

  /** The client is done with it. */
  close(name: string): void {
    this.#byName.delete(name);
  }

  /** The client takes it for lost. */
  lose(name: string): void {
    const connection = this.#byName.get(name);
    if (connection) this.#byName.set(name, { ...connection, state: 'lost' });
  }

  /** What the client hears instead of an answer, or null where its statement reaches the node. A prompt connects anew by itself
   * after it has heard. */
  failure(name: string, node: NodeName, isPrompt: boolean): string | null {
    const connection = this.#byName.get(name);
    switch (connection?.state) {
      case 'broken':
        if (isPrompt) this.close(name);
        else this.#byName.set(name, { ...connection, state: 'lost' });
        return (
          'server closed the connection unexpectedly\n' +
          '\tThis probably means the server terminated abnormally\n\tbefore or while processing the request.'
        );
      case 'lost':
        return connectionClosed;
      default:
        return this.isDown(node) ? refused(node) : null;
    }
  }

  #break(isMeant: (connection: Connection) => boolean): void {
    for (const [name, connection] of this.#byName)
      if (connection.state === 'open' && isMeant(connection))
        this.#byName.set(name, { ...connection, state: 'broken' });
  }
}

/** Why there is no connection to a node that was reached, or was not. */
export const connectionFailed = (node: NodeName, why: string): string =>
  `connection to server at "${node}", port 5432 failed: ${why}`;

/** psycopg's words. */
export const connectionClosed = 'the connection is closed';

const refused = (node: NodeName): string =>
  connectionFailed(node, 'Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?');

/** A client, among all that a node ever hears of. */
export const clientKey = (client: Client): string =>
  client.kind === 'console' ? 'console' : `request ${client.requestId}`;

/** One of a client's connections. A prompt has no name for its own. */
export const connectionName = (client: Client, { node, connection = `to the ${node}` }: ConnectionOf): string =>
  `${clientKey(client)}: ${connection}`;

type ConnectionOf = { readonly node?: NodeName; readonly connection?: string };

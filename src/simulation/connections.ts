/**
 * Who is connected to which node, and what a client hears whose node is down or was: libpq's words (`src/interfaces/libpq`,
 * `fe-connect.c` and `fe-misc.c`) and psycopg's for a connection that is known to be lost.
 */
import type { NodeName } from '../trace/ids.ts';

/** `broken`: the server is gone, and the client does not know. `lost`: it does, and never asks for another. */
type Connection = 'open' | 'broken' | 'lost';

export class Connections {
  readonly #down = new Set<NodeName>();
  readonly #of: Readonly<Record<NodeName, Map<string, Connection>>> = {
    primary: new Map(),
    replica: new Map(),
    standalone: new Map(),
  };

  isDown(node: NodeName): boolean {
    return this.#down.has(node);
  }

  /** The node is gone, with every connection to it. */
  nodeCrashed(node: NodeName): void {
    this.#down.add(node);
    const connections = this.#of[node];
    for (const [client, connection] of connections) if (connection === 'open') connections.set(client, 'broken');
  }

  /** The node takes connections again. Those that it had are lost. */
  nodeRestarted(node: NodeName): void {
    this.#down.delete(node);
  }

  /** The server has ended one client's connection, and the client does not know. */
  cut(client: string, node: NodeName): void {
    this.#of[node].set(client, 'broken');
  }

  /** The client has had an answer, so its connection stands until the client is gone. */
  answered(client: string, node: NodeName): void {
    this.#of[node].set(client, 'open');
  }

  /** What the client hears instead of an answer, or null where its statement reaches the node. A prompt connects anew by itself
   * after it has heard. */
  failure(client: string, node: NodeName, isPrompt: boolean): string | null {
    const connections = this.#of[node];
    switch (connections.get(client)) {
      case 'broken':
        if (isPrompt) connections.delete(client);
        else connections.set(client, 'lost');
        return (
          'server closed the connection unexpectedly\n' +
          '\tThis probably means the server terminated abnormally\n\tbefore or while processing the request.'
        );
      case 'lost':
        return 'the connection is closed';
      default:
        return this.isDown(node) ? refused(node) : null;
    }
  }
}

const refused = (node: NodeName): string =>
  `connection to server at "${node}", port 5432 failed: Connection refused\n` +
  '\tIs the server running on that host and accepting TCP/IP connections?';

/**
 * Who is connected to which node, and what a client hears whose node is down: libpq's words (`src/interfaces/libpq`,
 * `fe-connect.c` and `fe-misc.c`) and psycopg's for a connection that is known to be lost.
 */
import type { NodeName } from '../trace/ids.ts';

export class Connections {
  readonly #down = new Set<NodeName>();
  readonly #open = new Map<string, 'open' | 'lost'>();

  isDown(node: NodeName): boolean {
    return this.#down.has(node);
  }

  /** The node is gone, with every connection to it. */
  nodeCrashed(node: NodeName): void {
    this.#down.add(node);
  }

  /** The client has had an answer, so its connection stands until the client is gone. */
  answered(client: string, node: NodeName): void {
    this.#open.set(`${client} ${node}`, 'open');
  }

  /** What the client hears of a node that is down. */
  lost(client: string, node: NodeName): string {
    const key = `${client} ${node}`;
    const before = this.#open.get(key);
    if (before === undefined) {
      return (
        `connection to server at "${node}", port 5432 failed: Connection refused\n` +
        '\tIs the server running on that host and accepting TCP/IP connections?'
      );
    }
    this.#open.set(key, 'lost');
    if (before === 'lost') return 'the connection is closed';
    return (
      'server closed the connection unexpectedly\n' +
      '\tThis probably means the server terminated abnormally\n\tbefore or while processing the request.'
    );
  }
}

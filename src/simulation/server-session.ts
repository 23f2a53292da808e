import type { VirtualMs } from '../trace/ids.ts';
import type { SessionStatus } from '../trace/postgres-values.ts';

interface Waiting {
  readonly client: string;
  readonly since: VirtualMs;
  readonly use: (queuedMs: number) => Promise<SessionStatus>;
}

/**
 * The one session of a node, shared out in virtual time. A real server gives every client a session of its own; PGlite
 * has one. So a client keeps it from the statement that opens a transaction to the one that ends it, and the others
 * wait in order. `queuedMs` tells them, and the learner, how long.
 */
export class ServerSession {
  #status: SessionStatus = 'idle';
  #holder: string | null = null;
  #waiting: Waiting[] = [];

  get status(): SessionStatus {
    return this.#status;
  }

  /** Who has a transaction open, or null. */
  get holder(): string | null {
    return this.#holder;
  }

  get waitingClients(): readonly string[] {
    return this.#waiting.map(({ client }) => client);
  }

  /** Runs `use` now, or as soon as the client that holds the session ends its transaction. */
  async run(client: string, clock: { readonly now: VirtualMs }, use: Waiting['use']): Promise<void> {
    if (this.#holder !== null && this.#holder !== client) {
      this.#waiting.push({ client, since: clock.now, use });
      return;
    }
    await this.#occupy({ client, since: clock.now, use }, clock.now);
    while (this.#holder === null) {
      const next = this.#waiting.shift();
      if (!next) return;
      await this.#occupy(next, clock.now);
    }
  }

  /** What its holder had open was rolled back, and so nobody waits for less: the session is to be lost next. */
  rolledBack(): void {
    this.#status = 'idle';
  }

  /** The server is gone: nobody holds the session, and whoever waited for it is told so, in order, by their own `use`. */
  async lose(now: VirtualMs): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#holder = null;
    this.#status = 'idle';
    for (const turn of waiting) await turn.use(now - turn.since);
  }

  async #occupy(turn: Waiting, now: VirtualMs): Promise<void> {
    this.#holder = turn.client;
    this.#status = await turn.use(now - turn.since);
    if (this.#status === 'idle') this.#holder = null;
  }
}

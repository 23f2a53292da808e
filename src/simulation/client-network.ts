/**
 * The way between the application and the nodes. What is sent while it is cut is sent again and again, as TCP does, until it gets
 * through or its sender gives up; a real network would take up to some seconds more, since TCP waits ever longer between two tries.
 */
import type { Client } from '../trace/events.ts';
import type { NodeName, RequestId, VirtualMs } from '../trace/ids.ts';
import type { Settings } from '../trace/settings.ts';
import type { VirtualClock } from './virtual-clock.ts';

export interface Sent {
  readonly client: Client;
  readonly node: NodeName;
  /** How long it is on its way. */
  readonly ms: number;
  readonly arrives: () => Promise<void>;
  /** Who waits for it gives up after a while; absent where they do not. */
  readonly patience?: { readonly until: VirtualMs; readonly givesUp: () => Promise<void> };
}

interface Held extends Sent {
  readonly stopWaiting?: () => void;
}

export interface ClientNetworkParts {
  readonly clock: VirtualClock;
  readonly settings: () => Settings;
}

export class ClientNetwork {
  readonly #parts: ClientNetworkParts;
  #held: readonly Held[] = [];

  constructor(parts: ClientNetworkParts) {
    this.#parts = parts;
  }

  /** Whether something that a request has sent, or is to get, cannot get through. */
  holdsBack(requestId: RequestId): boolean {
    return this.#held.some(({ client }) => client.kind === 'request' && client.requestId === requestId);
  }

  send(sent: Sent): void {
    this.#parts.clock.after(sent.ms, () => (this.#isCut(sent.node) ? this.#hold(sent) : sent.arrives()));
  }

  /** The settings have changed: what can get through now does, in the order in which it was sent. */
  async changed(): Promise<void> {
    const through = this.#held.filter(({ node }) => !this.#isCut(node));
    this.#held = this.#held.filter(({ node }) => this.#isCut(node));
    for (const { arrives, stopWaiting } of through) {
      stopWaiting?.();
      await arrives();
    }
  }

  #hold(sent: Sent): void {
    const { clock } = this.#parts;
    const { patience } = sent;
    const stopWaiting =
      patience &&
      clock.after(Math.max(0, patience.until - clock.now), async () => {
        this.#held = this.#held.filter((other) => other !== held);
        await patience.givesUp();
      });
    const held: Held = { ...sent, ...(stopWaiting && { stopWaiting }) };
    this.#held = [...this.#held, held];
  }

  #isCut(node: NodeName): boolean {
    return this.#parts.settings().network.unreachable?.[node] === true;
  }
}

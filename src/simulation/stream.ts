/** What is between two nodes: the transactions that one has committed and the other has not applied, in commit order. */
import { type Lsn, lsn as lsnOf, type VirtualMs, virtualMs } from '../trace/ids.ts';
import type { PgMessage } from '../trace/postgres-values.ts';
import type { Settings } from '../trace/settings.ts';
import type { WalSenderState } from './postgres-node.ts';
import type { Recorder } from './recorder.ts';
import type { ReceivedTransaction } from './transport.ts';

/** What was read from the slot to be sent. */
export interface ToSend extends ReceivedTransaction {
  /** Why the WAL sender gives up on it, known before it is tried. */
  readonly refused: PgMessage | null;
}

export interface InFlight extends ToSend {
  /** Between 0 and 1: this transaction's share of the jitter. */
  readonly luck: number;
  /** When it reached the replica; null as long as it has not. */
  receivedAt: VirtualMs | null;
  /** Null as long as the replica has not applied it. */
  appliedAt: VirtualMs | null;
}

export interface StreamParts {
  readonly recorder: Recorder;
  readonly settings: () => Settings;
  readonly random: () => number;
  /** Where the primary stands when it begins. */
  readonly from: Lsn;
}

export class Stream {
  readonly #parts: StreamParts;
  #inFlight: InFlight[] = [];
  /** All that were ever added, by the end of their commit. */
  readonly #commits = new Map<Lsn, InFlight>();
  #sentLsn: Lsn;
  /** Since when the two nodes reach each other, or null while the network between them is cut. */
  #connectedSince: VirtualMs | null = virtualMs(0);

  constructor(parts: StreamParts) {
    this.#parts = parts;
    this.#sentLsn = parts.from;
  }

  /** Not applied yet, the oldest first. */
  get inFlight(): readonly InFlight[] {
    return this.#inFlight;
  }

  /** Up to where the replica has received something. */
  get sentLsn(): Lsn {
    return this.#sentLsn;
  }

  get isCut(): boolean {
    return this.#connectedSince === null;
  }

  /** Also one that was applied. */
  commit(lsn: Lsn): InFlight | undefined {
    return this.#commits.get(lsn);
  }

  add(transaction: ToSend): void {
    const added = { ...transaction, luck: this.#parts.random(), receivedAt: null, appliedAt: null };
    this.#inFlight.push(added);
    this.#commits.set(added.lsn, added);
  }

  /** One of the nodes was away until `now`: what was under way is sent again. */
  reconnect(now: VirtualMs): void {
    if (!this.isCut) this.#connectedSince = now;
  }

  /** What was received and is not applied is lost, and sent again. */
  forgetReceived(): void {
    for (const transaction of this.#inFlight) transaction.receivedAt = null;
  }

  settingsChanged(now: VirtualMs): void {
    this.#connectedSince = this.#parts.settings().network.streamCut ? null : (this.#connectedSince ?? now);
  }

  /** When what is ready to be sent at a moment, and has not arrived so far, will; null while the network is cut. */
  arrivesAt(readyAt: VirtualMs): VirtualMs | null {
    if (this.#connectedSince === null) return null;
    return virtualMs(Math.max(readyAt, this.#connectedSince) + this.#parts.settings().network.streamMs);
  }

  /** When it reached the replica, or will. */
  receivedAt({ receivedAt, committedAt }: InFlight): VirtualMs | null {
    return receivedAt ?? this.arrivesAt(committedAt);
  }

  receive(now: VirtualMs): void {
    for (const transaction of this.#inFlight.filter(({ receivedAt }) => receivedAt === null)) {
      const at = this.arrivesAt(transaction.committedAt);
      if (at === null || at > now) return;
      const { lsn, committedAt, changes } = transaction;
      const published = changes.length;
      this.#parts.recorder.record({ type: 'transaction received', at, lsn, sentAt: committedAt, published });
      transaction.receivedAt = at;
      this.#sentLsn = lsn;
    }
  }

  /** The oldest one was applied. */
  applied(at: VirtualMs): void {
    const first = this.#inFlight.shift();
    if (first) first.appliedAt = at;
  }

  /** The replica has none of what was committed from one commit on, whatever it had applied. Gives the last before that one. */
  undoFrom(before: Lsn): InFlight | undefined {
    const all = [...this.#commits.values()];
    this.#inFlight = all.filter(({ lsn }) => lsn >= before);
    for (const transaction of this.#inFlight) transaction.appliedAt = null;
    return all.findLast(({ lsn }) => lsn < before);
  }

  /** How far behind the replica is. */
  behind(now: VirtualMs): { commitsBehind: number; msBehind: number } {
    const [oldest] = this.#inFlight;
    return { commitsBehind: this.#inFlight.length, msBehind: oldest ? now - oldest.committedAt : 0 };
  }

  /** What the primary tells of the process that sends, the replica having come to a position. */
  walSender(replayLsn: Lsn, now: VirtualMs): WalSenderState {
    const { commitsBehind, msBehind } = this.behind(now);
    return {
      state: this.#inFlight.some(({ receivedAt }) => receivedAt === null) ? 'catchup' : 'streaming',
      sentLsn: lsnOf(Math.max(this.#sentLsn, replayLsn)),
      replayLsn,
      replayLagMs: commitsBehind > 0 ? msBehind : null,
    };
  }
}

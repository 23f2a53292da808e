/**
 * The primary that was, once it is rebuilt from the promoted node: a physical standby of it.
 *
 * Invariants:
 * 1. It follows positions, not transactions: where the promoted node's log stood after each statement that wrote and left no
 *    transaction open. What the tables held then was read there, and is what it holds when it has replayed so far.
 * 2. The times are those of a standby: the stream, the delay, a pause, a cut network. Jitter and a rate are of transactions, and
 *    do not count here.
 * 3. What the promoted node has flushed is read while it runs. So its crash takes only what it takes from itself.
 */
import { type Lsn, type VirtualMs, virtualMs } from '../trace/ids.ts';
import type { PgTable } from '../trace/postgres-values.ts';
import type { Settings } from '../trace/settings.ts';
import { InspectedTables } from './inspected-tables.ts';
import { PhysicalTransport } from './physical-transport.ts';
import type { Cluster, ReplayState } from './postgres-node.ts';
import type { Recorder } from './recorder.ts';
import { walWriterDelayMs } from './slot-reader.ts';
import type { ServerSession } from './server-session.ts';

export interface FormerPrimaryParts {
  readonly cluster: Cluster;
  readonly recorder: Recorder;
  readonly settings: () => Settings;
  /** Its own. */
  readonly session: ServerSession;
  readonly isDown: (node: 'primary' | 'replica') => boolean;
  /** When what is ready to be sent at a moment, and has not arrived so far, will; null while the network is cut. */
  readonly arrivesAt: (readyAt: VirtualMs) => VirtualMs | null;
}

/** Where the promoted node stood after a statement, and what its tables held. */
export interface Logged {
  readonly at: VirtualMs;
  readonly lsn: Lsn;
  readonly tables: readonly PgTable[];
}

interface Position extends Logged {
  /** Whether the log up to there is at hand, whatever becomes of the promoted node. */
  isRead: boolean;
  /** When it reached the standby; null as long as it has not. */
  receivedAt: VirtualMs | null;
}

export class FormerPrimary {
  readonly #parts: FormerPrimaryParts;
  /** Both null as long as it has not been rebuilt. */
  #transport: PhysicalTransport | null = null;
  #replay: ReplayState | null = null;
  /** Not replayed yet, in the order of the log. */
  #positions: Position[] = [];
  #notBefore = virtualMs(0);

  constructor(parts: FormerPrimaryParts) {
    this.#parts = parts;
  }

  /** Where it has replayed to; null as long as it follows nobody. */
  get replayLsn(): Lsn | null {
    return this.#replay?.lsn ?? null;
  }

  /** Its own files are thrown away, and it begins with those of the promoted node. @throws NodeCrashed */
  async rebuild(now: VirtualMs): Promise<void> {
    const { cluster, recorder, settings } = this.#parts;
    const { primary, replica } = cluster;
    const lsn = await replica.flushWal();
    const backup = await replica.backupNow();
    this.#replay = { lsn, lastCommitAt: null, paused: settings().replication.paused };
    await primary.rebuild(backup, this.#replay, now);
    const bytes = backup.files.reduce((sum, { content }) => sum + (content?.length ?? 0), 0);
    recorder.record({ type: 'node rejoined', at: now, node: 'primary', lsn, bytes });
    const tables = new InspectedTables(primary, [], recorder);
    await tables.inspect(now);
    this.#transport = new PhysicalTransport({ source: replica, standby: primary, from: lsn, tables });
    this.#notBefore = now;
  }

  noteWrite(logged: Logged): void {
    if (this.#transport) this.#positions.push({ ...logged, isRead: false, receivedAt: null });
  }

  /** What the promoted node had not flushed went with it, and its place in the log is taken anew. */
  sourceRestarted(): void {
    this.#positions = this.#positions.filter(({ isRead }) => isRead);
  }

  /** Call after `catchUp` under the settings of before. */
  settingsChanged(now: VirtualMs): void {
    if (!this.#replay) return;
    this.doNothingBefore(now);
    this.#replay = { ...this.#replay, paused: this.#parts.settings().replication.paused };
    this.#parts.cluster.primary.reportReplay(this.#replay);
  }

  doNothingBefore(at: VirtualMs): void {
    this.#notBefore = virtualMs(Math.max(this.#notBefore, at));
  }

  /** Brings what the trace says of it to `now`. @throws NodeCrashed */
  async catchUp(now: VirtualMs): Promise<void> {
    if (!this.#transport) return;
    await this.#read(this.#transport, now);
    this.#receive(now);
    for (let next = this.nextEventAt(); next !== null && next <= now; next = this.nextEventAt())
      this.#replayFirst(this.#transport, next);
  }

  /** Somebody asks its server. @throws NodeCrashed */
  async bringUp(now: VirtualMs): Promise<void> {
    await this.catchUp(now);
    if (this.#transport && !this.#parts.isDown('primary') && this.#parts.session.status === 'idle')
      await this.#transport.bringUp(this.#replay!, now);
  }

  /** When it will next have replayed something, or null when it has nothing to do or cannot go on. */
  nextEventAt(): VirtualMs | null {
    const [first] = this.#positions;
    const { replication } = this.#parts.settings();
    const isHeld = replication.paused || this.#parts.session.status !== 'idle' || this.#parts.isDown('primary');
    if (!first?.isRead || isHeld) return null;
    const received = first.receivedAt ?? this.#parts.arrivesAt(first.at);
    return received === null ? null : virtualMs(Math.max(received, first.at + replication.delayMs, this.#notBefore));
  }

  async #read(transport: PhysicalTransport, now: VirtualMs): Promise<void> {
    const unread = this.#positions.filter(({ isRead }) => !isRead);
    if (unread.length === 0 || this.#parts.isDown('replica')) return;
    // No process of PGlite does it.
    if (now - unread[0]!.at >= walWriterDelayMs) await this.#parts.cluster.replica.flushWal();
    for (const position of unread) {
      const { lsn } = position;
      await transport.take({ lsn, inspected: position });
      if (transport.end < lsn) return;
      position.isRead = true;
    }
  }

  #receive(now: VirtualMs): void {
    for (const position of this.#positions) {
      const at = position.receivedAt ?? this.#parts.arrivesAt(position.at);
      if (!position.isRead || at === null || at > now) return;
      position.receivedAt = at;
    }
  }

  #replayFirst(transport: PhysicalTransport, at: VirtualMs): void {
    const { lsn, at: loggedAt } = this.#positions.shift()!;
    this.#replay = { ...this.#replay!, lsn, lastCommitAt: loggedAt };
    this.#notBefore = at;
    this.#parts.recorder.record({ type: 'log replayed', at, node: 'primary', lsn, loggedAt });
    transport.showKnownTables(lsn, at);
  }
}

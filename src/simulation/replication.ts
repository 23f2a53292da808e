/**
 * Replication from the primary to the replica, logical or physical, brought up to a moment of virtual time only when something looks
 * at it: a statement on the replica, a look at the primary's catalogs, a change of settings, the end of the run. What
 * happened meanwhile is worked out then, each event at its own time. So a hundred commits that nobody watches cost one
 * read of the slot. The times are told here, and are the same for both transports; what travels is theirs.
 *
 * Invariants:
 * 1. Transactions are applied whole, in commit order, and never before their delay, counted from their commit, is over.
 * 2. After `catchUp(now)` the replica is exactly as far as a replica that had worked all along would be at `now`.
 * 3. The slot is confirmed up to what was applied, never beyond: what the replica has not applied, the primary keeps.
 * 4. A primary that is down sends nothing more, though what it had sent arrives. A replica that is down does nothing more, and
 *    the slot keeps for it what it has not confirmed.
 * 5. While the network between the two is cut, nothing is sent, and nothing that was under way arrives. It is sent again when
 *    they reach each other; what the replica had received by then is applied.
 * 6. A primary that crashed is decoded again from its last transaction that was read: what its crash took was never sent.
 * 7. A replica that was promoted applies nothing more. What it had not applied is not there; a physical one applies first what it
 *    has received, whatever its delay, as Postgres does at the end of recovery.
 * 8. A replica that was restored receives and applies nothing more, and stays before its commit. What it had received is kept;
 *    a promotion applies none of it.
 * 9. After an error nothing is applied until the same transaction succeeds; it is tried again every five seconds, and each
 *    try meets the replica as it is at that moment: one that has changed at 60 s was not the one of 10 s.
 */
import type { LostCommit, StandbyLevel } from '../trace/events.ts';
import { type Lsn, type NodeName, type ReplicationNode, type VirtualMs, virtualMs } from '../trace/ids.ts';
import type { PgTable } from '../trace/postgres-values.ts';
import type { Settings } from '../trace/settings.ts';
import { ApplyStop, triedAgainAfter } from './apply-stop.ts';
import { FormerPrimary } from './former-primary.ts';
import { InspectedTables } from './inspected-tables.ts';
import { LogicalTransport } from './logical-transport.ts';
import { PhysicalTransport } from './physical-transport.ts';
import type { Cluster, DecodedTransaction, ReplayState } from './postgres-node.ts';
import type { Recorder } from './recorder.ts';
import type { ServerSession } from './server-session.ts';
import { SlotError, SlotReader, type Write } from './slot-reader.ts';
import { type InFlight, Stream } from './stream.ts';
import type { ReadTransaction, Transport } from './transport.ts';

export interface ReplicationParts {
  readonly cluster: Cluster;
  readonly recorder: Recorder;
  readonly settings: () => Settings;
  readonly random: () => number;
  readonly sessions: { readonly primary: ServerSession; readonly replica: ServerSession };
}

export class Replication {
  readonly #parts: ReplicationParts;
  readonly #slot: SlotReader;
  readonly #transport: Transport;
  /** What has become of the primary after a promotion. */
  readonly former: FormerPrimary;

  readonly #stream: Stream;
  #replay: ReplayState;
  /** The apply worker does nothing before this: it was busy, paused, or set differently until then. */
  #notBefore = virtualMs(0);
  readonly #stop: ApplyStop;
  readonly #down = new Set<ReplicationNode>();
  #isRestored = false;
  #isPromoted = false;
  #isFenced = false;
  /** The last position of the primary that was seen, and when. */
  #primary: { readonly lsn: Lsn; readonly at: VirtualMs };

  constructor(parts: ReplicationParts) {
    const { cluster, recorder, sessions } = parts;
    const { primary, replica, tables, lsn } = cluster;
    this.#parts = parts;
    const replicaTables = new InspectedTables(replica, tables.replica, recorder);
    this.#transport =
      cluster.replication === 'physical'
        ? new PhysicalTransport({ source: primary, standby: replica, from: lsn, tables: replicaTables })
        : new LogicalTransport(replica, replicaTables);
    const primaryTables = new InspectedTables(primary, tables.primary, recorder);
    this.#slot = new SlotReader({ cluster, recorder, primarySession: sessions.primary, primaryTables });
    this.former = new FormerPrimary({
      ...parts,
      session: sessions.primary,
      isDown: (node) => this.#down.has(node),
      arrivesAt: (readyAt) => this.#stream.arrivesAt(readyAt),
    });
    this.#stream = new Stream({ ...parts, from: lsn });
    this.#stop = new ApplyStop(recorder);
    this.#primary = { lsn, at: virtualMs(0) };
    this.#replay = { lsn, lastCommitAt: null, paused: parts.settings().replication.paused };
    replica.reportReplay(this.#replay);
    this.#reportWalSender(virtualMs(0));
  }

  get replayLsn(): Lsn {
    return this.#replay.lsn;
  }

  get primaryLsn(): Lsn {
    return this.#primary.lsn;
  }

  /** The end of the last commit that the primary had made after a position, as of `now`; null where it has made none. @throws NodeCrashed */
  async commitAfter(lsn: Lsn, now: VirtualMs): Promise<Lsn | null> {
    await this.readSlot(now);
    const { readLsn } = this.#slot;
    return readLsn > lsn ? readLsn : null;
  }

  /** When the primary has heard that the replica has come as far with a commit as the level asks, under the settings of now; null
   * where they do not let it. Call after `catchUp`, or `readSlot` for a commit of this moment. As with Postgres's own
   * apply worker, `on` waits for a transaction that travels by itself to be applied: before that there is nothing of it to flush. */
  confirmedAt(lsn: Lsn, level: StandbyLevel): VirtualMs | null {
    const commit = this.#stream.commit(lsn);
    if (!commit || this.#down.has('primary') || !this.#isFollowing) return null;
    const isReceipt = level === 'remote_write' || (level === 'on' && this.#transport.storesReceived);
    const reached = isReceipt ? this.#stream.receivedAt(commit) : this.#appliedAt(commit);
    return reached === null ? null : this.#stream.arrivesAt(reached);
  }

  /** How far behind the replica is, as of the last `catchUp`. */
  behind(now: VirtualMs): { commitsBehind: number; msBehind: number } {
    return this.#stream.behind(now);
  }

  /** The primary stands at `write.lsn` after a statement. */
  noteWrite(write: Write): void {
    if (write.lsn <= this.#primary.lsn) return;
    this.#primary = { lsn: write.lsn, at: write.at };
    this.#slot.noteWrite(write);
  }

  /** The replica's operator has changed it at `now`: what could not be applied before may be from now on. */
  async replicaChanged(now: VirtualMs): Promise<readonly PgTable[]> {
    this.#transport.forgetReplica();
    this.doNothingBefore(now);
    this.#stop.tryAgain();
    return this.#transport.inspect(now);
  }

  /** Whether the primary runs as one: it is not down, not fenced, and does not follow the promoted node. */
  get hasPrimary(): boolean {
    return !this.#down.has('primary') && !this.#isFenced && this.former.replayLsn === null;
  }

  /** Whether a node is in recovery: it follows another, or was fenced. */
  isStandby(node: NodeName): boolean {
    if (node === 'replica') return !this.#isPromoted;
    return node === 'primary' && (this.#isFenced || this.former.replayLsn !== null);
  }

  /** The former primary takes no writes any more. @throws NodeCrashed */
  async fence(now: VirtualMs): Promise<void> {
    const { primary } = this.#parts.cluster;
    await primary.flushWal();
    await this.catchUp(now);
    await primary.fence(now);
    this.#isFenced = true;
  }

  /** The former primary becomes a standby of the promoted node: call after `catchUp`, and when nobody is connected to it. @throws NodeCrashed */
  async rejoin(now: VirtualMs): Promise<void> {
    this.#down.delete('primary');
    await this.former.rebuild(now);
  }

  get isPromoted(): boolean {
    return this.#isPromoted;
  }

  /** Whether the replica stands at the point in time that it was restored to. */
  get isRestored(): boolean {
    return this.#isRestored && !this.#isPromoted;
  }

  get isReplayPaused(): boolean {
    return this.#replay.paused;
  }

  get #isFollowing(): boolean {
    return !this.#down.has('replica') && !this.#isPromoted && !this.#isRestored;
  }

  /** What a crash of the primary at `now` takes of what was committed: call after `catchUp` to that moment. @throws NodeCrashed */
  async unflushed(now: VirtualMs): Promise<readonly LostCommit[]> {
    let lost: readonly LostCommit[] = [];
    await this.#unlessSlotFails(now, async () => {
      lost = (await this.#slot.unflushed(now)).map((transaction) => {
        const { at, xid, lsn, client, queryId, changes } = transaction;
        return { at, xid, lsn, client, queryId, changes, published: this.#travelling(transaction).changes.length };
      });
    });
    return lost;
  }

  /** The node is gone: call after `catchUp` to that moment. */
  nodeCrashed(node: ReplicationNode): void {
    this.#down.add(node);
    if (node === 'replica' && this.hasPrimary) this.#parts.cluster.primary.reportWalSender(null);
  }

  /** The node serves again since `now`. */
  nodeRestarted(node: ReplicationNode, lsn: Lsn, now: VirtualMs): void {
    this.#down.delete(node);
    if (node === 'primary') {
      this.former.doNothingBefore(now);
      this.#primary = { lsn, at: now };
      this.#slot.primaryRestarted();
    } else {
      this.former.sourceRestarted();
      this.#transport.forgetReplica();
      this.doNothingBefore(now);
      // What was in its memory alone is sent again.
      if (!this.#transport.storesReceived) this.#stream.forgetReceived();
    }
    this.#stream.reconnect(now);
  }

  /** The replica's server is started anew, and has replayed the log up to `lsn`, where the record of the commit begins that ends at
   * `before`: call after `catchUp`, and when nobody is connected to it. Physical replication alone can. @throws NodeCrashed */
  async restore({ lsn, before }: { readonly lsn: Lsn; readonly before: Lsn }, now: VirtualMs): Promise<void> {
    const { cluster, recorder } = this.#parts;
    const replayedLsn = this.#replay.lsn;
    await this.#applyWhile((next) => next.lsn < before, now);
    const last = this.#stream.undoFrom(before);
    this.#isRestored = true;
    this.#replay = { lsn, lastCommitAt: last?.committedAt ?? null, paused: true };
    await this.#transport.bringUp(this.#replay, now);
    cluster.replica.reportReplay(this.#replay);
    if (this.hasPrimary) cluster.primary.reportWalSender(null);
    recorder.record({ type: 'node restored', at: now, node: 'replica', lsn, before, replayedLsn });
    await this.#transport.inspect(now);
  }

  /** The replica follows nobody from `now` on, and takes writes. Where it stands, and whether its session has ended with that.
   * @throws NodeCrashed */
  async promote(
    now: VirtualMs,
  ): Promise<{ readonly replayLsn: Lsn; readonly lsn: Lsn; readonly isNewServer: boolean }> {
    await this.catchUp(now);
    // The delay counts no more, nor does a pause.
    if (this.#transport.storesReceived && !this.#isRestored)
      await this.#applyWhile(({ receivedAt }) => receivedAt !== null, now);
    const isNewServer = await this.#transport.bringUp(this.#replay, now);
    const lsn = await this.#parts.cluster.replica.promote();
    this.#isPromoted = true;
    if (this.hasPrimary) this.#parts.cluster.primary.reportWalSender(null);
    return { replayLsn: this.#replay.lsn, lsn, isNewServer };
  }

  /** The settings change at `now`: call after `catchUp(now)` under the old ones. */
  settingsChanged(now: VirtualMs): void {
    this.doNothingBefore(now);
    this.#stream.settingsChanged(now);
    this.#replay = { ...this.#replay, paused: this.#isRestored || this.#parts.settings().replication.paused };
    this.#parts.cluster.replica.reportReplay(this.#replay);
    this.former.settingsChanged(now);
  }

  /** The replica was kept from applying anything until `at`: somebody's transaction held its only session, say. */
  doNothingBefore(at: VirtualMs): void {
    this.#notBefore = virtualMs(Math.max(this.#notBefore, at));
  }

  /** Brings whoever follows another to where it would be at `now`. */
  async catchUp(now: VirtualMs): Promise<void> {
    await this.readSlot(now);
    if (this.#isPromoted) return this.former.catchUp(now);
    if (!this.#isFollowing) return;
    this.#stream.receive(now);
    for (let next = this.#nextApply(); next !== null && next <= now; next = this.#nextApply()) {
      if (!(await this.#applyFirst(next, now))) break;
    }
    this.#followIdlePrimary(now);
    if (this.#down.has('primary') || this.#stream.isCut) return;
    await this.#unlessSlotFails(now, () => this.#slot.confirm(this.#replay.lsn, now));
    this.#reportWalSender(now);
  }

  /** The same at the end of a run: nobody looks again, so the WAL writer has come by when anybody could. @throws NodeCrashed */
  async finish(now: VirtualMs): Promise<void> {
    if (this.hasPrimary && this.#slot.hasUnread) await this.#parts.cluster.primary.flushWal();
    await this.catchUp(now);
  }

  /** Somebody asks the replica at `now`: it holds what it would hold by then. While a transaction is open there, it holds what it
   * held when that one began. @throws NodeCrashed */
  async catchUpReplica(now: VirtualMs): Promise<void> {
    await this.catchUp(now);
    if (this.#down.has('replica') || this.#isPromoted || this.#parts.sessions.replica.status !== 'idle') return;
    await this.#transport.bringUp(this.#replay, now);
  }

  /** When whoever follows will next have applied something, or null when it has nothing to do or cannot go on. */
  nextEventAt(): VirtualMs | null {
    if (this.#isPromoted) return this.former.nextEventAt();
    return this.#stop.isFinal ? null : this.#nextApply();
  }

  /** Takes what the primary has committed since the last time. @throws NodeCrashed */
  async readSlot(now: VirtualMs): Promise<void> {
    if (!this.hasPrimary) return;
    await this.#unlessSlotFails(now, async () => {
      for (const transaction of await this.#slot.read(now)) this.#take(transaction);
      const { hasUnread, readLsn, inspected } = this.#slot;
      await this.#transport.take({ lsn: hasUnread ? readLsn : this.#primary.lsn, inspected });
    });
  }

  async #unlessSlotFails(now: VirtualMs, run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      if (!(error instanceof SlotError)) throw error;
      this.#stop.stopped(this.#replay.lsn, error.error, now);
    }
  }

  #take(transaction: ReadTransaction): void {
    const { lsn, committedAt, changesCatalog } = transaction;
    this.#stream.add({ lsn, committedAt, changesCatalog, ...this.#travelling(transaction) });
  }

  #travelling(transaction: Pick<DecodedTransaction, 'changes' | 'published'>): Pick<InFlight, 'changes' | 'refused'> {
    const published = this.#transport.published(transaction);
    return published.kind === 'changes'
      ? { changes: published.changes, refused: null }
      : { changes: [], refused: published.error };
  }

  /** When it was applied, or will be when all before it are. */
  #appliedAt({ lsn, appliedAt }: InFlight): VirtualMs | null {
    if (appliedAt !== null || this.#stop.isFinal) return appliedAt;
    let free: VirtualMs | null = this.#notBefore;
    for (const transaction of this.#stream.inFlight) {
      free = this.#applyAt(transaction, free);
      if (free === null || transaction.lsn === lsn) return free;
    }
    return null;
  }

  /** When the first transaction in flight will have been applied, under the settings of now. */
  #nextApply(): VirtualMs | null {
    const [first] = this.#stream.inFlight;
    return first ? this.#applyAt(first, this.#notBefore) : null;
  }

  /** When a worker that is free from a moment on will have applied it. */
  #applyAt(transaction: InFlight, free: VirtualMs): VirtualMs | null {
    const { replication } = this.#parts.settings();
    const isHeld = replication.paused || this.#parts.sessions.replica.status !== 'idle';
    if (isHeld || !this.#isFollowing) return null;
    const receivedAt = this.#stream.receivedAt(transaction);
    if (receivedAt === null) return null;
    const { committedAt, luck, changes } = transaction;
    const delayed = committedAt + replication.delayMs + luck * replication.jitterMs;
    const rate = replication.changesPerSecond;
    const workMs = rate === null ? 0 : (changes.length / rate) * 1_000;
    return virtualMs(Math.max(receivedAt, delayed, free) + workMs);
  }

  /** Applies the first transaction in flight at `at`. False when it could not be. */
  async #applyFirst(at: VirtualMs, now: VirtualMs): Promise<boolean> {
    const first = this.#stream.inFlight[0]!;
    const { lsn, committedAt, changes, refused } = first;
    const replay = { ...this.#replay, lsn, lastCommitAt: committedAt };
    const error = refused ?? (await this.#transport.apply(first, replay, at));
    if (error) {
      this.#stop.stopped(lsn, error, at);
      this.#notBefore = triedAgainAfter(at, now);
      return false;
    }
    this.#stop.goesOn(lsn, at);
    this.#replay = replay;
    this.#stream.applied(at);
    this.#notBefore = at;
    this.#parts.recorder.record({ type: 'transaction applied', at, lsn, committedAt, changes });
    await this.#transport.showTables(first, replay, at);
    return true;
  }

  /** Applies now what is meant of the transactions in flight, the first ones, until one cannot be. */
  async #applyWhile(isMeant: (transaction: InFlight) => boolean, now: VirtualMs): Promise<void> {
    const isNext = (): boolean => this.#stream.inFlight.slice(0, 1).some(isMeant);
    while (isNext()) if (!(await this.#applyFirst(now, now))) return;
  }

  /** With nothing in flight, the replica's position follows the primary's: keepalives carry it. */
  #followIdlePrimary(now: VirtualMs): void {
    const { lsn, at } = this.#primary;
    const known = this.#stream.inFlight.length === 0 && !this.#slot.hasUnread;
    if (!known || this.#replay.paused || lsn <= this.#replay.lsn) return;
    const heardAt = this.#stream.arrivesAt(at);
    if (heardAt === null || heardAt > now) return;
    this.#replay = { ...this.#replay, lsn };
    this.#parts.cluster.replica.reportReplay(this.#replay);
  }

  #reportWalSender(now: VirtualMs): void {
    this.#parts.cluster.primary.reportWalSender(this.#stream.walSender(this.#replay.lsn, now));
  }
}

/**
 * A node's server over time. It is started from the prebuilt files and prepared: the schema, the slot, an image to go back
 * to. From then on it lives as servers do. It crashes, which leaves its files; it is started again on them; and `restore`
 * takes it back to how it was prepared. Whatever happens, a server is started in one way only: on files, at a moment.
 */
import {
  type BaseBackup,
  NodeCrashed,
  type ReplayState,
  type Statement,
  type WalBytes,
} from '../simulation/postgres-node.ts';
import { type NodeName, type VirtualMs, virtualMs } from '../trace/ids.ts';
import type { PgResult, Recovery, SessionStatus } from '../trace/postgres-values.ts';
import { baseBackupOf, filesOfBackup, filesUpTo } from './base-backup.ts';
import { createSlot, loadedLibraries, lockedTables, publicationExists, slotAddressQuery } from './catalog-queries.ts';
import { type DataDirectory, filesOf, unpack } from './data-directory.ts';
import { MemoryImage } from './memory-image.ts';
import { callWithin, ownBracket, pipeline } from './own-session.ts';
import { PgliteServer } from './pglite-server.ts';
import { recoveryFrom } from './recovery-log.ts';
import { walSenderPid } from './server-configuration.ts';
import type { ServerFiles } from './server-files.ts';
import type { ServerMemory } from './server-memory.ts';
import { recordEnd } from './wal-position.ts';
import { concatenate, extended, prepare, type Reply, simple, sync } from './wire.ts';

export interface NodeSetup {
  readonly name: NodeName;
  readonly files: ServerFiles;
  readonly schemaSql: string;
}

const beginning = virtualMs(0);

/** Far apart, so that a server that was restarted does not draw what another one drew under the next seed. */
const seedStep = 0x9e3779b9;

export class Instance {
  /** What the transaction of the one session is doing. */
  status: SessionStatus = 'idle';
  readonly #setup: NodeSetup;
  /** Null between a crash and the next start. */
  #server: PgliteServer | null = null;
  /** Why there is no server. */
  #crashed: NodeCrashed;
  /** What the crash has left. */
  #left: DataDirectory | null = null;
  /** Of the server as it was prepared. Null when that one is no more. */
  #image: MemoryImage | null = null;
  #libraries = '';
  /** Where the slot lies in the primary's memory. */
  #slot = 0;
  #seed = 0;
  #restarts = 0;
  #replay: ReplayState | null = null;
  #isStandby: boolean;
  /** Of a primary: its files in the image. Of a standby: the backup that it was given. */
  #backup: BaseBackup | null = null;

  private constructor(setup: NodeSetup) {
    this.#setup = setup;
    this.#isStandby = setup.name === 'replica';
    this.#crashed = new NodeCrashed(setup.name, 'it is down');
  }

  /** Starts the server, loads the schema, and takes the image. @throws when the schema is not accepted. */
  static async start(setup: NodeSetup): Promise<Instance> {
    const instance = new Instance(setup);
    await instance.#startAnew();
    return instance;
  }

  get name(): NodeName {
    return this.#setup.name;
  }

  get backup(): BaseBackup | null {
    return this.#backup;
  }

  get isStandby(): boolean {
    return this.#isStandby;
  }

  /** @throws NodeCrashed when it is down. */
  get server(): PgliteServer {
    if (!this.#server) throw this.#crashed;
    return this.#server;
  }

  /** @throws NodeCrashed when it is down, or has ended in a trap. */
  get alive(): PgliteServer {
    this.server.assertAlive();
    return this.server;
  }

  /** @throws NodeCrashed when the server is down. */
  get memory(): ServerMemory {
    return this.server.memory;
  }

  /** @throws NodeCrashed when it is down already. */
  crash(): void {
    this.#left = filesOf(this.server.pglite.Module);
    this.#drop('it was killed');
  }

  /** @throws NodeCrashed when no crash has left files to start on. */
  async restart(at: VirtualMs): Promise<Recovery> {
    if (!this.#left)
      throw this.#server ? new Error(`${this.name} is running: it is restarted after a crash.`) : this.#crashed;
    const recovery = await this.#startOn(this.#left, at);
    this.#left = null;
    return recovery;
  }

  /** The standby is prepared anew, on the backup. @throws when the server cannot be started on it. */
  async useBackup(backup: BaseBackup): Promise<void> {
    this.#backup = backup;
    this.#drop('it is being started on its base backup');
    await this.restore(this.#seed);
  }

  /** @throws when there is no backup, or no log up to there. */
  async replayTo(replay: ReplayState, wal: WalBytes, at: VirtualMs): Promise<Recovery> {
    if (!this.#backup) throw new Error(`${this.name} has no base backup to replay on.`);
    const directory = filesUpTo(recordEnd(replay.lsn), this.#backup, wal);
    this.#drop('it is being started on its base backup');
    this.#left = null;
    this.#isStandby = true;
    this.#replay = replay;
    return this.#startOn(directory, at);
  }

  /** @throws NodeCrashed */
  promote(): void {
    this.alive.memory.setInRecovery(false);
    this.#isStandby = false;
  }

  /** It refuses writes from now on, as a standby that nobody feeds. @throws NodeCrashed */
  fence(at: VirtualMs): void {
    if (this.status !== 'idle') this.#atStart({ sql: 'rollback', params: [] }, at);
    this.status = 'idle';
    this.alive.memory.setInRecovery(true);
    this.#isStandby = true;
  }

  /** Its files as they stand, with the log that is flushed: redo makes them whole. @throws NodeCrashed */
  backupNow(): BaseBackup {
    const { pglite, memory } = this.alive;
    const copies = filesOf(pglite.Module).map((file) => ({ ...file, content: file.content && file.content.slice() }));
    return baseBackupOf(copies, memory.flushLsn());
  }

  /** A standby on another server's backup, whatever it was before. @throws when the server cannot be started on it. */
  async rebuild(backup: BaseBackup, replay: ReplayState, at: VirtualMs): Promise<Recovery> {
    this.#backup = backup;
    return this.replayTo(replay, { from: backup.lsn, bytes: new Uint8Array() }, at);
  }

  /** Back to how it was prepared. @throws when a server that is no more cannot be started again. */
  async restore(seed: number): Promise<void> {
    this.#isStandby = this.name === 'replica';
    if (this.#imageFits()) this.#image!.restore();
    else {
      this.#drop('it is being started again');
      this.#left = null;
      await this.#startAnew();
    }
    this.#replay = null;
    this.#seed = seed;
    this.#restarts = 0;
    this.#followSeed(beginning);
  }

  /** Ends the server for good. */
  shutDown(): void {
    this.#drop('it was shut down');
    this.#left = null;
  }

  /** What a standby answers of its replay from now on; one that is down, from its next start on. */
  setReplayState(replay: ReplayState): void {
    this.#replay = replay;
    this.#server?.memory.setReplayState(replay);
  }

  /** A look that leaves no trace. A read may log what it finds out about pages (that a row's transaction has committed,
   * that a page can be pruned), and so move the LSN; a server in recovery does not. */
  unlogged<Result>(look: () => Result): Result {
    return this.withRecovery(true, look);
  }

  /** A look that writes, after which the server is as it was before. Nobody may use it meanwhile. */
  async undone<Result>(look: () => Promise<Result>): Promise<Result> {
    const image = new MemoryImage(this.alive.pglite.Module, this.#setup.files.addresses.programBreak);
    const { status } = this;
    try {
      return await look();
    } finally {
      image.restore();
      this.status = status;
    }
  }

  withRecovery<Result>(inRecovery: boolean, run: () => Result): Result {
    this.memory.setInRecovery(inRecovery);
    try {
      return run();
    } finally {
      this.memory.setInRecovery(this.isStandby);
    }
  }

  /** While clients run, the slot belongs to the process that serves the replica, as on a real primary: it is active, and
   * Postgres refuses to drop it, to move it and to read from it. */
  withSlot<Result>(run: () => Result): Result {
    this.memory.setSlotOwner(this.#slot, 0);
    try {
      return run();
    } finally {
      if (!this.server.hasCrashed) this.memory.setSlotOwner(this.#slot, walSenderPid);
    }
  }

  /** A question of our own that must have an answer. */
  ask(statement: Statement, at: VirtualMs): PgResult {
    const bracket = ownBracket(this.status, 'read only');
    const [reply] = callWithin(this.server, bracket, [pipeline([statement])], at).replies;
    if (reply!.error) throw new Error(`${this.name}: ${reply!.error.message}`, { cause: reply!.error });
    return reply!.results[0]!;
  }

  /** The statement `replayground_locks`, which a client may have thrown away. */
  prepareStatements(at: VirtualMs): void {
    this.server.callAtStart(concatenate([prepare('replayground_locks', lockedTables), sync]), 0, at);
  }

  async #startOn(directory: DataDirectory, at: VirtualMs): Promise<Recovery> {
    this.#server = await PgliteServer.start(this.name, this.#setup.files, directory, at);
    this.#restarts++;
    this.#followSeed(at);
    if (this.#replay) this.memory.setReplayState(this.#replay);
    if (this.name === 'primary' && !this.isStandby) this.#holdSlot(at);
    // It ends as what it is, a standby or not.
    this.unlogged(() => this.#openSession(at));
    return recoveryFrom(this.server.startLog, this.memory.insertLsn());
  }

  /** From the prebuilt files, with the schema; or, a standby that was given one, from the primary's backup. */
  async #startAnew(): Promise<void> {
    const { name, files, schemaSql } = this.#setup;
    const directory = this.isStandby && this.#backup ? filesOfBackup(this.#backup) : await prebuilt(files);
    this.#server = await PgliteServer.start(name, files, directory, beginning);
    if (!this.isStandby || !this.#backup) this.server.callAtStart(simple(schemaSql));
    if (this.isStandby) this.memory.setInRecovery(true);
    else if (name === 'primary') this.#publish();
    this.#openSession(beginning);
    this.#takeImage();
  }

  #takeImage(): void {
    this.#libraries = this.#countLibraries();
    // What nobody waited for is a part of the image too, and of its backup.
    if (this.name === 'primary') this.memory.flushWal();
    const { Module } = this.server.pglite;
    this.#image = new MemoryImage(Module, this.#setup.files.addresses.programBreak);
    // The image keeps its files as they are, and so those of the backup.
    if (this.name === 'primary') this.#backup = baseBackupOf(filesOf(Module), this.memory.flushLsn());
  }

  /** Loads what a session needs, and before the image is taken. */
  #openSession(at: VirtualMs): void {
    if (this.name === 'primary') this.server.callAtStart(simple(`load 'pg_walinspect'`), 1, at);
    // This one is PL/pgSQL.
    this.server.callAtStart(simple('do $$ begin null; end $$'), 1, at);
    this.prepareStatements(at);
  }

  #publish(): void {
    const [[exists]] = this.#atStart(publicationExists).results[0]!.rows as [[string]];
    if (exists === 'f') this.server.callAtStart(simple('create publication replayground for all tables'));
    this.#atStart(createSlot);
    this.#holdSlot(beginning);
  }

  #holdSlot(at: VirtualMs): void {
    const [said] = this.#atStart(slotAddressQuery, at).notices;
    this.#slot = Number(/\d+$/.exec(said?.message ?? '')?.[0]);
    this.memory.setSlotOwner(this.#slot, walSenderPid);
  }

  #followSeed(at: VirtualMs): void {
    const seed = (this.#seed + this.#restarts * seedStep) >>> 0;
    this.server.seed(seed);
    this.#atStart({ sql: 'select setseed($1)', params: [(seed / 2 ** 32).toString()] }, at);
  }

  #atStart(statement: Statement, at = beginning): Reply {
    return this.server.callAtStart(concatenate([extended(statement), sync]), 1, at);
  }

  /** A library that was loaded since the image lies in memory that the image overwrites. */
  #imageFits(): boolean {
    if (!this.#image || this.server.hasCrashed) return false;
    if (this.status !== 'idle') this.#atStart({ sql: 'rollback', params: [] });
    this.status = 'idle';
    return this.#countLibraries() === this.#libraries;
  }

  #countLibraries(): string {
    return this.ask(loadedLibraries, beginning).rows[0]![0]!;
  }

  /** Lets the server's memory go, and the image, which can be put back into that server only. */
  #drop(reason: string): void {
    this.#crashed = new NodeCrashed(this.name, reason);
    this.#server?.abandon(reason);
    this.#server = null;
    this.status = 'idle';
    this.#image = null;
  }
}

const prebuilt = async ({ dataDirectory }: ServerFiles): Promise<DataDirectory> =>
  unpack(new Uint8Array(await dataDirectory.arrayBuffer()));

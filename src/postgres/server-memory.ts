/** What is read and set in a server's own memory, where no statement reaches. */
import type { PGlite } from '@electric-sql/pglite';
import type { ReplayState } from '../simulation/postgres-node.ts';
import { type Lsn, lsn } from '../trace/ids.ts';
import { microsecondsOf } from './postgres-time.ts';
import type { ServerAddresses } from './server-addresses.ts';
import { slotName } from './server-configuration.ts';
import { recordEnd, walPosition } from './wal-position.ts';

/** `enum RecoveryState` (src/include/access/xlog.h). */
const archiveRecovery = 1;
const recoveryDone = 2;

/** Offset in `XLogCtlData`: `Insert.CurrBytePos` (src/backend/access/transam/xlog.c). */
const insertedBytes = 8;

/** Offsets in `XLogRecoveryCtlData` (src/backend/access/transam/xlogrecovery.c), PostgreSQL 18 on wasm32. */
const lastReplayedEndRecPtr = 32;
const recoveryLastXTime = 64;
const recoveryPauseState = 80;
const paused = 2;
const notPaused = 0;

/** Functions of src/backend/access/transam/xlog.c that PGlite exports for its extensions. */
interface WalFunctions {
  _GetFlushRecPtr(insertTimeline: 0): bigint;
  _XLogFlush(record: bigint): void;
}

export class ServerMemory {
  readonly #server: PGlite;
  readonly #addresses: ServerAddresses;

  constructor(server: PGlite, addresses: ServerAddresses) {
    this.#server = server;
    this.#addresses = addresses;
  }

  /** Makes the server a hot standby, or lifts it, by setting what Postgres itself asks. In recovery Postgres refuses
   * writes in its own words and cannot be talked out of it, and `pg_is_in_recovery()` says so. */
  setInRecovery(inRecovery: boolean): void {
    const memory = this.#memory();
    const { localRecoveryInProgress, xlogCtl, sharedRecoveryState } = this.#addresses;
    memory.setUint8(localRecoveryInProgress, inRecovery ? 1 : 0);
    const shared = memory.getUint32(xlogCtl, true) + sharedRecoveryState;
    memory.setUint32(shared, inRecovery ? archiveRecovery : recoveryDone, true);
  }

  /** What `pg_last_wal_replay_lsn()` and its kin answer. */
  setReplayState(replay: ReplayState): void {
    const memory = this.#memory();
    const control = memory.getUint32(this.#addresses.xlogRecoveryCtl, true);
    memory.setBigUint64(control + lastReplayedEndRecPtr, BigInt(replay.lsn), true);
    // 0 stands for "nothing replayed yet", which Postgres shows as null.
    const lastCommit = replay.lastCommitAt === null ? 0 : microsecondsOf(replay.lastCommitAt);
    memory.setBigInt64(control + recoveryLastXTime, BigInt(lastCommit), true);
    memory.setUint32(control + recoveryPauseState, replay.paused ? paused : notPaused, true);
  }

  /** Whether a client has asked for a pause of replay, or its end. */
  isReplayPaused(): boolean {
    const memory = this.#memory();
    const control = memory.getUint32(this.#addresses.xlogRecoveryCtl, true);
    return memory.getUint32(control + recoveryPauseState, true) !== notPaused;
  }

  /** Where the log ends: `pg_current_wal_insert_lsn()`. No statement is needed for it, so it can be had at any time. */
  insertLsn(): Lsn {
    const memory = this.#memory();
    const inserted = memory.getBigUint64(memory.getUint32(this.#addresses.xlogCtl, true) + insertedBytes, true);
    return walPosition(Number(inserted));
  }

  /** Up to where the log has left the server's memory: `pg_current_wal_flush_lsn()`. */
  flushLsn(): Lsn {
    return lsn(Number(this.#walFunctions()._GetFlushRecPtr(0)));
  }

  /** Writes what of the log is still in memory, as the WAL writer does. Its end stays where it is. */
  flushWal(): void {
    this.#walFunctions()._XLogFlush(BigInt(recordEnd(this.insertLsn())));
  }

  /** Who holds a replication slot, or 0. Postgres refuses a slot that another process holds to everyone else.
   * @param slot its address, as the output plugin tells it. @throws when there is no such slot */
  setSlotOwner(slot: number, pid: number): void {
    this.#memory().setUint32(slot + this.#slotOwner(slot), pid, true);
  }

  /** `active_pid` stands at a fixed distance before the slot's name; how far the name is depends on the lock's type. */
  #slotOwner(slot: number): number {
    const name = new TextEncoder().encode(`${slotName}\0`);
    const nameAt = [20, 24].find((offset) =>
      name.every((byte, index) => this.#server.Module.HEAPU8[slot + offset + index] === byte),
    );
    if (nameAt === undefined) throw new Error(`There is no slot "${slotName}" at ${slot}.`);
    return nameAt - 16;
  }

  #walFunctions(): WalFunctions {
    return this.#server.Module as unknown as WalFunctions;
  }

  #memory(): DataView {
    return new DataView(this.#server.Module.HEAPU8.buffer);
  }
}

/**
 * Where the server keeps what we must reach: what makes it a hot standby, and the end of its memory. Postgres asks two variables whether it is in recovery, one of the
 * backend and one in shared memory, and it keeps the replay position beside them. PGlite exports none of them, but
 * it exports functions that read them, and in WebAssembly an address is a constant in the code. So the addresses are
 * read from the functions' own instructions, and a module that looks otherwise is refused.
 *
 *   bool RecoveryInProgress(void)            src/backend/access/transam/xlog.c
 *     if (!LocalRecoveryInProgress) return false;
 *     ... XLogCtl->SharedRecoveryState != RECOVERY_STATE_DONE ...
 *   XLogRecPtr GetXLogReplayRecPtr(...)      src/backend/access/transam/xlogrecovery.c
 *     ... XLogRecoveryCtl->lastReplayedEndRecPtr ...
 *   uintptr_t *emscripten_get_sbrk_ptr(void)     Emscripten's sbrk.c
 *     return &sbrk_val;
 */
import { exportedFunctionBody, readUnsigned } from './wasm-code.ts';

export interface ServerAddresses {
  /** The byte `LocalRecoveryInProgress`. */
  readonly localRecoveryInProgress: number;
  /** The pointer `XLogCtl`, and the offset of `SharedRecoveryState` in what it points to. */
  readonly xlogCtl: number;
  readonly sharedRecoveryState: number;
  /** The pointer `XLogRecoveryCtl`. */
  readonly xlogRecoveryCtl: number;
  /** The pointer to the end of the memory that the program has asked for. */
  readonly programBreak: number;
}

const constant = 0x41; // i32.const
const loadByte = 0x2d; // i32.load8_u
const load = 0x28; // i32.load

/** @throws when the module is not the PostgreSQL 18 that this was written for. */
export function findServerAddresses(wasm: Uint8Array): ServerAddresses {
  const inRecovery = loadsFromConstants(exportedFunctionBody(wasm, 'RecoveryInProgress'));
  const local = inRecovery.find(({ opcode }) => opcode === loadByte);
  const shared = inRecovery.find(({ opcode }) => opcode === load);
  const recovery = loadsFromConstants(exportedFunctionBody(wasm, 'GetXLogReplayRecPtr')).find(
    ({ opcode }) => opcode === load,
  );
  if (!local || !shared?.offsetBehind || !recovery) {
    throw new Error(
      'This PGlite does not keep its recovery state where PostgreSQL 18 does. Pin @electric-sql/pglite 0.5.16.',
    );
  }
  return {
    localRecoveryInProgress: local.address,
    xlogCtl: shared.address,
    sharedRecoveryState: shared.offsetBehind,
    xlogRecoveryCtl: recovery.address,
    programBreak: returnedConstant(exportedFunctionBody(wasm, 'emscripten_get_sbrk_ptr')),
  };
}

interface Load {
  readonly opcode: number;
  readonly address: number;
  /** The offset of a load that follows at once, from the pointer just loaded. */
  readonly offsetBehind: number | null;
}

/** Every `i32.const ADDRESS; i32.load...` with offset 0 in the code. */
function loadsFromConstants(code: Uint8Array): Load[] {
  const loads: Load[] = [];
  for (let at = 0; at < code.length; at++) {
    if (code[at] !== constant) continue;
    const { value: address, next } = readUnsigned(code, at + 1);
    const opcode = code[next];
    if ((opcode !== load && opcode !== loadByte) || address < 4096) continue;
    const offset = readUnsigned(code, next + 2);
    if (offset.value !== 0) continue;
    const offsetBehind = code[offset.next] === load ? readUnsigned(code, offset.next + 2).value : null;
    loads.push({ opcode, address, offsetBehind });
  }
  return loads;
}

/** A function of no locals that does nothing but `i32.const ADDRESS`. */
function returnedConstant(code: Uint8Array): number {
  if (code[0] !== 0 || code[1] !== constant)
    throw new Error('emscripten_get_sbrk_ptr does more than return an address.');
  return readUnsigned(code, 2).value;
}

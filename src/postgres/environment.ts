/**
 * What the server reads from the world around it, the time and randomness, given by the simulation instead.
 *
 * PGlite asks `Date.now()` for the time. Its interval timers (Postgres flushes idle statistics with one) would run on
 * the wall clock, so none is started. A server runs only inside a synchronous call: both are replaced for just that
 * long, and nobody else sees it. Randomness comes from `/dev/urandom`, and from a generator that Postgres seeds once.
 */
import type { PGlite } from '@electric-sql/pglite';
import { randomFrom } from '../simulation/random.ts';
import { epochMs, type VirtualMs } from '../trace/ids.ts';

/** Calls `run` as if it were `at` in virtual time. */
export function inVirtualTime<Result>(at: VirtualMs, run: () => Result): Result {
  const undo = [replace(Date, 'now', () => epochMs + Math.floor(at)), replace(globalThis, 'setTimeout', () => 0)];
  try {
    return run();
  } finally {
    for (const put of undo) put();
  }
}

interface FrozenMoment {
  readonly at: VirtualMs;
  starting: number;
  readonly over: Promise<void>;
  readonly end: () => void;
}
let frozen: FrozenMoment | null = null;

/** Calls what starts a server as if no time passed in it: when it was started, and the dates of what it writes, are `at`.
 * A start is asynchronous, so until it is over nobody in this thread sees another time, and a start at another moment
 * waits. */
export async function startingAt<Result>(at: VirtualMs, start: () => Promise<Result>): Promise<Result> {
  if (frozen && frozen.at !== at) {
    await frozen.over;
    return startingAt(at, start);
  }
  const moment = (frozen ??= freeze(at));
  moment.starting++;
  try {
    return await start();
  } finally {
    if (--moment.starting === 0) moment.end();
  }
}

function freeze(at: VirtualMs): FrozenMoment {
  const unfreeze = replace(Date, 'now', () => epochMs + Math.floor(at));
  let end = unfreeze;
  const over = new Promise<void>((resolve) => {
    end = () => {
      unfreeze();
      frozen = null;
      resolve();
    };
  });
  return { at, starting: 0, over, end };
}

function replace(target: object, name: string, value: unknown): () => void {
  const own = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
  return () => {
    if (own) Object.defineProperty(target, name, own);
    else Reflect.deleteProperty(target, name);
  };
}

type Module = PGlite['Module'];

/** Randomness that a seed fixes, for one server. */
export class SeededRandomness {
  readonly #module: Module;
  #next = randomFrom(0);

  /** Takes the place of the server's `/dev/urandom`. */
  constructor(module: Module) {
    this.#module = module;
    const { FS } = module as unknown as { FS: DeviceFileSystem };
    for (const name of ['random', 'urandom']) {
      FS.unlink(`/dev/${name}`);
      FS.createDevice('/dev', name, () => Math.floor(this.#next() * 256));
    }
  }

  seed(seed: number): void {
    this.#next = randomFrom(seed);
    // What Postgres draws for itself: where a B-tree puts equal keys, which rows it samples.
    const { _pg_global_prng_state: state } = this.#module as unknown as { _pg_global_prng_state: number };
    for (let byte = 0; byte < 16; byte++) this.#module.HEAPU8[state + byte] = Math.floor(this.#next() * 256);
  }
}

/** The part of Emscripten's FS that its types leave out. */
interface DeviceFileSystem {
  unlink(path: string): void;
  createDevice(parent: string, name: string, readByte: () => number): void;
}

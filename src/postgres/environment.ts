/**
 * What the server reads from the world around it, the time and random bytes, given by the simulation instead. PGlite
 * asks `Date.now()` for the time, and `crypto.getRandomValues` (in Node `crypto.randomFillSync`) for randomness. Its
 * interval timers (Postgres flushes idle statistics with one) would run on the wall clock, so none is started. A server
 * runs only inside a synchronous call: all this is replaced for just that long, and nobody else sees it.
 */
import { randomFrom } from '../simulation/random.ts';
import { epochMs, type VirtualMs } from '../trace/ids.ts';

/** Random bytes that a seed fixes. */
export class RandomBytes {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = randomFrom(seed);
  }

  fill<View extends ArrayBufferView>(view: View): View {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    for (let index = 0; index < bytes.length; index++) bytes[index] = Math.floor(this.#next() * 256);
    return view;
  }
}

/** Calls `run` as if it were `at` in virtual time, with `random` for all randomness. */
export function inEnvironment<Result>(at: VirtualMs, random: RandomBytes, run: () => Result): Result {
  const undo = [
    replace(Date, 'now', () => epochMs + Math.floor(at)),
    replace(globalThis, 'setTimeout', () => 0),
    replace(globalThis.crypto, 'getRandomValues', (view: Parameters<Crypto['getRandomValues']>[0]) =>
      random.fill(view),
    ),
  ];
  const node = nodeCrypto();
  if (node) undo.push(replace(node, 'randomFillSync', (view: ArrayBufferView) => random.fill(view)));
  try {
    return run();
  } finally {
    for (const put of undo) put();
  }
}

function replace(target: object, name: string, value: unknown): () => void {
  const own = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
  return () => {
    if (own) Object.defineProperty(target, name, own);
    else Reflect.deleteProperty(target, name);
  };
}

let cachedNodeCrypto: object | null | undefined;

/** Node's crypto module, which PGlite uses there; null in a browser. */
function nodeCrypto(): object | null {
  if (cachedNodeCrypto === undefined) {
    cachedNodeCrypto = globalThis.process?.getBuiltinModule?.('node:crypto') ?? null;
  }
  return cachedNodeCrypto;
}

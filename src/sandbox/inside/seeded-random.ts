import { randomFrom } from '../../simulation/random.ts';

type IntegerArray = Exclude<ArrayBufferView, DataView>;

/** Makes every source of chance follow the seed: `Math.random`, `crypto.getRandomValues` and `crypto.randomUUID`. The
 * rest of `crypto` is gone: it answers in tasks of its own, which no turn waits for. */
export function installSeededRandom(seed: number): void {
  const random = randomFrom(seed);
  const getRandomValues = <T extends IntegerArray>(array: T): T => {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    for (let index = 0; index < bytes.length; index++) bytes[index] = Math.floor(random() * 256);
    return array;
  };
  /** A version 4 UUID (RFC 9562, section 5.4). */
  const randomUUID = (): string => {
    const bytes = getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6]! & 0x0f) | 0x40;
    bytes[8] = (bytes[8]! & 0x3f) | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  };
  Math.random = random;
  const crypto = Object.freeze({ getRandomValues, randomUUID });
  Object.defineProperty(globalThis, 'crypto', { value: crypto, writable: true, configurable: true });
}

/**
 * Texts and lists of hundreds of millions, made by one call, end the whole process in some engines where a RangeError would
 * do. No shop needs them. A loop that gathers as much is another matter: the frame's process, or the watchdog, ends it.
 */
const maxLength = 2 ** 26;

type Method = (this: unknown, ...args: unknown[]) => unknown;

export function installSizeLimits(): void {
  const texts = String.prototype as unknown as Record<string, Method>;
  const cap = (name: string, lengthOf: (length: number, argument: unknown) => number, message: string): void => {
    const real = texts[name]!;
    const capped: Method = function capped(...args) {
      const { length } = Object(this) as { readonly length?: unknown };
      if (typeof length === 'number' && lengthOf(length, args[0]) > maxLength) throw new RangeError(message);
      return Reflect.apply(real, this, args);
    };
    Object.defineProperty(texts, name, { value: capped, writable: true, configurable: true });
  };
  cap('repeat', (length, count) => length * numberOf(count), 'Invalid string length');
  cap('padStart', (_length, target) => numberOf(target), 'Invalid string length');
  cap('padEnd', (_length, target) => numberOf(target), 'Invalid string length');
  cap('split', (length) => length, 'Invalid array length');
}

/** An object's number is the learner's to make, once: it is left to the engine. */
const numberOf = (value: unknown): number =>
  typeof value === 'number' || typeof value === 'string' ? Number(value) : 0;

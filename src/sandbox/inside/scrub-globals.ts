/**
 * Takes from the global object, and from its prototypes, everything that ECMAScript does not define, and of ECMAScript what
 * reads the machine: a list of what may stay, since what engines add next year is not known today. In a browser this is
 * the second wall: the frame's content security policy is the first. In Node it is the only one, good enough for the code
 * of this repository's own lessons and tests; Node is no place to run code from elsewhere.
 */
const allowed: ReadonlySet<PropertyKey> = new Set(
  `globalThis self undefined NaN Infinity isFinite isNaN parseFloat parseInt
   decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape
   eval queueMicrotask structuredClone atob btoa
   Object Function Array String Number Boolean BigInt Symbol Math JSON Reflect Proxy Iterator RegExp Date Intl
   Promise Map Set WeakMap WeakSet SuppressedError DisposableStack AsyncDisposableStack
   Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError DOMException
   ArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array
   BigInt64Array BigUint64Array Float16Array Float32Array Float64Array
   TextEncoder TextDecoder URL URLSearchParams`.split(/\s+/),
);

/** @throws Error when something cannot be taken away: then no code of a learner may run here */
export function scrubGlobals(): void {
  const kept = { self: globalThis, queueMicrotask, structuredClone };
  for (let owner: object = globalThis; owner !== Object.prototype; owner = Object.getPrototypeOf(owner) as object) {
    for (const name of Reflect.ownKeys(owner)) {
      if (allowed.has(name) || Reflect.deleteProperty(owner, name)) continue;
      // A constant of Web IDL cannot be deleted, and does nothing.
      if (isConstant(owner, name)) continue;
      throw new Error(`The sandbox cannot take away ${String(name)}.`);
    }
  }
  for (const [name, value] of Object.entries(kept)) define(globalThis, name, value);
  for (const name of ['createObjectURL', 'revokeObjectURL']) Reflect.deleteProperty(URL, name);
  refuseCodeFromStrings();
}

function isConstant(owner: object, name: PropertyKey): boolean {
  const { value, get } = Reflect.getOwnPropertyDescriptor(owner, name) ?? {};
  return get === undefined && Object(value) !== value;
}

/** As a content security policy without 'unsafe-eval' does, so that Node and browsers behave alike. */
function refuseCodeFromStrings(): void {
  const refuse = (): never => {
    throw new EvalError('Code cannot be made from strings here.');
  };
  define(globalThis, 'eval', refuse);
  const samples = [() => {}, async () => {}, function* sample() {}, async function* sample() {}];
  for (const sample of samples) {
    const prototype = Object.getPrototypeOf(sample) as { constructor: object };
    const constructor = new Proxy(prototype.constructor, { apply: refuse, construct: refuse });
    define(prototype, 'constructor', constructor);
    if (prototype === Function.prototype) define(globalThis, 'Function', constructor);
  }
}

function define(owner: object, name: string, value: unknown): void {
  Object.defineProperty(owner, name, { value, writable: true, configurable: true });
}

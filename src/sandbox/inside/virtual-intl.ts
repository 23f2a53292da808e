/** Pins the default locale and time zone of everything that would ask the machine for them, and `Intl`'s default now. */
import { locale, timeZone } from './virtual-date.ts';
import type { VirtualTime } from './virtual-time.ts';

type Method = (this: unknown, ...args: unknown[]) => unknown;
type Constructor = new (...args: unknown[]) => object;

export function installVirtualIntl(time: VirtualTime): void {
  const intl = Intl as unknown as Record<string, unknown>;
  for (const name of Object.getOwnPropertyNames(intl)) {
    const constructor = intl[name];
    if (typeof constructor !== 'function' || !('prototype' in constructor) || name === 'Locale') continue;
    intl[name] = withDefaults(
      constructor as unknown as Constructor,
      name === 'DateTimeFormat' ? inOurZone : inOurLocale,
    );
  }
  installDefaultNow(time);

  for (const name of ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString']) {
    pinArguments(Date.prototype, name, inOurZone);
  }
  for (const owner of [Number, BigInt, Array, Object.getPrototypeOf(Uint8Array) as typeof Uint8Array]) {
    pinArguments(owner.prototype, 'toLocaleString', inOurLocale);
  }
  pinArguments(String.prototype, 'toLocaleUpperCase', inOurLocale);
  pinArguments(String.prototype, 'toLocaleLowerCase', inOurLocale);
  pinArguments(String.prototype, 'localeCompare', (other, ...rest) => [other, ...inOurLocale(...rest)]);
}

type Arguments = (...args: unknown[]) => unknown[];

/** `locales` with ours behind them. An engine takes the machine's own when it is given none that it knows, be it by
 * undefined, an empty list, or a language without data. */
const inOurLocale: Arguments = (locales, ...rest) => [
  [...Intl.getCanonicalLocales(locales as string | undefined), locale],
  ...rest,
];

/** As `inOurLocale`, and with our time zone where the options have none. They are asked once: they may be the learner's
 * object, which need not say the same thing twice. */
const inOurZone: Arguments = (locales, options, ...rest) => {
  // The engine refuses null by itself.
  if (options === null) return inOurLocale(locales, options, ...rest);
  const given = Object(options ?? {}) as { readonly timeZone?: unknown };
  const { timeZone: zone = timeZone } = given;
  return inOurLocale(locales, Object.create(given, { timeZone: { value: zone } }), ...rest);
};

/** The same constructor, callable with and without `new` as far as it was, with our defaults for what is left out. */
function withDefaults(constructor: Constructor, defaults: Arguments): Constructor {
  const proxy = new Proxy(constructor, {
    construct: (target, args: unknown[], newTarget) =>
      Reflect.construct(target, defaults(...args), newTarget) as object,
    apply: (target, self, args: unknown[]): unknown =>
      Reflect.apply(target as unknown as Method, self, defaults(...args)),
  });
  constructor.prototype.constructor = proxy;
  return proxy;
}

/** `format()` without a date formats the present moment. */
function installDefaultNow(time: VirtualTime): void {
  const prototype = Intl.DateTimeFormat.prototype;
  const format = Object.getOwnPropertyDescriptor(prototype, 'format')!.get!;
  Object.defineProperty(prototype, 'format', {
    configurable: true,
    get(this: Intl.DateTimeFormat) {
      const bound = format.call(this) as (date: unknown) => string;
      return (date?: unknown) => bound(date === undefined ? time.wallMs : date);
    },
  });
  pinArguments(prototype, 'formatToParts', (date) => [date === undefined ? time.wallMs : date]);
}

function pinArguments(owner: object, name: string, pinned: Arguments): void {
  const methods = owner as Record<string, Method>;
  const real = methods[name]!;
  const replacement: Method = function replacement(...args) {
    return Reflect.apply(real, this, pinned(...args));
  };
  Object.defineProperty(owner, name, { value: replacement, writable: true, configurable: true });
}

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
    intl[name] = withDefaults(constructor as unknown as Constructor, name === 'DateTimeFormat' ? { timeZone } : {});
  }
  installDefaultNow(time);

  const dates = Date.prototype as unknown as Record<string, Method>;
  for (const name of ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString']) {
    pinArguments(dates, name, (locales, options) => [locales ?? locale, { timeZone, ...(options as object) }]);
  }
  const byLocale = (locales: unknown, ...rest: unknown[]): unknown[] => [locales ?? locale, ...rest];
  pinArguments(Number.prototype, 'toLocaleString', byLocale);
  pinArguments(BigInt.prototype, 'toLocaleString', byLocale);
  pinArguments(Array.prototype, 'toLocaleString', byLocale);
  pinArguments(Object.getPrototypeOf(Uint8Array.prototype) as object, 'toLocaleString', byLocale);
  pinArguments(String.prototype, 'toLocaleUpperCase', byLocale);
  pinArguments(String.prototype, 'toLocaleLowerCase', byLocale);
  pinArguments(String.prototype, 'localeCompare', (other, locales, ...rest) => [other, locales ?? locale, ...rest]);
}

/** The same constructor, callable with and without `new` as far as it was, with our defaults for what is left out. */
function withDefaults(constructor: Constructor, defaults: object): Constructor {
  const filled = ([locales, options]: unknown[]): unknown[] => [
    locales ?? locale,
    { ...defaults, ...(options as object) },
  ];
  const proxy = new Proxy(constructor, {
    construct: (target, args: unknown[], newTarget) => Reflect.construct(target, filled(args), newTarget) as object,
    apply: (target, self, args: unknown[]): unknown => Reflect.apply(target as unknown as Method, self, filled(args)),
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
      return (date?: unknown) => bound(date ?? time.wallMs);
    },
  });
  pinArguments(prototype, 'formatToParts', (date) => [date ?? time.wallMs]);
}

function pinArguments(owner: object, name: string, pinned: (...args: unknown[]) => unknown[]): void {
  const methods = owner as Record<string, Method>;
  const real = methods[name]!;
  const replacement: Method = function replacement(...args) {
    return Reflect.apply(real, this, pinned(...args));
  };
  Object.defineProperty(owner, name, { value: replacement, writable: true, configurable: true });
}

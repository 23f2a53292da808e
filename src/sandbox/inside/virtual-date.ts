/**
 * Makes `Date` tell virtual time in UTC, and `performance` virtual milliseconds since the run began. The constructor, its statics and the methods that read or write local time are
 * replaced; the prototype stays, so that `instanceof` and every date made before keep working.
 */
import { epochMs } from '../../trace/ids.ts';
import type { VirtualTime } from './virtual-time.ts';

export const timeZone = 'UTC';
export const locale = 'en-US';

/** `getHours` is `getUTCHours` when the local time zone is UTC, and so on for each part of a date. */
const localParts = ['FullYear', 'Month', 'Date', 'Hours', 'Minutes', 'Seconds', 'Milliseconds'];

export function installVirtualDate(time: VirtualTime): void {
  const RealDate = Date;
  const realParse = RealDate.parse.bind(RealDate);
  const parse = (text: string): number => realParse(withZone(text));
  const VirtualDate = new Proxy(RealDate, {
    apply: () => new RealDate(time.wallMs).toString(),
    construct: (_target, args: unknown[], newTarget) =>
      Reflect.construct(RealDate, [instantOf(args, time, parse)], newTarget) as Date,
  });
  const define = (target: object, name: string, value: unknown): void =>
    void Object.defineProperty(target, name, { value, writable: true, configurable: true });
  define(RealDate, 'now', () => time.wallMs);
  define(RealDate, 'parse', (text: unknown) => parse(String(text)));
  define(RealDate.prototype, 'constructor', VirtualDate);
  define(globalThis, 'Date', VirtualDate);
  define(globalThis, 'performance', Object.freeze({ now: () => time.now, timeOrigin: epochMs }));
  installUtcMethods(RealDate.prototype as unknown as Record<string, unknown>, define);
}

type Define = (target: object, name: string, value: unknown) => void;

function installUtcMethods(prototype: Record<string, unknown>, define: Define): void {
  for (const part of localParts) {
    define(prototype, `get${part}`, prototype[`getUTC${part}`]);
    define(prototype, `set${part}`, prototype[`setUTC${part}`]);
  }
  define(prototype, 'getDay', prototype['getUTCDay']);
  define(prototype, 'getTimezoneOffset', () => 0);
  define(prototype, 'getYear', undefined);
  define(prototype, 'setYear', undefined);
  define(prototype, 'toTemporalInstant', undefined);
  define(prototype, 'toString', function toString(this: Date) {
    return isValid(this) ? `${this.toDateString()} ${this.toTimeString()}` : 'Invalid Date';
  });
  define(prototype, 'toDateString', function toDateString(this: Date) {
    if (!isValid(this)) return 'Invalid Date';
    const [weekday, day, month, year] = this.toUTCString().replace(',', '').split(' ');
    return `${weekday} ${month} ${day} ${year}`;
  });
  define(prototype, 'toTimeString', function toTimeString(this: Date) {
    return isValid(this) ? `${this.toUTCString().slice(-12)}+0000 (Coordinated Universal Time)` : 'Invalid Date';
  });
}

const isValid = (date: Date): boolean => !Number.isNaN(date.getTime());

/** What `new Date(...args)` stands for, in Unix milliseconds. */
function instantOf(args: readonly unknown[], time: VirtualTime, parse: (text: string) => number): number {
  if (args.length === 0) return time.wallMs;
  if (args.length > 1) return Date.UTC(...(args as [number, number]));
  const [value] = args;
  const primitive: unknown = value instanceof Object ? value.valueOf() : value;
  return typeof primitive === 'string' ? parse(primitive) : Number(primitive);
}

/** `Z`, `GMT+0200 (CEST)`, `PST`, or an offset behind a time. */
const endsInZone =
  /(?:[\d\s]Z|\b(?:GMT|UTC?|[ECMP][SD]T)(?:[+-]\d\d:?\d\d)?|:\d\d(?:\.\d+)?\s*[+-]\d\d:?\d\d)\s*(?:\(.*\))?$/i;

/** A date's text with its time zone, so that the machine's own is never asked. Dates alone are UTC as they are
 * (ECMA-262, 21.4.1.32). */
function withZone(text: string): string {
  const trimmed = text.trim();
  if (/^[+-]?\d{4,6}(-\d\d){0,2}$/.test(trimmed)) return trimmed;
  if (endsInZone.test(trimmed)) return trimmed;
  return /^[+-]?\d{4,6}-\d\d-\d\dT/.test(trimmed) ? `${trimmed}Z` : `${trimmed} UTC`;
}

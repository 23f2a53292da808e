/**
 * Makes `Date` tell virtual time in UTC, and `performance` virtual milliseconds since the run began. The constructor, its
 * statics and the methods that read or write local time are replaced; the prototype stays, so that `instanceof` and every
 * date made before keep working.
 */
import { epochMs } from '../../trace/ids.ts';
import { parseDate } from './parse-date.ts';
import type { VirtualTime } from './virtual-time.ts';

export const timeZone = 'UTC';
export const locale = 'en-US';

/** `getHours` is `getUTCHours` when the local time zone is UTC, and so on for each part of a date. */
const localParts = ['FullYear', 'Month', 'Date', 'Hours', 'Minutes', 'Seconds', 'Milliseconds'];

export function installVirtualDate(time: VirtualTime): void {
  const RealDate = Date;
  const VirtualDate = new Proxy(RealDate, {
    apply: () => new RealDate(time.wallMs).toString(),
    construct: (_target, args: unknown[], newTarget) =>
      Reflect.construct(RealDate, [instantOf(args, time)], newTarget) as Date,
  });
  const define = (target: object, name: string, value: unknown): void =>
    void Object.defineProperty(target, name, { value, writable: true, configurable: true });
  define(RealDate, 'now', () => time.wallMs);
  define(RealDate, 'parse', (text: unknown) => parseDate(String(text)));
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
function instantOf(args: readonly unknown[], time: VirtualTime): number {
  if (args.length === 0) return time.wallMs;
  if (args.length > 1) return Date.UTC(...(args as [number, number]));
  const [value] = args;
  if (value instanceof Date) return value.getTime();
  const primitive = primitiveOf(value);
  return typeof primitive === 'string' ? parseDate(primitive) : Number(primitive);
}

/** What an object stands for when nothing is said of the type that is wanted (ECMA-262, 7.1.1). */
function primitiveOf(value: unknown): unknown {
  if (!(value instanceof Object)) return value;
  if (Symbol.toPrimitive in value) return (value[Symbol.toPrimitive] as (hint: string) => unknown)('default');
  const plain = value.valueOf();
  return plain instanceof Object ? Reflect.apply(value.toString as () => unknown, value, []) : plain;
}

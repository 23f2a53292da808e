/** JavaScript values to Postgres's text format and back. The one place that decides what a column's value becomes. */
import type { PgField, PgText } from '../../trace/postgres-values.ts';

/** A value that JSON can say. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/**
 * A value as a database gives it: `integer` and `double precision` are numbers (`bigint` too, while it is exact, and
 * else a BigInt), `numeric` is a string with all its digits, `timestamp with time zone` is a Date, `json` is what it
 * says; all else is Postgres's own text.
 */
export type DatabaseValue = bigint | Date | JsonValue;

/** @throws TypeError when Postgres has no text for such a value */
export function toPostgresText(value: unknown): PgText {
  if (value === null) return null;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return arrayText(value);
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    default:
      throw new TypeError(`${describe(value)} cannot be sent to a database.`);
  }
}

export function fromPostgresText(text: PgText, { typeOid }: Pick<PgField, 'typeOid'>): DatabaseValue {
  return text === null ? null : (readers.get(typeOid)?.(text) ?? text);
}

const safeInteger = (text: string): number | bigint =>
  Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text);

/** By `pg_type.oid`. */
const readers: ReadonlyMap<number, (text: string) => DatabaseValue> = new Map<number, (text: string) => DatabaseValue>([
  [16, (text) => text === 't'],
  [20, safeInteger],
  [21, Number],
  [23, Number],
  [26, Number],
  [700, Number],
  [701, Number],
  [114, (text) => JSON.parse(text) as JsonValue],
  [3802, (text) => JSON.parse(text) as JsonValue],
  [1114, (text) => toDate(`${text}+00`)],
  [1184, toDate],
]);

/** `2024-10-24 09:00:00.123456+02`, the style ISO, which every session here has. Microseconds are cut to milliseconds. */
function toDate(text: string): Date {
  const iso = text
    .replace(' ', 'T')
    .replace(/(\.\d{3})\d+/, '$1')
    .replace(/([+-]\d\d)$/, '$1:00');
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) throw new RangeError(`A Date cannot hold the timestamp ${text}.`);
  return date;
}

/** A Postgres array literal, as psycopg sends a list: `{1,2}`. */
function arrayText(items: readonly unknown[]): string {
  const texts = items.map((item) => {
    const text = toPostgresText(item);
    if (text === null) return 'NULL';
    return Array.isArray(item) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
  });
  return `{${texts.join(',')}}`;
}

function describe(value: unknown): string {
  if (value === undefined) return 'undefined';
  const { name } = (value as object).constructor ?? {};
  return typeof value === 'object' && name ? `An object of class ${name}` : `A ${typeof value}`;
}

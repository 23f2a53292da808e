import { connectionTo } from '../db/connection.ts';
import { fromPostgresText } from '../db/postgres-text.ts';
import type { Route } from '../db/router.ts';
import { ValueError } from '../errors.ts';
import type { Origin } from '../origin.ts';
import { compileSelect } from './compile.ts';
import { checkLock } from './fetch.ts';
import { isNever } from './is-never.ts';
import type { Query } from './query.ts';

/**
 * Options of `explain`: those of Postgres's [EXPLAIN](https://www.postgresql.org/docs/18/sql-explain.html).
 */
export interface ExplainOptions {
  /** Default: text. */
  readonly format?: 'text' | 'json' | 'xml' | 'yaml';
  /** Runs the query, and says what really happened. */
  readonly analyze?: boolean;
  /** How many blocks were read, and from where. */
  readonly buffers?: boolean;
  /** The planner's estimates. Default: true. */
  readonly costs?: boolean;
  /** The plan that a prepared statement would get, whatever its parameters are. */
  readonly genericPlan?: boolean;
  /** How much memory the planner took. */
  readonly memory?: boolean;
  /** The settings that are not as Postgres has them by itself. */
  readonly settings?: boolean;
  /** How long planning and running took. Default: with `analyze`. */
  readonly summary?: boolean;
  /** How long each step took. Default: with `analyze`. */
  readonly timing?: boolean;
  /** The columns that each step gives. */
  readonly verbose?: boolean;
  /** How much WAL was written. */
  readonly wal?: boolean;
}

const formats = ['JSON', 'TEXT', 'XML', 'YAML'];
const switches = [
  'ANALYZE',
  'BUFFERS',
  'COSTS',
  'GENERIC_PLAN',
  'MEMORY',
  'SETTINGS',
  'SUMMARY',
  'TIMING',
  'VERBOSE',
  'WAL',
];

/** `EXPLAIN (ANALYZE true, FORMAT JSON)`, as Django's Postgres backend writes it. @throws ValueError */
export function explainPrefix({ format, ...options }: ExplainOptions): string {
  if (format !== undefined && !formats.includes(format.toUpperCase())) {
    throw new ValueError(`${format.toUpperCase()} is not a recognized format. Allowed formats: ${formats.join(', ')}`);
  }
  const given = Object.entries(options).map(([name, value]) => {
    return [name.replace(/[A-Z]/g, '_$&').toUpperCase(), value ? 'true' : 'false'] as const;
  });
  const unknown = given.map(([name]) => name).filter((name) => !switches.includes(name));
  if (unknown.length > 0) throw new ValueError(`Unknown options: ${unknown.toSorted().join(', ')}`);
  const all = [...given, ...(format === undefined ? [] : [['FORMAT', format.toUpperCase()] as const])];
  return all.length > 0 ? `EXPLAIN (${all.map((option) => option.join(' ')).join(', ')})` : 'EXPLAIN';
}

/** How the database would run the query. A query that never asks anything has no plan. */
export async function explainQuery(query: Query, prefix: string, route: Route, origin: Origin): Promise<string> {
  if (isNever(query)) return '';
  const { sql, params } = compileSelect(query, route.alias);
  checkLock(query, route);
  const explained = { sql: `${prefix} ${sql}`, params };
  const { fields, rows } = await connectionTo(route.alias).execute(explained, route, origin);
  return rows.map(([text]) => lineOf(fromPostgresText(text!, fields[0]!))).join('\n');
}

/** A line of text, or the plans of a JSON answer. */
const lineOf = (value: unknown): string =>
  Array.isArray(value) ? value.map((plan) => JSON.stringify(plan)).join(' ') : String(value);

import { connectionTo } from '../db/connection.ts';
import { fromPostgresText } from '../db/postgres-text.ts';
import type { DatabaseValue } from '../db/postgres-text.ts';
import type { Route } from '../db/router.ts';
import type { Origin } from '../origin.ts';
import { compileAggregate, numberOfRows } from './aggregate-sql.ts';
import type { Expression } from './expressions.ts';
import { isNever } from './is-never.ts';
import type { Column, Query } from './query.ts';

/** How many rows there are. */
export async function fetchCount(query: Query, route: Route, origin: Origin): Promise<number> {
  const { count } = await fetchAggregates(query, [numberOfRows], route, origin);
  return Number(count);
}

/** What is true of all of the query's rows, by name. Where there can be none, no query runs. */
export async function fetchAggregates(
  query: Query,
  aggregates: readonly Column[],
  route: Route,
  origin: Origin,
): Promise<Record<string, DatabaseValue>> {
  const empty = aggregates.map(({ name, term }) => [name, term.ofNoRows] as const);
  if (isNever(query) || aggregates.length === 0) return Object.fromEntries(empty);
  const statement = compileAggregate(query, aggregates, route.alias);
  const { fields, rows } = await connectionTo(route.alias).execute(statement, route, origin);
  const values = aggregates.map(({ name, term }, index) => {
    return [name, term.read(fromPostgresText(rows[0]![index]!, fields[index]!))] as const;
  });
  return Object.fromEntries(values);
}

/** Aggregates of a query's rows, also of rows that are aggregates themselves. @throws TypeError for anything else */
export function aggregateColumns(
  query: Query,
  expressions: readonly (readonly [string, Expression])[],
): readonly Column[] {
  const names = { ...query, aggregatesAreRows: true };
  return expressions.map(([name, expression]) => {
    const term = expression.resolve(names);
    if (!term.hasAggregate) throw new TypeError(`${name} is not an aggregate expression`);
    return { name, term };
  });
}

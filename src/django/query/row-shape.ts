import type { DatabaseRow } from '../db/cursor.ts';
import type { DatabaseValue } from '../db/postgres-text.ts';
import type { Route } from '../db/router.ts';
import type { Model } from '../models/model.ts';
import type { Origin } from '../origin.ts';
import { fetchInstances, fetchRows } from './fetch.ts';
import type { Query } from './query.ts';
import { columnsOf } from './select-sql.ts';

/** What a queryset makes of a row: an instance, or what `values` and `valuesList` ask for. */
export type RowShape = 'instance' | 'record' | 'list' | 'flat';

export async function fetchShaped(
  query: Query,
  shape: RowShape,
  route: Route,
  origin: Origin,
): Promise<(Model | DatabaseRow | DatabaseValue | Record<string, DatabaseValue>)[]> {
  if (shape === 'instance') return await fetchInstances(query, route, origin);
  const rows = await fetchRows(query, route, origin);
  if (shape === 'list') return rows;
  if (shape === 'flat') return rows.map((row) => row[0]!);
  const columns = columnsOf(query);
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]!])));
}

import type { DatabaseRow } from '../db/cursor.ts';
import type { DatabaseValue } from '../db/postgres-text.ts';
import type { Route } from '../db/router.ts';
import type { Model } from '../models/model.ts';
import type { Origin } from '../origin.ts';
import { fetchInstances, fetchRows } from './fetch.ts';
import type { FieldPath } from './field-path.ts';
import type { Query } from './query.ts';

/** What a queryset makes of a row: an instance, or what `values` and `valuesList` ask for. */
export type RowShape =
  | { readonly kind: 'instance' }
  | {
      readonly kind: 'record' | 'list' | 'flat';
      readonly columns: readonly { readonly name: string; readonly path: FieldPath }[];
    };

export async function fetchShaped(
  query: Query,
  shape: RowShape,
  route: Route,
  origin: Origin,
): Promise<(Model | DatabaseRow | DatabaseValue | Record<string, DatabaseValue>)[]> {
  if (shape.kind === 'instance') return await fetchInstances(query, route, origin);
  const { kind, columns } = shape;
  const paths = columns.map(({ path }) => path);
  const rows = await fetchRows(query, paths, route, origin);
  if (kind === 'list') return rows;
  if (kind === 'flat') return rows.map((row) => row[0]!);
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]!])));
}

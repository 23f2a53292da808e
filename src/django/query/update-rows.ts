import { connectionTo } from '../db/connection.ts';
import { rowCount } from '../db/cursor.ts';
import type { Route } from '../db/router.ts';
import { markForRollbackOnError } from '../db/run-atomically.ts';
import type { Field } from '../models/field.ts';
import type { Origin } from '../origin.ts';
import { compileUpdate } from './compile.ts';
import { isNever } from './is-never.ts';
import type { Query } from './query.ts';

/** Changes a query's rows with one UPDATE. Gives how many there were. */
export async function updateRows(
  query: Query,
  changes: ReadonlyMap<Field, unknown>,
  route: Route,
  origin: Origin,
): Promise<number> {
  if (isNever(query) || changes.size === 0) return 0;
  const { alias } = route;
  const execute = async () => connectionTo(alias).execute(compileUpdate(query, changes, alias), route, origin);
  return rowCount(await markForRollbackOnError(alias, execute));
}

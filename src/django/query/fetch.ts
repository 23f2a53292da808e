/** Runs queries and makes what they answer into rows and instances. */
import { connectionTo } from '../db/connection.ts';
import { TransactionManagementError } from '../db/database-errors.ts';
import { fromPostgresText } from '../db/postgres-text.ts';
import type { DatabaseRow } from '../db/cursor.ts';
import type { Route } from '../db/router.ts';
import type { Model } from '../models/model.ts';
import { modelErrors } from '../models/model-errors.ts';
import { optionsOf } from '../models/model-options.ts';
import type { ModelOptions } from '../models/model-options.ts';
import { LoadedRow } from '../models/model-state.ts';
import type { Origin } from '../origin.ts';
import { compileSelect } from './compile.ts';
import { isNever } from './is-never.ts';
import type { Query } from './query.ts';
import { columnsOf, instanceParts } from './select-sql.ts';

/** The query's rows, as what `columnsOf` says. @throws TransactionManagementError for a lock outside of a transaction */
export async function fetchRows(query: Query, route: Route, origin: Origin): Promise<DatabaseRow[]> {
  if (isNever(query)) return [];
  const connection = connectionTo(route.alias);
  checkLock(query, route);
  const { fields, rows } = await connection.execute(compileSelect(query, route.alias), route, origin);
  const columns = columnsOf(query);
  return rows.map((row) => columns.map(({ term }, index) => term.read(fromPostgresText(row[index]!, fields[index]!))));
}

/** @throws TransactionManagementError */
export function checkLock({ lock }: Query, { alias }: Route): void {
  if (lock && !connectionTo(alias).inAtomicBlock) {
    throw new TransactionManagementError('select_for_update cannot be used outside of a transaction.');
  }
}

/** The query's rows as instances, with the related ones that were asked for. */
export async function fetchInstances(query: Query, route: Route, origin: Origin): Promise<Model[]> {
  const rows = await fetchRows(query, route, origin);
  return rows.map((row) => instanceOf(query, row, route.alias));
}

/** As many rows as `get()` asks for: enough to tell whether there is more than one, and how many there are. */
export const limitOfGet = 21;

/** The one row that there must be. @throws the model's DoesNotExist or MultipleObjectsReturned */
export function theOnly<Row>(rows: readonly Row[], { model, objectName }: ModelOptions): Row {
  const [first, second] = rows;
  if (first !== undefined && second === undefined) return first;
  const errors = modelErrors(model);
  if (first === undefined) throw new errors.DoesNotExist(`${objectName} matching query does not exist.`);
  const count = rows.length < limitOfGet ? String(rows.length) : `more than ${limitOfGet - 1}`;
  throw new errors.MultipleObjectsReturned(`get() returned more than one ${objectName} -- it returned ${count}!`);
}

/** The one instance that there must be. @throws the model's DoesNotExist or MultipleObjectsReturned */
export async function fetchOne(query: Query, route: Route, origin: Origin): Promise<Model> {
  const limited = { ...query, limit: query.limit ?? limitOfGet };
  return theOnly(await fetchInstances(limited, route, origin), query.options);
}

function instanceOf(query: Query, row: DatabaseRow, alias: string): Model {
  const byWay = new Map<string, Model | null>();
  let start = 0;
  for (const { way, fields } of instanceParts(query)) {
    const options = way.length === 0 ? query.options : optionsOf(way.at(-1)!.relation!.to());
    const values = new Map(fields.map(({ attribute }, index) => [attribute, row[start + index]]));
    start += fields.length;
    // An outer join gives NULLs, the key among them, where there is no row.
    const isThere = values.get(options.primaryKey.attribute) !== null;
    const instance = isThere ? makeInstance(options, values, alias) : null;
    const names = way.map(({ name }) => name);
    const [last] = names.slice(-1);
    if (last !== undefined) byWay.get(names.slice(0, -1).join('__'))?._state.related.set(last, instance);
    byWay.set(names.join('__'), instance);
  }
  const own = byWay.get('')!;
  for (const { name } of query.annotations) Object.assign(own, { [name]: row[start++] });
  return own;
}

/** An instance of a row that a database has; what it is not given it does not know. */
export function makeInstance({ model }: ModelOptions, values: ReadonlyMap<string, unknown>, alias: string): Model {
  // The constructor of `Model` tells a row from the values of a new instance.
  return Reflect.construct(model, [new LoadedRow(alias, values)]);
}

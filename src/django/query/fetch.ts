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
import { columnsOf } from './select-sql.ts';

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

function instanceOf({ options, selectRelated, annotations }: Query, row: DatabaseRow, alias: string): Model {
  const instance = makeInstance(options, valuesOf(options, row), alias);
  const byWay = new Map<string, Model | null>([['', instance]]);
  let start = options.fields.length;
  for (const { relations, field } of selectRelated) {
    const target = optionsOf(field.relation!.to());
    const values = row.slice(start, start + target.fields.length);
    start += target.fields.length;
    // An outer join gives NULLs, the key among them, where there is no row.
    const isThere = values[target.fields.indexOf(target.primaryKey)] !== null;
    const related = isThere ? makeInstance(target, valuesOf(target, values), alias) : null;
    const way = relations.map(({ name }) => name);
    byWay.get(way.join('__'))?._state.related.set(field.name, related);
    byWay.set([...way, field.name].join('__'), related);
  }
  for (const { name } of annotations) Object.assign(instance, { [name]: row[start++] });
  return instance;
}

const valuesOf = ({ fields }: ModelOptions, row: DatabaseRow): Map<string, unknown> =>
  new Map(fields.map(({ attribute }, index) => [attribute, row[index]]));

/** An instance of a row that a database has; what it is not given it does not know. */
export function makeInstance({ model }: ModelOptions, values: ReadonlyMap<string, unknown>, alias: string): Model {
  // The constructor of `Model` tells a row from the values of a new instance.
  return Reflect.construct(model, [new LoadedRow(alias, values)]);
}

/** Querysets that write new rows. Each runs on the one database that its route names, its reads too. */
import { connectionTo } from '../db/connection.ts';
import { IntegrityError } from '../db/database-errors.ts';
import type { Route } from '../db/router.ts';
import { runAtomically } from '../db/run-atomically.ts';
import type { Field } from '../models/field.ts';
import type { Model } from '../models/model.ts';
import { modelErrors } from '../models/model-errors.ts';
import type { ModelOptions } from '../models/model-options.ts';
import { applyBeforeSave, prepareRelated, saveInstance, takeKey } from '../models/save-instance.ts';
import type { Origin } from '../origin.ts';
import type { PgResult } from '../../trace/postgres-values.ts';
import { inBatches } from './batches.ts';
import type { OnConflict } from './bulk-create-options.ts';
import { compileInsert } from './compile.ts';
import { conditionOf } from './conditions.ts';
import { fetchOne } from './fetch.ts';
import type { Query } from './query.ts';

type Values = Readonly<Record<string, unknown>>;

export async function createRow({ model }: ModelOptions, values: Values, route: Route, origin: Origin): Promise<Model> {
  const instance = new model(values);
  await saveInstance(instance, { forceInsert: true }, route, origin);
  return instance;
}

/** The row that matches, or a new one, and whether it is new. Two who try at once end up with the same row. */
export async function getOrCreateRow(
  query: Query,
  { defaults = {}, ...wanted }: Values,
  route: Route,
  origin: Origin,
): Promise<readonly [Model, boolean]> {
  const { options } = query;
  const { DoesNotExist } = modelErrors(options.model);
  const matching = { ...query, orderBy: [], where: [...query.where, conditionOf(query, wanted)] };
  const find = async (): Promise<Model | null> => {
    try {
      return await fetchOne(matching, route, origin);
    } catch (error) {
      if (error instanceof DoesNotExist) return null;
      throw error;
    }
  };
  const found = await find();
  if (found) return [found, false];
  try {
    const values = newValues(wanted, defaults as Values);
    return [await runAtomically(route.alias, {}, origin, () => createRow(options, values, route, origin)), true];
  } catch (error) {
    const made = error instanceof IntegrityError ? await find() : null;
    if (made) return [made, false];
    throw error;
  }
}

/** Changes the row that matches, under a lock, or makes a new one. */
export async function updateOrCreateRow(
  query: Query,
  { defaults = {}, createDefaults = defaults, ...wanted }: Values,
  route: Route,
  origin: Origin,
): Promise<readonly [Model, boolean]> {
  return await runAtomically(route.alias, {}, origin, async () => {
    const locked = { ...query, lock: { noWait: false, skipLocked: false } };
    const [instance, isNew] = await getOrCreateRow(locked, { ...wanted, defaults: createDefaults }, route, origin);
    if (isNew) return [instance, true] as const;
    const changes = resolved(defaults as Values);
    Object.assign(instance, changes);
    await saveInstance(instance, { updateFields: Object.keys(changes) }, route, origin);
    return [instance, false] as const;
  });
}

/** Writes all of them with one INSERT a batch, those that have a key already apart. */
export async function bulkCreateRows(
  options: ModelOptions,
  instances: readonly Model[],
  { batchSize, onConflict }: { readonly batchSize: number | undefined; readonly onConflict: OnConflict | null },
  route: Route,
  origin: Origin,
): Promise<void> {
  if (instances.length === 0) return;
  for (const instance of instances) prepareRelated(instance, options);
  await runAtomically(route.alias, { savepoint: false }, origin, async () => {
    for (const hasKey of [true, false]) {
      const rows = instances.filter(({ pk }) => (pk !== null) === hasKey);
      const fields = options.fields.filter((field) => hasKey || field !== options.primaryKey);
      for (const batch of inBatches(rows, batchSize)) {
        const answer = await insertRows(options, fields, batch, onConflict, route, origin);
        takeRows(batch, answer, hasKey, route.alias);
      }
    }
  });
}

async function insertRows(
  options: ModelOptions,
  fields: readonly Field[],
  instances: readonly Model[],
  onConflict: OnConflict | null,
  route: Route,
  origin: Origin,
): Promise<PgResult> {
  for (const instance of instances) for (const field of fields) applyBeforeSave(instance, field);
  const rows = instances.map(({ _state: { values } }) => fields.map(({ attribute }) => values.get(attribute)));
  const statement = compileInsert(options, fields, rows, onConflict);
  return await connectionTo(route.alias).execute(statement, route, origin);
}

/** The instances have rows now. Where conflicts are ignored nobody says which, and a new key is not known. */
function takeRows(instances: readonly Model[], answer: PgResult, hasKey: boolean, alias: string): void {
  for (const [index, instance] of instances.entries()) {
    if (answer.rows.length > 0) takeKey(instance, answer, index);
    else if (!hasKey) continue;
    instance._state.db = alias;
    instance._state.adding = false;
  }
}

/** What is looked for is what the new row has, as far as it names plain fields. */
const newValues = (wanted: Values, defaults: Values): Values =>
  resolved({ ...Object.fromEntries(Object.entries(wanted).filter(([name]) => !name.includes('__'))), ...defaults });

/** A default may be a function that makes the value. */
const resolved = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'function' ? (value as () => unknown)() : value,
    ]),
  );

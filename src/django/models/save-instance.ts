/** Django's `Model.save` and `save_base`: an UPDATE where there may be a row, an INSERT where there is none. */
import type { DatabaseAlias } from '../database-alias.ts';
import { connectionTo } from '../db/connection.ts';
import { rowCount } from '../db/cursor.ts';
import { DatabaseError } from '../db/database-errors.ts';
import { fromPostgresText } from '../db/postgres-text.ts';
import type { Route } from '../db/router.ts';
import { markForRollbackOnError } from '../db/run-atomically.ts';
import { ValueError } from '../errors.ts';
import type { Origin } from '../origin.ts';
import { compileExists, compileInsert, compileUpdate } from '../query/compile.ts';
import type { PgResult } from '../../trace/postgres-values.ts';
import { deferredFieldsOf, loadField } from './deferred-field.ts';
import type { Field } from './field.ts';
import type { Model } from './model.ts';
import { optionsOfInstance } from './model-options.ts';
import type { ModelOptions } from './model-options.ts';
import { rowOf } from './own-row.ts';

/** Options of `save`. */
export interface SaveOptions {
  /** The database to write to. Default: what the router says. */
  readonly using?: DatabaseAlias;
  /** The fields to write, and no others; with an empty list nothing is written. */
  readonly updateFields?: Iterable<string>;
  /** It must be a new row. */
  readonly forceInsert?: boolean;
  /** There must be a row to change. */
  readonly forceUpdate?: boolean;
}

export async function saveInstance(
  instance: Model,
  options: Omit<SaveOptions, 'using'>,
  route: Route,
  origin: Origin,
): Promise<void> {
  const modelOptions = optionsOfInstance(instance);
  const { forceInsert = false, forceUpdate = false } = options;
  const updateFields = fieldsToUpdate(instance, options, route);
  prepareRelated(instance, modelOptions);
  if (forceInsert && (forceUpdate || updateFields)) {
    throw new ValueError('Cannot force both insert and updating in model saving.');
  }
  if (updateFields?.length === 0) return;
  const fields = fieldsToSave(modelOptions, updateFields);
  for (const field of updateFields ? fields : modelOptions.fields) await loadField(instance, field, origin);
  await markForRollbackOnError(route.alias, async () => {
    for (const field of fields) applyBeforeSave(instance, field);
    if (!forceInsert && (await updateRow(instance, fields, { forceUpdate, updateFields }, route, origin))) return;
    await insertRow(instance, modelOptions, route, origin);
  });
  instance._state.db = route.alias;
  instance._state.adding = false;
}

/** Takes over the keys that related objects have got since they were assigned. @throws ValueError if one has none yet */
export function prepareRelated(instance: Model, { foreignKeys }: ModelOptions): void {
  const { related, values } = instance._state;
  for (const { name, attribute } of foreignKeys) {
    const other = related.get(name);
    if (!other) continue;
    if (other.pk === null) {
      throw new ValueError(`save() prohibited to prevent data loss due to unsaved related object '${name}'.`);
    }
    if ((values.get(attribute) ?? null) === null) values.set(attribute, other.pk);
    else if (values.get(attribute) !== other.pk) related.delete(name);
  }
}

/** The fields to write where not all of them are: those that are named, or, of an instance that knows only some of its row,
 * these, if they go back to where they are from. */
function fieldsToUpdate(
  instance: Model,
  { updateFields, forceInsert = false }: Omit<SaveOptions, 'using'>,
  route: Route,
): readonly string[] | undefined {
  if (updateFields) return [...updateFields];
  const deferred = deferredFieldsOf(instance);
  if (deferred.length === 0 || forceInsert || instance._state.db !== route.alias) return undefined;
  const { fields, primaryKey } = optionsOfInstance(instance);
  const loaded = fields.filter((field) => field !== primaryKey && !deferred.includes(field));
  return loaded.length > 0 ? loaded.map(({ name }) => name) : undefined;
}

function fieldsToSave(options: ModelOptions, updateFields: readonly string[] | undefined): readonly Field[] {
  const ordinary = options.fields.filter((field) => field !== options.primaryKey);
  if (!updateFields) return ordinary;
  const unknown = updateFields.filter((name) => !ordinary.some((field) => field === options.field(name)));
  if (unknown.length > 0) {
    throw new ValueError(
      `The following fields do not exist in this model, are m2m fields, primary keys, or are non-concrete fields: ${unknown.join(', ')}`,
    );
  }
  return ordinary.filter((field) => updateFields.some((name) => options.field(name) === field));
}

export function applyBeforeSave(instance: Model, { attribute, declaration: { beforeSave } }: Field): void {
  if (!beforeSave) return;
  const { values, adding } = instance._state;
  values.set(attribute, beforeSave(values.get(attribute), adding));
}

/** Whether there was a row. @throws DatabaseError when there had to be one */
async function updateRow(
  instance: Model,
  fields: readonly Field[],
  {
    updateFields,
    forceUpdate,
  }: { readonly updateFields: readonly string[] | undefined; readonly forceUpdate: boolean },
  route: Route,
  origin: Origin,
): Promise<boolean> {
  const options = optionsOfInstance(instance);
  if (instance.pk === null) {
    if (!forceUpdate && !updateFields) return false;
    throw new ValueError('Cannot force an update in save() with no primary key.');
  }
  const hasMadeItsKey = options.primaryKey.declaration.options.default !== undefined;
  if (!forceUpdate && !updateFields && instance._state.adding && hasMadeItsKey) return false;
  const values = new Map(fields.map((field) => [field, instance._state.values.get(field.attribute)]));
  const row = rowOf(instance, options);
  const statement = values.size > 0 ? compileUpdate(row, values, route.alias) : compileExists(row, route.alias);
  const changed = rowCount(await connectionTo(route.alias).execute(statement, route, origin));
  if (changed > 0) return true;
  if (forceUpdate) throw new DatabaseError('Forced update did not affect any rows.');
  if (updateFields) throw new DatabaseError('Save with update_fields did not affect any rows.');
  return false;
}

async function insertRow(instance: Model, options: ModelOptions, route: Route, origin: Origin): Promise<void> {
  const isGivenByDatabase = instance.pk === null;
  const fields = options.fields.filter((field) => !(isGivenByDatabase && field === options.primaryKey));
  const row = fields.map(({ attribute }) => instance._state.values.get(attribute));
  const statement = compileInsert(options, fields, [row]);
  const answer = await connectionTo(route.alias).execute(statement, route, origin);
  takeKey(instance, answer, 0);
}

/** The key that the database gave to the instance's new row: RETURNING answers in the order of the rows. */
export function takeKey(instance: Model, { rows, fields }: PgResult, index: number): void {
  instance.pk = fromPostgresText(rows[index]![0]!, fields[0]!) as string | number;
}

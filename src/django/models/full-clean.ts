/** Whether an instance could be saved: Django's `Model.full_clean`. What it looks up, it looks up where Django does. */
import { connectionTo } from '../db/connection.ts';
import { routeForRead, routeForWrite } from '../db/router.ts';
import type { Route } from '../db/router.ts';
import type { Origin } from '../origin.ts';
import { compileExists } from '../query/compile.ts';
import type { Condition } from '../query/condition.ts';
import { ownColumn, queryOf, queryWhere } from '../query/query.ts';
import type { Query } from '../query/query.ts';
import { cleanValue, isLeftOut } from './clean-value.ts';
import { loadField } from './deferred-field.ts';
import type { Field } from './field.ts';
import type { Model } from './model.ts';
import { optionsOf, optionsOfInstance } from './model-options.ts';
import type { ModelOptions } from './model-options.ts';
import { CollectedErrors, NON_FIELD_ERRORS, ValidationError } from './validation-error.ts';

/** Options of `fullClean`. */
export interface FullCleanOptions {
  /** Names of fields that are not looked at. */
  readonly exclude?: readonly string[];
  /** Whether to look for rows with the same values where fields are `unique`. Default: true. */
  readonly validateUnique?: boolean;
  /** Whether to look at the constraints of `meta`. Default: true. */
  readonly validateConstraints?: boolean;
}

/** @throws ValidationError */
export async function fullClean(instance: Model, options: FullCleanOptions, origin: Origin): Promise<void> {
  const { exclude = [], validateUnique = true, validateConstraints = true } = options;
  const modelOptions = optionsOfInstance(instance);
  const errors = new CollectedErrors();
  const isLookedAt = (name: string): boolean => !exclude.includes(name) && !errors.fields.includes(name);
  for (const field of modelOptions.fields) {
    if (isLookedAt(field.name)) await errors.from(() => cleanField(instance, field, origin), field.name);
  }
  await errors.from(() => instance.clean());
  if (validateUnique) {
    const route = routeForRead(modelOptions.model, {});
    for (const fields of uniqueFields(modelOptions)) {
      if (fields.every(({ name }) => isLookedAt(name))) await checkUnique(instance, fields, route, origin, errors);
    }
  }
  if (validateConstraints && modelOptions.constraints.length > 0) {
    const route = routeForWrite(modelOptions.model, { instance });
    for (const constraint of modelOptions.constraints) {
      const fields = constraint.fields.map((name) => modelOptions.fieldNamed(name));
      if (fields.every(({ name }) => isLookedAt(name))) await checkUnique(instance, fields, route, origin, errors);
    }
  }
  errors.raise();
}

async function cleanField(instance: Model, field: Field, origin: Origin): Promise<void> {
  const { values } = instance._state;
  const given = await loadField(instance, field, origin);
  if (isLeftOut(field, given)) return;
  const value = cleanValue(field, given);
  if (field.relation && value !== null) await checkReferredTo(instance, field, value, origin);
  values.set(field.attribute, value);
}

/** The router is asked for the other model, with the instance as a hint. */
async function checkReferredTo(instance: Model, field: Field, key: unknown, origin: Origin): Promise<void> {
  const target = optionsOf(field.relation!.to());
  const route = routeForRead(target.model, { instance });
  if (await isThere(queryWhere(target, target.primaryKey, 'exact', key), route, origin)) return;
  throw new ValidationError(
    `${inWords(target.objectName)} instance with ${target.primaryKey.name} ${String(key)} does not exist.`,
  );
}

/** Every set of fields that no two rows may both share. */
function uniqueFields(options: ModelOptions): readonly (readonly Field[])[] {
  const together = options.uniqueTogether.map((names) => names.map((name) => options.fieldNamed(name)));
  const alone = options.fields.filter(
    ({ declaration }) => declaration.options.unique || declaration.options.primaryKey,
  );
  return [...together, ...alone.map((field) => [field])];
}

async function checkUnique(
  instance: Model,
  fields: readonly Field[],
  route: Route,
  origin: Origin,
  errors: CollectedErrors,
): Promise<void> {
  const { values, adding } = instance._state;
  const options = optionsOfInstance(instance);
  const { primaryKey } = options;
  // A row is told from itself by its key, and NULL is like nothing else.
  if (fields.includes(primaryKey) && !adding) return;
  if (fields.some(({ attribute }) => (values.get(attribute) ?? null) === null)) return;
  const same = fields.map((field): Condition => equals(field, values.get(field.attribute)));
  const others: Condition[] =
    adding || instance.pk === null ? [] : [{ kind: 'not', part: equals(primaryKey, instance.pk) }];
  if (!(await isThere({ ...queryOf(options), where: [...same, ...others] }, route, origin))) return;
  const labels = fields.map(({ name }) => capitalised(inWords(name))).join(' and ');
  const message = `${capitalised(inWords(options.objectName))} with this ${labels} already exists.`;
  errors.add(fields.length === 1 ? fields[0]!.name : NON_FIELD_ERRORS, message);
}

const equals = (field: Field, operand: unknown): Condition => ({
  kind: 'lookup',
  term: ownColumn(field),
  lookup: 'exact',
  operand,
});

async function isThere(query: Query, route: Route, origin: Origin): Promise<boolean> {
  const { rows } = await connectionTo(route.alias).execute(compileExists(query, route.alias), route, origin);
  return rows.length > 0;
}

/** `OrderLine` and `placedAt` as Django's verbose names: `order line`, `placed at`. */
const inWords = (name: string): string =>
  name.replace(/(?<=.)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace(/^./, (letter) => letter.toLowerCase());
const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

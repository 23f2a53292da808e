import { FieldError } from '../errors.ts';
import { optionsOf } from '../models/model-options.ts';
import type { ModelOptions } from '../models/model-options.ts';
import type { Field } from '../models/field.ts';
import { isLookupName } from './lookups.ts';
import type { LookupName } from './lookups.ts';

/** A column, and the foreign keys that lead to its table. */
export interface FieldPath {
  readonly relations: readonly Field[];
  readonly field: Field;
}

/** Finds what `product__name__gt` names: a path and a lookup, `exact` where it names none. @throws FieldError */
export function resolveLookup(options: ModelOptions, key: string): { path: FieldPath; lookup: LookupName } {
  const { path, rest } = followPath(options, key.split('__'));
  const [lookup = 'exact', ...tooMuch] = rest;
  if (tooMuch.length === 0 && isLookupName(lookup)) return { path, lookup };
  const { type } = path.field.declaration;
  throw new FieldError(`Unsupported lookup '${rest.join('__')}' for ${type} or join on the field not permitted.`);
}

/** Finds the column that `product__name` names. @throws FieldError */
export function resolvePath(options: ModelOptions, key: string): FieldPath {
  const { path, rest } = followPath(options, key.split('__'));
  if (rest.length === 0) return path;
  throw new FieldError(`Cannot resolve keyword '${rest[0]}' into field. Join on '${path.field.name}' not permitted.`);
}

/** As far as the names are fields; what is left are lookups, or mistakes. */
function followPath(options: ModelOptions, names: readonly string[]): { path: FieldPath; rest: readonly string[] } {
  const [name = '', ...rest] = names;
  const field = options.field(name);
  if (!field) throw unknownField(options, name);
  const target = field.relation && name === field.name ? optionsOf(field.relation.to()) : null;
  const next = target?.field(rest[0] ?? '');
  if (!target || !next) return { path: { relations: [], field }, rest };
  // The key of the row on the other side is in this row already, so `product__id` needs no join.
  if (next === target.primaryKey) return { path: { relations: [], field }, rest: rest.slice(1) };
  const followed = followPath(target, rest);
  const { relations, field: last } = followed.path;
  return { path: { relations: [field, ...relations], field: last }, rest: followed.rest };
}

function unknownField(options: ModelOptions, name: string): FieldError {
  const choices = options.fields.flatMap((field) => [...new Set([field.name, field.attribute])]).toSorted();
  return new FieldError(`Cannot resolve keyword '${name}' into field. Choices are: ${choices.join(', ')}`);
}

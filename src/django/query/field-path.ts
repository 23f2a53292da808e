import { FieldError } from '../errors.ts';
import { optionsOf } from '../models/model-options.ts';
import type { ModelOptions } from '../models/model-options.ts';
import type { Field } from '../models/field.ts';
import { DatePartTerm, hasDatePart } from './date-part-term.ts';
import { isLookupName } from './lookups.ts';
import type { LookupName } from './lookups.ts';
import { ColumnTerm } from './term.ts';
import type { Term } from './term.ts';

/** A column, and the foreign keys that lead to its table. */
export interface FieldPath {
  readonly relations: readonly Field[];
  readonly field: Field;
}

/** What names in a query can mean: the model's fields, and what `annotate` has named. */
export interface Names {
  readonly options: ModelOptions;
  readonly annotations: readonly { readonly name: string; readonly term: Term }[];
}

/** Finds what `product__name__gt` names: a value and a lookup, `exact` where it names none. @throws FieldError */
export function resolveLookup(names: Names, key: string): { term: Term; lookup: LookupName } {
  const { term, rest } = followName(names, key);
  const [lookup = 'exact', ...tooMuch] = rest;
  if (tooMuch.length === 0 && isLookupName(lookup)) return { term, lookup };
  const type = term.field?.declaration.type ?? term.type ?? 'Field';
  throw new FieldError(`Unsupported lookup '${rest.join('__')}' for ${type} or join on the field not permitted.`);
}

/** Finds the value that `product__name` names, or an annotation's name. @throws FieldError */
export function resolveName(names: Names, key: string): Term {
  const { term, rest } = followName(names, key);
  if (rest.length === 0) return term;
  const before = key.slice(0, -rest.join('__').length - 2);
  throw new FieldError(`Cannot resolve keyword '${rest[0]}' into field. Join on '${before}' not permitted.`);
}

/** As far as there are fields, annotations and parts of dates; what is left are lookups, or mistakes. */
function followName(names: Names, key: string): { term: Term; rest: readonly string[] } {
  const annotation = names.annotations.find(({ name }) => key === name || key.startsWith(`${name}__`));
  const found = annotation
    ? { term: annotation.term, rest: key.slice(annotation.name.length).split('__').slice(1) }
    : columnNamed(names, key.split('__'));
  let { term, rest } = found;
  for (let [part] = rest; part !== undefined && hasDatePart(term.type, part); [part] = rest) {
    term = new DatePartTerm(term, part);
    rest = rest.slice(1);
  }
  return { term, rest };
}

function columnNamed(names: Names, key: readonly string[]): { term: Term; rest: readonly string[] } {
  const [name = ''] = key;
  if (!names.options.field(name)) throw unknownField(names, name);
  const { path, rest } = followPath(names.options, key);
  return { term: new ColumnTerm(path), rest };
}

function followPath(
  options: ModelOptions,
  [name = '', ...rest]: readonly string[],
): {
  path: FieldPath;
  rest: readonly string[];
} {
  const field = options.field(name)!;
  const target = field.relation && name === field.name ? optionsOf(field.relation.to()) : null;
  const next = target?.field(rest[0] ?? '');
  if (!target || !next) return { path: { relations: [], field }, rest };
  // The key of the row on the other side is in this row already, so `product__id` needs no join.
  if (next === target.primaryKey) return { path: { relations: [], field }, rest: rest.slice(1) };
  const followed = followPath(target, rest);
  const { relations, field: last } = followed.path;
  return { path: { relations: [field, ...relations], field: last }, rest: followed.rest };
}

function unknownField({ options, annotations }: Names, name: string): FieldError {
  const fields = options.fields.flatMap((field) => [...new Set([field.name, field.attribute])]);
  const choices = [...fields, ...annotations.map((annotation) => annotation.name)].toSorted();
  return new FieldError(`Cannot resolve keyword '${name}' into field. Choices are: ${choices.join(', ')}`);
}

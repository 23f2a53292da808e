import { FieldError } from '../errors.ts';
import type { ModelOptions } from '../models/model-options.ts';
import { ReverseStep, reverseRelationsOf, targetOf } from '../models/reverse-relation.ts';
import type { RelationStep, ReverseRelation } from '../models/reverse-relation.ts';
import { termsOf } from './condition.ts';
import type { Condition } from './condition.ts';
import type { Field } from '../models/field.ts';
import { DatePartTerm, hasDatePart } from './date-part-term.ts';
import { isLookupName } from './lookups.ts';
import type { LookupName } from './lookups.ts';
import { ColumnTerm } from './term.ts';
import type { Term } from './term.ts';

/** A column, and the relations that lead to its table. */
export interface FieldPath {
  readonly relations: readonly RelationStep[];
  readonly field: Field;
}

interface Named {
  readonly name: string;
  readonly term: Term;
}

/** What names in a query can mean: the model's fields, and what `annotate` has named. */
export interface Names {
  readonly options: ModelOptions;
  readonly annotations: readonly Named[];
  /** What else the query is made of: relations that are followed backwards lead to the same rows as there. */
  readonly where?: readonly Condition[];
  readonly columns?: readonly Named[] | null;
  /** Backwards to other rows than anything before: every `filter()` asks for rows of its own
   * (https://docs.djangoproject.com/en/5.2/topics/db/queries/#spanning-multi-valued-relationships). */
  readonly apart?: boolean;
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
  const { path, rest } = followPath(names, names.options, key);
  return { term: new ColumnTerm(path), rest };
}

interface Followed {
  readonly path: FieldPath;
  readonly rest: readonly string[];
}

function followPath(names: Names, options: ModelOptions, [name = '', ...rest]: readonly string[]): Followed {
  const field = options.field(name);
  if (field && !(field.relation && name === field.name)) return { path: { relations: [], field }, rest };
  const step = field ?? reverseStep(names, options, name);
  const target = targetOf(step);
  const [next = ''] = rest;
  const goesOn = target.field(next) !== undefined || reverseRelation(target, next) !== undefined;
  // The key of the row that a foreign key points to is in this row already: neither `product` nor `product__id` joins.
  if (field && !goesOn) return { path: { relations: [], field }, rest };
  if (field && target.field(next) === target.primaryKey) return { path: { relations: [], field }, rest: rest.slice(1) };
  if (!goesOn) return { path: { relations: [step], field: target.primaryKey }, rest };
  const { path, rest: left } = followPath(names, target, rest);
  return { path: { relations: [step, ...path.relations], field: path.field }, rest: left };
}

const reverseRelation = (options: ModelOptions, name: string): ReverseRelation | undefined =>
  reverseRelationsOf(options).find((relation) => relation.name === name);

/** @throws FieldError when there is no such relation */
function reverseStep(names: Names, options: ModelOptions, name: string): ReverseStep {
  const relation = reverseRelation(options, name);
  if (!relation) throw unknownField({ ...names, options }, name);
  const last = Math.max(0, ...stepsIn(names).map(({ field, use }) => (field === relation.field ? use : 0)));
  return new ReverseStep(relation, names.apart ? last + 1 : Math.max(1, last));
}

/** Where a query follows a foreign key backwards already. */
function stepsIn({ where = [], columns, annotations }: Names): readonly ReverseStep[] {
  const terms = [...where.flatMap(termsOf), ...[...(columns ?? []), ...annotations].map(({ term }) => term)];
  return terms.flatMap(stepsOf);
}

function stepsOf(term: Term): readonly ReverseStep[] {
  const own = term instanceof ColumnTerm ? term.path.relations.filter((step) => step instanceof ReverseStep) : [];
  return [...own, ...term.parts.flatMap(stepsOf)];
}

function unknownField({ options, annotations }: Names, name: string): FieldError {
  const fields = options.fields.flatMap((field) => [...new Set([field.name, field.attribute])]);
  const reverse = reverseRelationsOf(options).map((relation) => relation.name);
  const choices = [...fields, ...reverse, ...annotations.map((annotation) => annotation.name)].toSorted();
  return new FieldError(`Cannot resolve keyword '${name}' into field. Choices are: ${choices.join(', ')}`);
}

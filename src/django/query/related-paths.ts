import { FieldError } from '../errors.ts';
import { optionsOf } from '../models/model-options.ts';
import type { Field } from '../models/field.ts';
import type { ModelOptions } from '../models/model-options.ts';

/** A foreign key, and those that lead to its table. */
export interface ForeignKeyPath {
  readonly relations: readonly Field[];
  readonly field: Field;
}

/** The foreign keys that these names lead across, each once and each after those before it: `product__category` needs
 * `product`. @throws FieldError */
export function relatedPaths(
  options: ModelOptions,
  known: readonly ForeignKeyPath[],
  names: readonly string[],
): readonly ForeignKeyPath[] {
  const byName = new Map(known.map((path) => [nameOf([...path.relations, path.field]), path]));
  for (const name of names) {
    const way: Field[] = [];
    for (const step of name.split('__')) {
      const field = foreignKey(way.length === 0 ? options : optionsOf(way.at(-1)!.relation!.to()), step);
      const path = { relations: [...way], field };
      way.push(field);
      if (!byName.has(nameOf(way))) byName.set(nameOf(way), path);
    }
  }
  return [...byName.values()];
}

/** How far `selectRelated()` goes by itself: Django's `max_depth`. */
const maxDepth = 5;

/** All foreign keys that are never NULL, and those behind them. */
export function allRelatedPaths(options: ModelOptions, relations: readonly Field[] = []): readonly ForeignKeyPath[] {
  if (relations.length === maxDepth) return [];
  return options.foreignKeys
    .filter((field) => !field.nullable)
    .flatMap((field) => [
      { relations, field },
      ...allRelatedPaths(optionsOf(field.relation!.to()), [...relations, field]),
    ]);
}

const nameOf = (way: readonly Field[]): string => way.map(({ name }) => name).join('__');

function foreignKey({ foreignKeys }: ModelOptions, name: string): Field {
  const field = foreignKeys.find((candidate) => candidate.name === name);
  if (field) return field;
  const choices = foreignKeys.map((candidate) => candidate.name).join(', ') || '(none)';
  throw new FieldError(`Invalid field name(s) given in select_related: '${name}'. Choices are: ${choices}`);
}

import { ValueError } from '../errors.ts';
import { Aggregate } from './aggregates.ts';
import { Expression } from './expressions.ts';
import type { Column, Query } from './query.ts';

/** Expressions as `annotate` and `aggregate` take them: under names of their own, or aggregates that are named after
 * their fields. @throws TypeError for what is no expression, or has no name */
export function namedExpressions(
  given: readonly unknown[],
  method: 'annotate' | 'aggregate',
): readonly (readonly [string, Expression])[] {
  const positional = given.filter((one) => one instanceof Expression);
  const named = given
    .filter((one) => !(one instanceof Expression))
    .flatMap((one) => Object.entries(typeof one === 'object' && one !== null ? one : { [String(one)]: one }));
  const strangers = named.filter(([, one]) => !(one instanceof Expression));
  if (strangers.length > 0) {
    const shown = strangers.map(([, one]) => String(one)).join(', ');
    throw new TypeError(`QuerySet.${method}() received non-expression(s): ${shown}.`);
  }
  const byDefault = positional.map((one) => {
    const alias = one instanceof Aggregate ? one.defaultAlias : null;
    if (alias === null)
      throw new TypeError(`Complex ${method === 'annotate' ? 'annotations' : 'aggregates'} require an alias`);
    return [alias, one] as const;
  });
  for (const [name] of named) checkAlias(name);
  return [...byDefault, ...(named as [string, Expression][])];
}

function checkAlias(name: string): void {
  if (!/['`"\][;\s]|--|\/\*|\*\//.test(name)) return;
  throw new ValueError(
    'Column aliases cannot contain whitespace characters, quotation marks, semicolons, or SQL comments.',
  );
}

/** The query with these values in its rows. An aggregate among them makes it group its rows: by the row of the model, or
 * by what `values` has named before. @throws ValueError when a name is taken */
export function annotatedQuery(query: Query, expressions: readonly (readonly [string, Expression])[]): Query {
  let annotated = query;
  for (const [name, expression] of expressions) {
    if (isTaken(query, name)) throw new ValueError(`The annotation '${name}' conflicts with a field on the model.`);
    annotated = withAnnotation(annotated, { name, term: expression.resolve(annotated) });
  }
  return annotated;
}

function isTaken({ options, columns }: Query, name: string): boolean {
  if (columns) return columns.some((column) => column.name === name);
  return options.fields.some((field) => field.name === name || field.attribute === name);
}

function withAnnotation(query: Query, annotation: Column): Query {
  const columns = query.columns && [...query.columns, annotation];
  const annotations = [...query.annotations.filter(({ name }) => name !== annotation.name), annotation];
  if (!annotation.term.hasAggregate) return { ...query, columns, annotations };
  const groupBy = columns ? columns.flatMap(({ term }) => term.groupedBy()) : 'row';
  return { ...query, columns, annotations, groupBy };
}

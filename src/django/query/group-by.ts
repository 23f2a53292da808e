import { termsOf } from './condition.ts';
import type { Condition } from './condition.ts';
import { effectiveOrder } from './order-terms.ts';
import { ownColumn } from './query.ts';
import type { Column, Query } from './query.ts';
import { ColumnTerm } from './term.ts';
import type { Term } from './term.ts';

/** What GROUP BY names, as Django's compiler decides: what the query groups by, and all that it selects, orders by or
 * compares in HAVING, since SQL asks for that. Of a row whose key is among them nothing else is needed. */
export function groupTerms(query: Query, columns: readonly Column[], having: readonly Condition[]): readonly Term[] {
  const { groupBy, options } = query;
  const terms = [
    ...(groupBy === 'row' ? options.fields.map(ownColumn) : (groupBy ?? [])),
    ...columns.map(({ term }) => term),
    ...effectiveOrder(query).map(({ term }) => term),
    ...having.flatMap(termsOf),
  ].flatMap((term) => term.groupedBy());
  const distinct = terms.filter((term, index) => terms.findIndex((other) => other.equals(term)) === index);
  const keys = distinct.filter((term): term is ColumnTerm => term instanceof ColumnTerm && isKey(term));
  return distinct.filter(
    (term) => !(term instanceof ColumnTerm) || isKey(term) || !keys.some((key) => key.isBeside(term)),
  );
}

const isKey = ({ path: { field } }: ColumnTerm): boolean => field.declaration.options.primaryKey === true;

/** Conditions on rows, and those on groups, which name an aggregate. */
export function splitHaving(conditions: readonly Condition[]): { where: Condition[]; having: Condition[] } {
  const where: Condition[] = [];
  const having: Condition[] = [];
  for (const condition of conditions.flatMap(conjuncts)) {
    (termsOf(condition).some((term) => term.hasAggregate) ? having : where).push(condition);
  }
  return { where, having };
}

/** The parts that must all hold; a condition without any aggregate is left as it is. */
function conjuncts(condition: Condition): readonly Condition[] {
  const isSplit = condition.kind === 'and' && termsOf(condition).some((term) => term.hasAggregate);
  return isSplit ? condition.parts.flatMap(conjuncts) : [condition];
}

import { sql } from 'kysely';
import { resolveName } from './field-path.ts';
import type { Names } from './field-path.ts';
import type { OrderTerm, Query } from './query.ts';
import { VerbatimTerm } from './term.ts';

/** Reads `-placedAt`, or `?`: by lot. @throws FieldError */
export function orderTerm(names: Names, ordering: string): OrderTerm {
  if (ordering === '?') return { term: new VerbatimTerm(sql`random()`, 'FloatField'), descending: false };
  const descending = ordering.startsWith('-');
  return { term: resolveName(names, ordering.replace(/^[-+]/, '')), descending };
}

/** The order in force: the query's own or else the model's, turned round if the query is reversed. Groups and combined
 * rows have none by themselves. */
export function effectiveOrder(query: Query): readonly OrderTerm[] {
  const { options, orderBy, reversed, groupBy, combined } = query;
  const ordering = groupBy || combined ? [] : options.ordering;
  const terms = orderBy ?? ordering.map((name) => orderTerm({ options, annotations: [] }, name));
  return reversed ? terms.map(({ term, descending }) => ({ term, descending: !descending })) : terms;
}

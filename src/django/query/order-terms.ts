import type { ModelOptions } from '../models/model-options.ts';
import { resolvePath } from './field-path.ts';
import type { OrderTerm, Query } from './query.ts';

/** Reads `-placedAt`. @throws FieldError */
export function orderTerm(options: ModelOptions, ordering: string): OrderTerm {
  const descending = ordering.startsWith('-');
  return { path: resolvePath(options, ordering.replace(/^[-+]/, '')), descending };
}

/** The order in force: the query's own or else the model's, turned round if the query is reversed. */
export function effectiveOrder({ options, orderBy, reversed }: Query): readonly OrderTerm[] {
  const terms = orderBy ?? options.ordering.map((ordering) => orderTerm(options, ordering));
  return reversed ? terms.map(({ path, descending }) => ({ path, descending: !descending })) : terms;
}

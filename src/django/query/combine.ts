import { NotSupportedError } from '../db/database-errors.ts';
import { queryOf } from './query.ts';
import type { CombinedQueries, Query } from './query.ts';

const djangoNames = { union: 'union', intersect: 'intersection', except: 'difference' } as const;

/** The rows of several queries as those of one, which has what the first has and in no order. */
export const combinedQuery = (
  queries: readonly [Query, ...Query[]],
  operator: CombinedQueries['operator'],
  all = false,
): Query => {
  const [{ options, columns, annotations, selectRelated }] = queries;
  return {
    ...queryOf(options),
    columns,
    annotations,
    selectRelated,
    orderBy: [],
    combined: { operator, all, queries },
  };
};

/** Combined rows can be ordered, sliced and counted, and little else. @throws NotSupportedError */
export function refuseCombined({ combined }: Query, call: string): void {
  if (!combined) return;
  throw new NotSupportedError(`Calling QuerySet.${call} after ${djangoNames[combined.operator]}() is not supported.`);
}

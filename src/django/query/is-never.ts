import { foldCondition } from './condition.ts';
import type { Query } from './query.ts';

/** Whether the answer is empty whatever the tables hold, so that no query needs to run. */
export function isNever({ where, limit, combined }: Query): boolean {
  if (limit === 0 || foldCondition({ kind: 'and', parts: where }) === 'never') return true;
  switch (combined?.operator) {
    case 'union':
      return combined.queries.every(isNever);
    case 'intersect':
      return combined.queries.some(isNever);
    case 'except':
      return isNever(combined.queries[0]!);
    case undefined:
      return false;
  }
}

import type { Condition } from './condition.ts';
import { DatePartTerm } from './date-part-term.ts';
import type { TableScope } from './table-scope.ts';
import { ColumnTerm } from './term.ts';
import type { Term } from './term.ts';

/** Tells a query's tables which of them every row must have, since a comparison with NULL is never true: they need no outer
 * join. What is negated, or holds instead of something else, tells nothing. */
export function requireJoins(scope: TableScope, conditions: readonly Condition[]): void {
  for (const condition of conditions) {
    if (condition.kind === 'and') requireJoins(scope, condition.parts);
    if (condition.kind !== 'lookup' || (condition.lookup === 'isnull' && condition.operand === true)) continue;
    for (const term of [condition.term, condition.operand]) {
      const column = columnOf(term);
      if (column) scope.require(column.path.relations);
    }
  }
}

function columnOf(term: unknown): ColumnTerm | null {
  if (term instanceof ColumnTerm) return term;
  return term instanceof DatePartTerm ? columnOf((term as Term).parts[0]) : null;
}

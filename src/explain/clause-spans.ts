import type { PlanNode } from './plan.ts';

/** Where a query says what a node does, from its beginning, in UTF-16 units. */
export function spansIn(sql: string, node: PlanNode): readonly { readonly from: number; readonly to: number }[] {
  const name = node.source?.name;
  const from = name === undefined ? -1 : sql.indexOf(name);
  return from < 0 ? [] : [{ from, to: from + name!.length }];
}

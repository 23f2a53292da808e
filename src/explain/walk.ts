/**
 * The order in which the nodes of a plan have done their work: each that was run once, after all that it works on. Postgres pulls rows
 * from the top, so in truth they take turns, row by row; but no node can finish before those that it asks.
 */
import type { Plan, PlanNode } from './plan.ts';

/** The executed nodes, or all of a plan that was not run. */
export function walkOf({ nodes, isAnalysed }: Plan): readonly PlanNode[] {
  const workers = new Map<number | null, PlanNode[]>();
  for (const node of nodes) workers.set(node.runsIn, [...(workers.get(node.runsIn) ?? []), node]);
  const visited = new Set<PlanNode>();
  const steps: PlanNode[] = [];
  const visit = (node: PlanNode): void => {
    if (visited.has(node) || (isAnalysed && node.actual?.loops === 0)) return;
    visited.add(node);
    for (const worker of (workers.get(node.index) ?? []).toSorted((a, b) => turn(node, a) - turn(node, b)))
      visit(worker);
    steps.push(node);
  };
  // The root, then the changes of CTEs that nobody reads, and whatever else a plan claims that no server has made.
  nodes.forEach(visit);
  return steps;
}

/** What a node needs before its first row comes first: results that are computed once, and the hash table of a join. */
function turn(node: PlanNode, { relationship }: PlanNode): number {
  if (relationship === 'init plan' || relationship === 'cte') return 0;
  if (relationship === 'inner') return node.type === 'Hash Join' ? 1 : 3;
  return relationship === 'sub plan' ? 4 : 2;
}

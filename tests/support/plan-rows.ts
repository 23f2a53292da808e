/** What is known of the rows of a node from those of its children, whatever the query. */
import type { Plan, PlanNode } from '../../src/explain/plan.ts';

/** Each row that a child gives is given on, or is among those removed. */
const givesAll = new Set(['Append', 'Hash', 'Gather', 'WindowAgg', 'Subquery Scan', 'LockRows']);
/** Some of a child's rows. */
const givesSome = new Set([
  'Limit',
  'Unique',
  'Group',
  'Sort',
  'Incremental Sort',
  'Gather Merge',
  'Merge Append',
  'SetOp',
  'Recursive Union',
]);
/** Those that ask for all rows of what they work on. */
const drains = new Set([
  'Aggregate',
  'Append',
  'Gather',
  'Hash',
  'LockRows',
  'ModifyTable',
  'Sort',
  'Subquery Scan',
  'WindowAgg',
  'Unique',
  'Result',
  'ProjectSet',
]);

/** One sentence for each node whose rows cannot be. */
export function rowMistakes({ nodes, root }: Plan, text: string): readonly string[] {
  if (!root.actual) return [];
  // Since PostgreSQL 18 the mean of the loops has two digits after the point, and none before.
  const halfADigit = /rows=\d+\.\d\d loops|"Actual Rows": \d+\.\d\d/.test(text) ? 0.005 : 0.5;
  return nodes.flatMap((node) => {
    if (!(givesAll.has(node.type) || givesSome.has(node.type)) || !node.actual?.loops) return [];
    // It stops at the first row for which its condition no longer holds.
    if (node.clauses.some(({ name }) => name === 'Run Condition')) return [];
    const children = node.children.filter(({ relationship }) => /outer|member|subquery|inner/.test(relationship!));
    // A node may give what it has kept again, without asking its child again.
    if (
      children.length === 0 ||
      node.children.some(({ actual }) => actual!.loops < node.actual!.loops && node.type === 'Sort')
    )
      return [];
    const asked = rowsOf(children);
    const removed = node.actual.removed.reduce((sum, { rows }) => sum + rows, 0);
    const given = node.actual.totalRows + removed;
    // Rows that were removed have a mean without digits.
    const slack =
      [node, ...children].reduce((sum, { actual }) => sum + halfADigit * actual!.loops, 0) +
      (removed > 0 ? 0.5 * node.actual.loops : 0) +
      1e-6;
    const isDrained = node.type === 'Hash' || node.type === 'Append' || isAskedForAll(node, nodes);
    const isTooMany = given > asked + slack && !isMarked(node, nodes);
    const isTooFew = givesAll.has(node.type) && isDrained && given < asked - slack;
    return isTooMany || isTooFew ? [`${node.index} ${node.title} gives ${given} rows of ${asked}`] : [];
  });
}

const rowsOf = (nodes: readonly PlanNode[]): number => nodes.reduce((sum, { actual }) => sum + actual!.totalRows, 0);

const aboveOf = (node: PlanNode, nodes: readonly PlanNode[]): PlanNode | undefined =>
  nodes.find(({ children }) => children.includes(node));

function isAskedForAll(node: PlanNode, nodes: readonly PlanNode[]): boolean {
  const above = aboveOf(node, nodes);
  if (!above) return true;
  return (
    drains.has(above.type) &&
    node.relationship !== 'sub plan' &&
    node.relationship !== 'cte' &&
    isAskedForAll(above, nodes)
  );
}

/** The inner side of a merge join goes back to where rows with the same key began. */
function isMarked(node: PlanNode, nodes: readonly PlanNode[]): boolean {
  return node.relationship === 'inner' && aboveOf(node, nodes)?.type === 'Merge Join';
}

/** Nodes of two plans of one query are matched by what they are for, and not by how they do it: the scan of a table is one, whether it reads
 * all of it or asks an index. */
import type { Plan, PlanNode } from './plan.ts';

/** By the left node. */
export function matchNodes(left: Plan, right: Plan): ReadonlyMap<PlanNode, PlanNode> {
  const free = new Map<string, PlanNode[]>();
  for (const node of right.nodes) free.set(roleOf(node), [...(free.get(roleOf(node)) ?? []), node]);
  const pairs = new Map<PlanNode, PlanNode>();
  for (const node of left.nodes) {
    const candidates = free.get(roleOf(node)) ?? [];
    const best = candidates.find(({ title }) => title === node.title) ?? candidates[0];
    if (!best) continue;
    pairs.set(node, best);
    candidates.splice(candidates.indexOf(best), 1);
  }
  return pairs;
}

/** What a node is for: the scan of a table, the join of some tables, the sorting of their rows. */
function roleOf(node: PlanNode): string {
  const about =
    node.source && node.children.every(({ source }) => source === null) ? [node.source.alias] : aliasesBelow(node);
  return `${kindOf(node)} ${JSON.stringify([...new Set(about)].toSorted())}`;
}

export const aliasesBelow = ({ source, children }: PlanNode): readonly string[] => [
  ...(source ? [source.alias] : []),
  ...children.flatMap(aliasesBelow),
];

function kindOf({ type, source }: PlanNode): string {
  if (isJoin({ type })) return 'join';
  if (type === 'Aggregate' || type === 'Group' || type === 'Unique') return 'group';
  if (type === 'Sort' || type === 'Incremental Sort') return 'sort';
  if (type.startsWith('Gather')) return 'gather';
  if (type.endsWith('Append')) return 'append';
  return source && type.endsWith('Scan') ? 'scan' : type;
}

export const isJoin = ({ type }: Pick<PlanNode, 'type'>): boolean => type === 'Nested Loop' || type.endsWith(' Join');

/**
 * What each node adds to the planner's cost of the whole plan. The costs that EXPLAIN prints are of one execution, and include the children's:
 * so a child claims its own as often as its parent runs it, and the parent keeps what is left. A parent that expects to stop early (a LIMIT, a
 * semi join) costs less than its children claim, and they share what there is. So the costs of all nodes together are always the root's.
 *
 * How often a parent runs a child, by `src/backend/optimizer/path/costsize.c`:
 * - the inner side of a nested loop for each row of the outer one, where nothing keeps its rows;
 * - a SubPlan in the output for each row of the parent; one that is hashed once; one in a filter for each row that the parent looks at, which
 *   EXPLAIN does not tell, so as often as the parent's cost has room for;
 * - everything else once. InitPlans and CTEs are paid for by the node that they are printed under.
 */
import type { Measured } from './own-shares.ts';

/** By the nodes' index. */
export function ownCostsOf(root: Measured, count: number): readonly number[] {
  const costs = Array.from({ length: count }, () => 0);
  const visit = (node: Measured, share: number): void => {
    const total = totalCost(node);
    const scale = total > 0 ? share / total : 0;
    const claims = claimsOf(node).map((claim) => claim * scale);
    const claimed = claims.reduce((sum, claim) => sum + claim, 0);
    const granted = claimed > share ? share / claimed : 1;
    costs[node.index] = Math.max(0, share - claimed * granted);
    node.children.forEach((child, at) => visit(child, claims[at]! * granted));
  };
  visit(root, totalCost(root));
  return costs;
}

const totalCost = ({ estimate }: Measured): number => estimate?.totalCost ?? 0;

/** What each child of a node has cost in one execution of the node. */
function claimsOf(node: Measured): readonly number[] {
  const known = node.children.map((child) => {
    const runs = runsOf(child, node);
    return runs === null ? null : runs * totalCost(child);
  });
  const room = totalCost(node) - known.reduce<number>((sum, claim) => sum + (claim ?? 0), 0);
  const once = node.children.reduce((sum, child, at) => sum + (known[at] === null ? totalCost(child) : 0), 0);
  const runs = once > 0 ? Math.max(0, Math.floor(room / once)) : 0;
  return known.map((claim, at) => claim ?? runs * totalCost(node.children[at]!));
}

/** What keeps its rows, and is counted once. Of a Memoize that is too little where keys seldom come again, but EXPLAIN does not tell how
 * often the planner expects that. */
const keepers = new Set(['Materialize', 'Memoize', 'CTE Scan', 'WorkTable Scan']);

/** How often the planner expects a node to run one of its children; null where EXPLAIN does not tell. */
function runsOf(child: Measured, node: Measured): number | null {
  if (child.relationship === 'inner' && node.type === 'Nested Loop' && !keepers.has(child.type)) {
    const outer = node.children.find(({ relationship }) => relationship === 'outer');
    return Math.max(1, outer?.estimate?.rows ?? 1);
  }
  if (child.relationship !== 'sub plan') return 1;
  const name = child.subplanName ?? '';
  const named = node.clauses.filter(({ text }) => text.includes(name));
  if (named.some(({ text }) => text.includes(`hashed ${name}`))) return 1;
  return named.some((clause) => clause.name === 'Output') && named.length === 1 ? (node.estimate?.rows ?? 1) : null;
}

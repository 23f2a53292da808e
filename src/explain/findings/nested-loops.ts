import { joinConditionsOf } from '../conditions.ts';
import { misestimateOf } from '../estimate-ratio.ts';
import type { Finding } from '../finding.ts';
import { amount, pages, code, count } from '../in-words.ts';
import type { Plan, PlanNode } from '../plan.ts';
import { suggestedIndex } from '../suggested-index.ts';
import { factsOf, type TableFacts } from '../table-facts.ts';
import { tableInSql } from '../table-in-sql.ts';
import { touchedPages } from '../touched-pages.ts';

/** A loop of fewer rounds is no loop to speak of. */
const leastLoops = 100;

/** Nested loops that run their second input far more often than was planned, or that read a whole table in each round. */
export const nestedLoops = (plan: Plan, facts: readonly TableFacts[] | null): readonly Finding[] =>
  plan.nodes.flatMap((node) => {
    const outer = node.children.find(({ relationship }) => relationship === 'outer');
    const inner = node.children.find(({ relationship }) => relationship === 'inner');
    if (node.type !== 'Nested Loop' || !outer || !inner || (inner.actual?.loops ?? 0) < leastLoops) return [];
    const isMistaken = misestimateOf(plan, outer)?.direction === 'more';
    const scan = wholeScan(inner);
    return isMistaken || scan ? [finding(plan, { node, outer, inner, scan }, facts)] : [];
  });

/** The scan of a whole table that a loop runs in each round, also below a Materialize, which keeps its rows. */
const wholeScan = (inner: PlanNode): PlanNode | null => {
  const scan = inner.type === 'Materialize' ? inner.children[0] : inner;
  return scan?.type === 'Seq Scan' ? scan : null;
};

interface Loop {
  readonly node: PlanNode;
  readonly outer: PlanNode;
  readonly inner: PlanNode;
  readonly scan: PlanNode | null;
}

function finding(plan: Plan, { node, outer, inner, scan }: Loop, facts: readonly TableFacts[] | null): Finding {
  const loops = inner.actual!.loops;
  const read = inner.actual!.buffers;
  const touched = read ? ` All rounds together touched ${pages(touchedPages(read))}.` : '';
  const planned = outer.estimate ? ` It was planned for ${count(outer.estimate.rows, 'round')}.` : '';
  const joins = node.clauses.filter(({ name }) => name === 'Join Filter').flatMap(({ text }) => joinConditionsOf(text));
  const index = scan && suggestedIndex(scan, factsOf(scan, facts), joins);
  const shared = {
    kind: 'nested loop' as const,
    node: node.index,
    weight: 3 as const,
    title: `${amount(loops)} rounds of a nested loop${scan ? `, each through all of ${code(scan.source?.name ?? 'its input')}` : ''}`,
    why: `For each row of its first input it ran the second one again.${planned}${touched}`,
  };
  if (index) {
    const advice = `With an index each round finds its rows instead of reading them all; and where both inputs are large a hash join needs no rounds: the planner takes one when it knows how many rows there are.`;
    return { ...shared, advice, remedy: [index.statement] };
  }
  const tables = [...new Set(tablesBelow(outer))];
  const advice =
    'The planner took the loop because it expected few rows in the first input. Statistics that are up to date let it choose.';
  return { ...shared, advice, remedy: tables.map((table) => `ANALYZE ${table}`) };
}

const tablesBelow = (node: PlanNode): readonly string[] => [
  ...(node.source?.kind === 'table' ? [tableInSql(node.source)] : []),
  ...node.children.flatMap(tablesBelow),
];

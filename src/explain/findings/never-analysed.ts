import { code, count } from '../in-words.ts';
import { misestimateOf } from '../estimate-ratio.ts';
import type { Finding } from '../finding.ts';
import type { Plan, PlanNode } from '../plan.ts';
import { factsOf, type TableFacts } from '../table-facts.ts';
import { tableInSql } from '../table-in-sql.ts';

/** So small a table is read whole whatever the planner thinks of it. */
const fewBlocks = 10;

/** Tables of which the planner knows nothing but how many pages they have. Each is told once, at the node that reads it first. */
export function neverAnalysed(plan: Plan, facts: readonly TableFacts[] | null): readonly Finding[] {
  const told = new Set<TableFacts>();
  return plan.nodes.flatMap((node) => {
    const table = factsOf(node, facts);
    if (!table || table.isAnalysed || told.has(table)) return [];
    const worst = Math.max(0, ...plan.nodes.map((one) => misestimateOf(plan, one)?.degree ?? 0));
    if (table.blocks === 0 || (table.blocks < fewBlocks && worst === 0)) return [];
    told.add(table);
    return [finding(node, table, worst)];
  });
}

function finding(node: PlanNode, { blocks, rows }: TableFacts, worst: number): Finding {
  const name = code(node.source!.name);
  const counted = rows === null ? 'how many rows it has' : 'what is in its columns';
  return {
    kind: 'never analysed',
    node: node.index,
    weight: worst >= 2 ? 3 : 2,
    title: `Nobody has ever analysed ${name}`,
    why: `The planner does not know ${counted}: it sees ${count(blocks, 'page')}, and guesses the rest by rules of thumb. Where autovacuum runs, it takes statistics within minutes after a load. A logical replica has its own: none of the primary's come along.`,
    advice: `Let Postgres take a sample of the table.`,
    remedy: [`ANALYZE ${tableInSql(node.source!)}`],
  };
}

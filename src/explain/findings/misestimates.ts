import { conditionsOf } from '../conditions.ts';
import { type EstimateRatio, misestimateOf } from '../estimate-ratio.ts';
import type { Finding } from '../finding.ts';
import { amount, code, count, list, timesMoreOrFewer } from '../in-words.ts';
import type { Plan, PlanNode } from '../plan.ts';
import { factsOf, type TableFacts } from '../table-facts.ts';
import { tableInSql } from '../table-in-sql.ts';

/** Where so few rows are at stake, any plan will do. */
const fewRows = 100;

/** Where the planner was off by 10 times or more, each told where it begins: what stands above a wrong number is wrong because of it. */
export const misestimates = (plan: Plan, facts: readonly TableFacts[] | null): readonly Finding[] =>
  plan.nodes.flatMap((node) => {
    const off = isOff(plan, node);
    if (!off || node.children.some((child) => isOff(plan, child))) return [];
    return [finding(node, off, factsOf(node, facts))];
  });

function isOff(plan: Plan, node: PlanNode): EstimateRatio | null {
  const off = misestimateOf(plan, node);
  if (!off) return null;
  return Math.max(off.expected, off.actual) * node.actual!.loops >= fewRows ? off : null;
}

function finding(node: PlanNode, off: EstimateRatio, table: TableFacts | null): Finding {
  const { ratio, direction, expected, actual, degree } = off;
  return {
    kind: 'misestimate',
    node: node.index,
    weight: degree as 1 | 2 | 3,
    title: `${timesMoreOrFewer(ratio, direction)} rows ${direction === 'more' ? 'as' : 'than'} the planner expected`,
    why: `It expected ${count(expected, 'row')} from ${whose(node)}, and ${amount(actual)} came. Such numbers decide in which order it joins tables, and how.`,
    ...whatToDo(node, table),
  };
}

const whose = ({ title, source }: PlanNode): string =>
  source ? `the ${code(title)} of ${code(source.name)}` : `the ${code(title)}`;

function whatToDo(node: PlanNode, table: TableFacts | null): Pick<Finding, 'advice' | 'remedy'> {
  const { source } = node;
  if (source?.kind !== 'table') {
    const advice =
      'No table is read here: the number comes from what is below it, or from a rule of thumb of the planner. Statistics of the tables below may help, or a query that is put in another way.';
    return { advice, remedy: [] };
  }
  const on = tableInSql(source);
  const columns = filteredColumns(node);
  if (table?.isAnalysed && columns.length > 1) {
    const advice = `The planner takes the conditions on ${list(columns.map(code))} for independent of each other. Tell it that they belong together.`;
    return { advice, remedy: [`CREATE STATISTICS ON ${columns.join(', ')} FROM ${on}`, `ANALYZE ${on}`] };
  }
  return {
    advice: 'Its statistics may be from before the rows were loaded. Take them anew.',
    remedy: [`ANALYZE ${on}`],
  };
}

const filteredColumns = ({ clauses }: PlanNode): readonly string[] => [
  ...new Set(
    clauses
      .filter(({ name }) => ['Filter', 'Index Cond', 'Recheck Cond'].includes(name))
      .flatMap(({ text }) => conditionsOf(text))
      .map(({ key }) => key)
      .filter((key) => !key.includes('(')),
  ),
];

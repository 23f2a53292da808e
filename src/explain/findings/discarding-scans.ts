import type { Finding } from '../finding.ts';
import { amount, pages, code, list } from '../in-words.ts';
import type { Plan, PlanNode } from '../plan.ts';
import { suggestedIndex } from '../suggested-index.ts';
import { factsOf, type TableFacts } from '../table-facts.ts';
import { touchedPages } from '../touched-pages.ts';

/** Below so many rows it does not matter how they are found. */
const leastRows = 1000;
/** A scan throws most away when it keeps no more than one in so many. */
const oneIn = 10;

/** Scans that read many rows to keep a few; with an index that would find them, where a plain one does. */
export const discardingScans = (plan: Plan, facts: readonly TableFacts[] | null): readonly Finding[] =>
  plan.nodes.flatMap((node) => {
    const { source, actual } = node;
    const thrown = actual?.removed.find(({ by }) => by === 'Filter')?.rows ?? 0;
    if (source?.kind !== 'table' || !actual || thrown + actual.totalRows < leastRows) return [];
    return actual.totalRows * oneIn <= thrown + actual.totalRows
      ? [finding(plan, node, thrown, factsOf(node, facts))]
      : [];
  });

function finding(plan: Plan, node: PlanNode, thrown: number, table: TableFacts | null): Finding {
  const { source, actual } = node;
  const { totalRows, ownBuffers } = actual!;
  const index = suggestedIndex(node, table);
  const read = ownBuffers ? ` That touched ${pages(touchedPages(ownBuffers))}.` : '';
  const shared = {
    node: node.index,
    weight: isMost(plan, node) ? (3 as const) : (2 as const),
    title: `Reads ${amount(totalRows + thrown)} rows of ${code(source!.name)} to keep ${amount(totalRows)}`,
    why: `Every row is looked at, and ${code(filterOf(node))} throws the others away.${read}`,
  };
  if (!index) return { ...shared, kind: 'rows thrown away', advice: otherAdvice(node), remedy: [] };
  const keys = list(index.keys.map((key) => code(key.split(' ')[0]!)));
  const advice = `An index on ${keys} leads to these rows and to no others.`;
  return { ...shared, kind: 'missing index', advice, remedy: [index.statement] };
}

const filterOf = ({ clauses }: PlanNode): string => clauses.find(({ name }) => name === 'Filter')?.text ?? 'the filter';

const otherAdvice = ({ type }: PlanNode): string =>
  type === 'Seq Scan'
    ? 'No plain index finds them by this condition, or there is one that the planner did not take: is the condition on the column itself, with a value of its type?'
    : 'The index that was used finds more rows than are wanted. One that has all of the columns of the condition would not, if there can be one.';

/** Whether half of all pages that the query has touched were touched here. */
function isMost({ root }: Plan, { actual }: PlanNode): boolean {
  const all = root.actual?.buffers;
  const own = actual?.ownBuffers;
  if (!all || !own) return false;
  return touchedPages(own) * 2 >= touchedPages(all);
}

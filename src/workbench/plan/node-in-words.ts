/** A node in words and numbers, for those who do not see the picture. Names and SQL are between backticks. */
import { capital } from '../../explain/in-words.ts';
import { parentOf } from '../../explain/parent-of.ts';
import type { Buffers, Plan, PlanNode } from '../../explain/plan.ts';
import { misestimateOf } from '../../explain/estimate-ratio.ts';
import { formatCost, formatRows, formatSpan } from './plan-numbers.ts';

/** `Index Scan on shop_order o using shop_order_pkey`, without marks. */
export function nodeName(node: PlanNode): string {
  const { title, subplanName } = node;
  const where = onWhat(node);
  return `${subplanName === null ? '' : `${subplanName}: `}${title}${where && ` ${where}`}`;
}

/** What its title does not say: `on shop_order o using shop_order_pkey`, `InitPlan 1, runs in CTE Scan on totals`. */
export function nodePlace(plan: Plan, node: PlanNode): string {
  const asker = askerOf(plan, node);
  return [node.subplanName, onWhat(node), asker && `runs in ${nodeName(asker)}`].filter(Boolean).join(', ');
}

/** The node that it runs in, where that is not the one that it is printed under. */
function askerOf({ nodes }: Plan, node: PlanNode): PlanNode | null {
  const asker = node.runsIn === null ? undefined : nodes[node.runsIn];
  return asker && !asker.children.includes(node) ? asker : null;
}

function onWhat({ source, indexName }: PlanNode): string {
  const on = source ? `on ${source.name}${source.alias === source.name ? '' : ` ${source.alias}`}` : '';
  return [on, indexName !== null && `using ${indexName}`].filter(Boolean).join(' ');
}

/** How it is attached, where that is not said by its name. */
const attached: Partial<Record<NonNullable<PlanNode['relationship']>, string>> = {
  outer: 'outer side',
  inner: 'inner side',
};

/** One line for a list that is listened to: what it is, its rows, and how wrong the planner was. */
export function nodeInShort(plan: Plan, node: PlanNode, step: string): string {
  return [nodeName(node), sideOf(plan, node), step, ...rowsInWords(plan, node)].filter(Boolean).join(', ');
}

function sideOf({ nodes }: Plan, node: PlanNode): string {
  const parent = parentOf(nodes, node);
  const isOneOfTwo = (parent?.children.filter(({ relationship }) => relationship === 'inner').length ?? 0) > 0;
  return isOneOfTwo && node.relationship ? (attached[node.relationship] ?? '') : '';
}

/** All that its box and its bars say, and more, a sentence each. */
export function nodeInWords(plan: Plan, node: PlanNode): readonly string[] {
  const side = sideOf(plan, node);
  const clauses = node.clauses
    .filter(({ name }) => name !== 'Output')
    .map(({ name, text }) => `${name}: \`${text.replaceAll('`', "'")}\`.`);
  const asker = askerOf(plan, node);
  return [
    ...(side ? [`It is the ${side}.`] : []),
    ...(asker ? [`It runs in ${nodeName(asker)}, which asks for its result.`] : []),
    ...clauses,
    `${capital(rowsInWords(plan, node).join(', '))}.`,
    ...removedInWords(node),
    ...(node.actual?.ownBuffers ? [`By itself it took ${buffersInWords(node.actual.ownBuffers)}.`] : []),
    ...timeInWords(node),
    ...(node.estimate
      ? [`Cost: ${formatCost(node.estimate.ownCost)} by itself, ${formatCost(node.estimate.totalCost)} in all.`]
      : []),
  ].filter((sentence) => sentence !== '.');
}

export function rowsInWords(plan: Plan, node: PlanNode): readonly string[] {
  const { actual, estimate } = node;
  const expected = estimate ? [`${rows(estimate.rows)} expected`] : [];
  if (!actual) return expected;
  if (actual.loops === 0) return ['never executed', ...expected];
  const wrong = misestimateOf(plan, node);
  const loops = actual.loops === 1 ? '' : ` in each of ${formatRows(actual.loops)} loops`;
  return [
    `${rows(actual.rows)}${loops}`,
    ...expected,
    ...(wrong ? [`${formatRows(Math.round(wrong.ratio))} times ${wrong.direction} than expected`] : []),
  ];
}

const removedInWords = ({ actual }: PlanNode): readonly string[] =>
  (actual?.removed ?? []).map((removed) => `${capital(rows(removed.rows))} thrown away by the ${removed.by}.`);

const timeInWords = ({ actual }: PlanNode): readonly string[] =>
  actual?.totalMs == null || actual.loops === 0
    ? []
    : [`Time: ${formatSpan(actual.ownMs ?? 0)} by itself, ${formatSpan(actual.totalMs)} with what is below it.`];

const kindsOfPages: readonly (readonly [keyof Buffers, string])[] = [
  ['sharedHit', 'hit in the cache'],
  ['sharedRead', 'read'],
  ['sharedDirtied', 'dirtied'],
  ['sharedWritten', 'written'],
  ['localHit', 'of temporary tables hit'],
  ['localRead', 'of temporary tables read'],
  ['localDirtied', 'of temporary tables dirtied'],
  ['localWritten', 'of temporary tables written'],
  ['tempRead', 'read from temporary files'],
  ['tempWritten', 'written to temporary files'],
];

/** `2 pages hit in the cache, 1 page read`; `no page` where there is none. */
export function buffersInWords(buffers: Buffers): string {
  const told = kindsOfPages.flatMap(([kind, what]) =>
    buffers[kind] > 0 ? [`${formatRows(buffers[kind])} ${buffers[kind] === 1 ? 'page' : 'pages'} ${what}`] : [],
  );
  return told.length === 0 ? 'no page' : told.join(', ');
}

const rows = (n: number): string => `${formatRows(n)} ${n === 1 ? 'row' : 'rows'}`;

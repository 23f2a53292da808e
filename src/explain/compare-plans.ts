/** Two plans of one query: on two nodes, or before and after something was mended. */
import { estimateRatio } from './estimate-ratio.ts';
import { amount, capital, pages, code, count, kilobytes, list, timesMoreOrFewer } from './in-words.ts';
import { aliasesBelow, isJoin, matchNodes } from './match-nodes.ts';
import type { Plan, PlanNode } from './plan.ts';
import { touchedPages } from './touched-pages.ts';
import { factsOf, type TableFacts } from './table-facts.ts';

export interface PlanSide {
  /** As it stands in a sentence: `the primary`, `before`. */
  readonly name: string;
  readonly plan: Plan;
  /** Null where nobody can be asked. */
  readonly facts: readonly TableFacts[] | null;
}

export interface NodePair {
  /** Null where the other plan has no node for that. */
  readonly left: PlanNode | null;
  readonly right: PlanNode | null;
  /** Sentences, with names and SQL between backticks; none where the two do the same. */
  readonly differences: readonly string[];
}

export interface PlanComparison {
  /** What the difference comes to. */
  readonly summary: readonly string[];
  /** Why the planner chose differently, as far as the catalogs and the settings tell. */
  readonly reasons: readonly string[];
  /** Every node of either plan once, in the order of the left one. */
  readonly pairs: readonly NodePair[];
}

/** A difference of less than this is noise. */
const worthTelling = 2;

export function comparePlans(left: PlanSide, right: PlanSide): PlanComparison {
  const partners = matchNodes(left.plan, right.plan);
  const pairs: NodePair[] = left.plan.nodes.map((node) => {
    const other = partners.get(node) ?? null;
    return {
      left: node,
      right: other,
      differences: other ? differencesOf(left, node, right, other) : [onlyIn(left, node)],
    };
  });
  const taken = new Set(partners.values());
  for (const node of right.plan.nodes) {
    if (taken.has(node)) continue;
    const before = pairs.findIndex((pair) => pair.right !== null && pair.right.index === node.index - 1);
    pairs.splice(before + 1, 0, { left: null, right: node, differences: [onlyIn(right, node)] });
  }
  return { summary: summaryOf(left, right), reasons: reasonsFor(left, right), pairs };
}

const nameOf = ({ title, source }: PlanNode): string => code(source ? `${title} on ${source.name}` : title);

const onlyIn = ({ name }: PlanSide, node: PlanNode): string => `Only ${name} has this: ${nameOf(node)}.`;

function differencesOf(left: PlanSide, a: PlanNode, right: PlanSide, b: PlanNode): readonly string[] {
  const both = (x: string, y: string): string => `${capital(left.name)} ${x}, ${right.name} ${y}.`;
  const words: string[] = [];
  if (a.title !== b.title) words.push(both(`has ${code(a.title)}`, code(b.title)));
  if (indexesOf(a) !== indexesOf(b)) words.push(both(usesIndex(a), usesIndex(b)));
  if (isJoin(a) && firstOf(a) !== firstOf(b)) words.push(both(`begins with ${firstOf(a)}`, `with ${firstOf(b)}`));
  if (a.actual && b.actual && a.actual.loops !== b.actual.loops)
    words.push(both(`ran it ${count(a.actual.loops, 'time')}`, count(b.actual.loops, 'time')));
  // The planner's numbers are of one time.
  if (a.actual?.loops === b.actual?.loops && differs(a.estimate?.rows, b.estimate?.rows)) {
    const expected = both(`expected ${count(a.estimate!.rows, 'row')}`, amount(b.estimate!.rows));
    words.push(expected.replace(/\.$/, `${cameOf(left.plan, a, right.plan, b)}.`));
  }
  if (differs(a.actual?.totalRows, b.actual?.totalRows))
    words.push(both(`got ${count(a.actual!.totalRows, 'row')} from it`, amount(b.actual!.totalRows)));
  if (differs(touched(a), touched(b))) words.push(both(`touched ${pages(touched(a)!)}`, pages(touched(b)!)));
  if (spilled(a) !== spilled(b)) words.push(both(spillWords(a), spillWords(b)));
  return words;
}

/** Its own, or those that have noted down its pages. */
const indexesOf = (node: PlanNode): string =>
  node.type === 'Bitmap Heap Scan'
    ? list(bitmapIndexes(node).map(code))
    : node.indexName === null
      ? ''
      : code(node.indexName);

const bitmapIndexes = ({ children }: PlanNode): readonly string[] =>
  children.flatMap((child) => (child.indexName === null ? bitmapIndexes(child) : [child.indexName]));

const usesIndex = (node: PlanNode): string => `uses ${indexesOf(node) || 'no index'}`;

const firstOf = ({ children }: PlanNode): string =>
  list([...new Set(children.filter(({ relationship }) => relationship === 'outer').flatMap(aliasesBelow))].map(code));

/** What came in the end, said once where both got the same. */
function cameOf(left: Plan, a: PlanNode, right: Plan, b: PlanNode): string {
  const [mine, theirs] = [estimateRatio(left, a), estimateRatio(right, b)];
  if (!mine || !theirs || mine.actual !== theirs.actual) return '';
  return `; there were ${amount(mine.actual)}`;
}

function differs(a: number | null | undefined, b: number | null | undefined): boolean {
  if (a == null || b == null) return false;
  const [less, more] = a < b ? [a, b] : [b, a];
  return more >= Math.max(1, less) * worthTelling;
}

const touched = ({ actual }: PlanNode): number | null => (actual?.ownBuffers ? touchedPages(actual.ownBuffers) : null);

const spilled = ({ memory }: PlanNode): boolean => memory !== null && (memory.diskKb > 0 || (memory.batches ?? 1) > 1);

const spillWords = (node: PlanNode): string =>
  spilled(node)
    ? `went to disk with it${node.memory!.diskKb > 0 ? ` (${kilobytes(node.memory!.diskKb)})` : ''}`
    : 'did it in memory';

function summaryOf(left: PlanSide, right: PlanSide): readonly string[] {
  const [a, b] = [left.plan.root, right.plan.root];
  const all = ({ actual }: PlanNode): number | null => (actual?.buffers ? touchedPages(actual.buffers) : null);
  const [mine, theirs] = [all(a), all(b)];
  const words: string[] = [];
  if (mine !== null && theirs !== null) {
    const ratio = Math.max(mine, theirs, 1) / Math.max(1, Math.min(mine, theirs));
    const how = ratio < 1.05 ? 'about as many' : timesMoreOrFewer(ratio, theirs > mine ? 'more' : 'fewer');
    words.push(`${capital(left.name)} touched ${pages(mine)}, ${right.name} ${pages(theirs)}: ${how}.`);
  }
  if (a.actual && b.actual && a.actual.totalRows !== b.actual.totalRows)
    words.push(
      `${capital(left.name)} gave ${count(a.actual.totalRows, 'row')}, ${right.name} ${amount(b.actual.totalRows)}.`,
    );
  return words;
}

function reasonsFor(left: PlanSide, right: PlanSide): readonly string[] {
  const tables = new Map(
    left.plan.nodes.flatMap((node) => (node.source?.kind === 'table' ? [[node.source.name, node] as const] : [])),
  );
  return [...[...tables.values()].flatMap((node) => tableReasons(left, right, node)), ...settingReasons(left, right)];
}

function tableReasons(left: PlanSide, right: PlanSide, node: PlanNode): readonly string[] {
  const [a, b] = [factsOf(node, left.facts), factsOf(node, right.facts)];
  if (!a || !b) return [];
  const name = code(node.source!.name);
  const words: string[] = [];
  if (a.isAnalysed !== b.isAnalysed) {
    const [has, lacks] = a.isAnalysed ? [left, right] : [right, left];
    words.push(`${name}: ${has.name} has statistics of its columns, ${lacks.name} has none.`);
  } else if (differs(a.rows, b.rows))
    words.push(
      `${name}: by its statistics ${left.name} has ${count(a.rows!, 'row')}, ${right.name} ${amount(b.rows!)}.`,
    );
  for (const [one, other, side] of [
    [a, b, left],
    [b, a, right],
  ] as const) {
    const alone = one.indexes.filter(({ keys }) => !other.indexes.some((index) => sameKeys(index.keys, keys)));
    if (alone.length > 0)
      words.push(`${name}: only ${side.name} has the index ${list(alone.map((index) => code(index.name)))}.`);
  }
  if (differs(a.blocks, b.blocks))
    words.push(`${name}: ${left.name} ${pages(a.blocks)}, ${right.name} ${pages(b.blocks)}.`);
  return words;
}

const sameKeys = (a: readonly string[], b: readonly string[]): boolean => JSON.stringify(a) === JSON.stringify(b);

function settingReasons(left: PlanSide, right: PlanSide): readonly string[] {
  const [a, b] = [left.plan.settings, right.plan.settings];
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => a[name] !== b[name]);
  const value = ({ plan: { settings } }: PlanSide, name: string): string => settings[name] ?? 'the default';
  return names.map(
    (name) => `${code(name)}: ${left.name} has ${value(left, name)}, ${right.name} ${value(right, name)}.`,
  );
}

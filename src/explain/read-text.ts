/**
 * EXPLAIN (FORMAT TEXT), made into what FORMAT JSON would have said, as far as the text says it. Its lines come from `text-lines.ts`, which
 * has undone what terminals, mails and chats do to a text.
 */
import { keysOfSource, keysOfTitle } from './keys-of-title.ts';
import { PlanError } from './plan-error.ts';
import { checkLength, checkSize, shortened } from './plan-limits.ts';
import type { Raw } from './read-json.ts';
import { addFooter, isFooter } from './text-footers.ts';
import { type Line, measuresBegin, planLines, propertyOf, subplanLine, targetLine } from './text-lines.ts';
import { addProperty, type Writable } from './text-properties.ts';

interface OpenNode {
  readonly indent: number;
  readonly keys: Writable;
}

const number = String.raw`\d+(?:\.\d+)?`;
const actual = String.raw`actual (?:time=(?<first>${number})\.\.(?<last>${number}) )?rows=(?<actualRows>${number}) loops=(?<loops>\d+)`;
const measures = new RegExp(
  String.raw`^(?:\(cost=(?<startup>${number})\.\.(?<total>${number}) rows=(?<rows>\d+) width=(?<width>\d+)\))?` +
    String.raw`\s*(?:\((?:${actual}|(?<never>never executed))\))?$`,
);
const workerMeasures = new RegExp(`^${actual}$`);

/** Keys that no line of the text sets by its name. */
const reserved = new Set([
  'Node Type',
  'Plan',
  'Plans',
  'Parent Relationship',
  'Subplan Name',
  'Grouping Sets',
  'Workers',
  'Target Tables',
  'Triggers',
]);

/** @throws PlanError that says what is wrong, and in which line */
export function readText(text: string): Raw {
  checkLength(text);
  const { lines, queryText } = planLines(text);
  if (lines.length === 0) {
    throw new PlanError(
      'There is no plan in this text. It begins with a line like "Seq Scan on shop_order  (cost=0.00..1.04 rows=4 width=8)".',
    );
  }
  const reading = new Reading();
  for (const line of lines) reading.take(line);
  checkSize(reading.top['Plan'] as Raw);
  addZeros(reading.top['Plan'] as Writable);
  return queryText === null ? reading.top : { 'Query Text': queryText, ...reading.top };
}

const counted = /^(?:Shared|Local|Temp) \w+ Blocks$|^WAL |\bI\/O \w+ Time$/;

/** Of what is counted the text leaves out what is 0: where one node has read blocks, the others have read none. */
function addZeros(root: Writable): void {
  const nodes = [root];
  // Grows while it is gone through.
  for (const node of nodes) nodes.push(...((node['Plans'] ?? []) as Writable[]));
  const keys = new Set(nodes.flatMap((node) => Object.keys(node).filter((key) => counted.test(key))));
  for (const node of nodes) for (const key of keys) node[key] ??= 0;
}

/** What has been read so far: the nodes that a line may still belong to, from the root inwards. */
class Reading {
  readonly top: Writable = {};
  readonly #open: OpenNode[] = [];
  /** The name of the node that comes next. */
  #subplan: { readonly indent: number; readonly name: string } | null = null;
  /** What the lines after the plan belong to: `Planning`, `JIT`. */
  #section: Writable | null = null;
  /** What the lines below `Worker 0:` belong to. */
  #worker: OpenNode | null = null;

  take(line: Line): void {
    const { at, indent, content } = line;
    const arrow = content.startsWith('->') ? content.slice('->'.length).trim() : null;
    if (arrow !== null || this.#open.length === 0) {
      this.#begin(arrow ?? content, line);
      return;
    }
    if (subplanLine.test(content) && indent > this.#rootIndent) {
      this.#subplan = { indent, name: content };
      return;
    }
    const target = targetLine.exec(content)?.groups!['on'];
    if (target !== undefined && !measuresBegin.test(content)) {
      const { keys } = this.#nodeAround(indent);
      ((keys['Target Tables'] ??= []) as Writable[]).push(keysOfSource('Seq Scan', target));
      return;
    }
    if (measuresBegin.test(content) && !content.startsWith('Worker ') && !propertyOf(content))
      throw new PlanError(
        `Line ${at} begins another plan, or has lost its "->". Give one plan at a time, as it was printed.`,
      );
    this.#property(line);
  }

  #property({ at, indent, content }: Line): void {
    const property = propertyOf(content);
    if (!property || reserved.has(property.name))
      throw new PlanError(`Line ${at} is neither a node of a plan nor a property of one: ${shortened(content)}`);
    const { name, value } = property;
    if (isFooter(name)) {
      this.#section = addFooter(name, value, this.top);
      return;
    }
    if (this.#section && indent > this.#rootIndent) {
      addProperty(name, value, this.#section);
      return;
    }
    const worker = /^Worker (\d+)$/.exec(name)?.[1];
    if (worker !== undefined) this.#beginWorker(Number(worker), value, indent);
    else if (this.#worker && indent > this.#worker.indent) addProperty(name, value, this.#worker.keys);
    else {
      this.#worker = null;
      addProperty(name, value, this.#nodeAround(indent).keys);
    }
  }

  /** `Worker 0:  actual time=0.1..0.2 rows=5 loops=1`, or what else is to be said of it first. Until PostgreSQL 12 there is a line for each. */
  #beginWorker(workerNumber: number, value: string, indent: number): void {
    const workers = (this.#nodeAround(indent).keys['Workers'] ??= []) as Writable[];
    const known = workers.find((worker) => worker['Worker Number'] === workerNumber);
    const keys = known ?? { 'Worker Number': workerNumber };
    if (!known) workers.push(keys);
    this.#worker = { indent, keys };
    const measured = workerMeasures.exec(value)?.groups;
    const property = propertyOf(value);
    if (measured) Object.assign(keys, actualKeys(measured));
    else if (property) addProperty(property.name, property.value, keys);
  }

  get #rootIndent(): number {
    return this.#open[0]!.indent;
  }

  #nodeAround(indent: number): OpenNode {
    while (this.#open.length > 1 && this.#open.at(-1)!.indent >= indent) this.#open.pop();
    return this.#open.at(-1)!;
  }

  #begin(content: string, { at, indent }: Line): void {
    const isFirst = this.#open.length === 0;
    if (!isFirst && this.#section)
      throw new PlanError(`Line ${at} is a node after the end of the plan: ${shortened(content)}`);
    if (!isFirst && indent <= this.#rootIndent) {
      throw new PlanError(
        `Line ${at} is not indented below the first node. The indents say what belongs to what: paste the plan with them.`,
      );
    }
    const keys = nodeKeys(content);
    // Without COSTS and ANALYZE a node is words alone. Where the first has a cost, the others have.
    const isBare = !('Total Cost' in (keys ?? {})) && !isFirst && 'Total Cost' in this.#open[0]!.keys;
    if (!keys || isBare) throw new PlanError(`Line ${at} is no node of a plan: ${shortened(content)}`);
    this.#worker = null;
    if (isFirst) this.top['Plan'] = keys;
    else {
      const subplan = this.#subplan && this.#subplan.indent < indent ? this.#subplan : null;
      attach(keys, this.#nodeAround(subplan?.indent ?? indent).keys, subplan?.name ?? null);
    }
    this.#subplan = null;
    this.#open.push({ indent, keys });
  }
}

/** Null where it has measures that are none. */
function nodeKeys(content: string): Writable | null {
  const begin = content.search(measuresBegin);
  const title = (begin < 0 ? content : content.slice(0, begin)).trimEnd();
  const found = begin < 0 ? {} : measures.exec(content.slice(begin))?.groups;
  if (!found || title === '') return null;
  const { startup, total, rows, width, never } = found;
  return {
    ...keysOfTitle(title),
    ...(total !== undefined && {
      'Startup Cost': Number(startup),
      'Total Cost': Number(total),
      'Plan Rows': Number(rows),
      'Plan Width': Number(width),
    }),
    ...actualKeys(found),
    ...(never !== undefined && { 'Actual Rows': 0, 'Actual Loops': 0 }),
  };
}

const actualKeys = ({ first, last, actualRows, loops }: Readonly<Record<string, string | undefined>>): Writable => ({
  ...(last !== undefined && { 'Actual Startup Time': Number(first), 'Actual Total Time': Number(last) }),
  ...(loops !== undefined && { 'Actual Rows': Number(actualRows), 'Actual Loops': Number(loops) }),
});

const collections = new Set(['Append', 'Merge Append', 'BitmapAnd', 'BitmapOr']);

function attach(keys: Writable, parent: Writable, subplan: string | null): void {
  const siblings = (parent['Plans'] ??= []) as Writable[];
  const type = String(parent['Node Type']);
  const outer = siblings.find((sibling) => /^(?:Outer|Member)$/.test(String(sibling['Parent Relationship'])));
  if (subplan !== null) {
    keys['Parent Relationship'] = subplan.startsWith('SubPlan') ? 'SubPlan' : 'InitPlan';
    keys['Subplan Name'] = subplan;
  } else if (collections.has(type)) keys['Parent Relationship'] = 'Member';
  else if (type === 'Subquery Scan') keys['Parent Relationship'] = 'Subquery';
  else if (type === 'ModifyTable' && outer) {
    // Until PostgreSQL 13 there was one for each table.
    outer['Parent Relationship'] = 'Member';
    keys['Parent Relationship'] = 'Member';
  } else keys['Parent Relationship'] = outer ? 'Inner' : 'Outer';
  siblings.push(keys);
}

/**
 * EXPLAIN (FORMAT TEXT), made into what FORMAT JSON would have said, as far as the text says it. What terminals, mails and chats do to a
 * text is undone first: psql's frame, its header and footer, the plus signs at the ends of its lines, quotes, and lines broken in two.
 */
import { PlanError } from './plan-error.ts';
import { keysOfTitle } from './keys-of-title.ts';
import type { Raw } from './read-json.ts';

type Writable = Record<string, unknown>;

interface OpenNode {
  readonly indent: number;
  readonly keys: Writable;
}

const number = String.raw`\d+(?:\.\d+)?`;
const nodeLine = new RegExp(
  String.raw`^(?<title>.+?)` +
    String.raw`(?:\s+\(cost=(?<startup>${number})\.\.(?<total>${number}) rows=(?<rows>\d+) width=(?<width>\d+)\))?` +
    String.raw`(?:\s+\((?:actual (?:time=(?<first>${number})\.\.(?<last>${number}) )?rows=(?<actualRows>${number}) loops=(?<loops>\d+)|(?<never>never executed))\))?$`,
);
const subplanLine = /^(CTE \S.*|InitPlan \d+.*|SubPlan \d+.*)$/;
const propertyLine = /^(?<name>Trigger .+?|[A-Z][A-Za-z0-9 \-/()]*?):\s*(?<value>.*)$/;

/** @throws PlanError that says what is wrong, and in which line */
export function readText(text: string): Raw {
  const reading = new Reading();
  for (const line of linesOf(text)) reading.take(line);
  return reading.finish();
}

interface Line {
  /** Counted from 1, of the text as it was given. */
  readonly at: number;
  readonly indent: number;
  readonly content: string;
}

/** What has been read so far: the nodes that a line may still belong to, from the root inwards. */
class Reading {
  readonly #top: Writable = {};
  readonly #open: OpenNode[] = [];
  /** The name of the node that comes next. */
  #subplan: { readonly indent: number; readonly name: string } | null = null;
  /** What the lines after the plan belong to: `Planning`, `JIT`. */
  #section: Writable | null = null;

  take({ at, indent, content }: Line): void {
    const arrow = /^->\s+(.*)$/.exec(content)?.[1];
    if (arrow !== undefined || this.#open.length === 0) {
      this.#begin(arrow ?? content, indent, at);
      return;
    }
    const name = subplanLine.exec(content)?.[1];
    if (name !== undefined && indent > this.#rootIndent) {
      this.#subplan = { indent, name };
      return;
    }
    const property = propertyLine.exec(content)?.groups as
      | { readonly name: string; readonly value: string }
      | undefined;
    if (!property) throw new PlanError(`Line ${at} is neither a node of a plan nor a property of one: ${content}`);
    if (indent <= this.#rootIndent) this.#section = addFooter(property.name, property.value, this.#top);
    else if (this.#section) addProperty(property.name, property.value, this.#section);
    else addProperty(property.name, property.value, this.#nodeAround(indent).keys);
  }

  finish(): Raw {
    if (this.#top['Plan'] === undefined)
      throw new PlanError(
        'There is no plan in this text. It begins with a line like "Seq Scan on shop_order  (cost=0.00..1.04 rows=4 width=8)".',
      );
    return this.#top;
  }

  get #rootIndent(): number {
    return this.#open[0]!.indent;
  }

  #nodeAround(indent: number): OpenNode {
    while (this.#open.length > 1 && this.#open.at(-1)!.indent >= indent) this.#open.pop();
    return this.#open.at(-1)!;
  }

  #begin(content: string, indent: number, at: number): void {
    const measured = nodeLine.exec(content)?.groups;
    // Without COSTS and ANALYZE a node is words alone. Where the first has a cost, the others have.
    const isFirst = this.#open.length === 0;
    const hasCosts = isFirst || 'Total Cost' in this.#open[0]!.keys;
    const isBare = !measured?.['total'] && (!measured?.['loops'] || !isFirst);
    if (!measured || (hasCosts && isBare)) throw new PlanError(`Line ${at} is no node of a plan: ${content}`);
    const keys = nodeKeys(measured as Measures);
    if (this.#open.length === 0) this.#top['Plan'] = keys;
    else {
      const subplan = this.#subplan && this.#subplan.indent < indent ? this.#subplan : null;
      attach(keys, this.#nodeAround(subplan?.indent ?? indent).keys, subplan?.name ?? null);
    }
    this.#subplan = null;
    this.#open.push({ indent, keys });
  }
}

interface Measures extends Readonly<Record<string, string | undefined>> {
  readonly title: string;
}

function nodeKeys({ title, startup, total, rows, width, first, last, actualRows, loops, never }: Measures): Writable {
  return {
    ...keysOfTitle(title),
    ...(total !== undefined && {
      'Startup Cost': Number(startup),
      'Total Cost': Number(total),
      'Plan Rows': Number(rows),
      'Plan Width': Number(width),
    }),
    ...(last !== undefined && { 'Actual Startup Time': Number(first), 'Actual Total Time': Number(last) }),
    ...(loops !== undefined && { 'Actual Rows': Number(actualRows), 'Actual Loops': Number(loops) }),
    ...(never !== undefined && { 'Actual Rows': 0, 'Actual Loops': 0 }),
  };
}

const collections = /^(Append|Merge Append|MergeAppend|BitmapAnd|BitmapOr|ModifyTable)$/;

function attach(keys: Writable, parent: Writable, subplan: string | null): void {
  const siblings = (parent['Plans'] ??= []) as Writable[];
  if (subplan !== null) {
    keys['Parent Relationship'] = subplan.startsWith('SubPlan') ? 'SubPlan' : 'InitPlan';
    keys['Subplan Name'] = subplan;
  } else if (collections.test(String(parent['Node Type']))) keys['Parent Relationship'] = 'Member';
  else if (parent['Node Type'] === 'Subquery Scan') keys['Parent Relationship'] = 'Subquery';
  else {
    const hasOuter = siblings.some((sibling) => sibling['Parent Relationship'] === 'Outer');
    keys['Parent Relationship'] = hasOuter ? 'Inner' : 'Outer';
  }
  siblings.push(keys);
}

/** A line after the plan. Gives what the lines that are indented below it belong to. */
function addFooter(name: string, value: string, top: Writable): Writable | null {
  const trigger = /^Trigger (?:for constraint (?<constraint>.+?)|(?<name>.+?))(?: on (?<relation>\S+))?$/.exec(
    name,
  )?.groups;
  const called = /^(?:time=(?<ms>[\d.]+) )?calls=(?<calls>[\d.]+)$/.exec(value)?.groups;
  if (trigger && called) {
    const triggers = (top['Triggers'] ??= []) as Writable[];
    const { constraint, relation } = trigger;
    triggers.push({
      'Trigger Name': trigger['name'] ?? `for constraint ${constraint}`,
      ...(constraint && { 'Constraint Name': constraint }),
      ...(relation && { Relation: relation }),
      Calls: Number(called['calls']),
      ...(called['ms'] !== undefined && { Time: Number(called['ms']) }),
    });
    return null;
  }
  const ms = /^([\d.]+) ms$/.exec(value)?.[1];
  if (ms !== undefined) {
    top[name] = Number(ms);
    return null;
  }
  if (name === 'Settings') {
    top[name] = Object.fromEntries(
      [...value.matchAll(/(\S+) = '((?:[^']|'')*)'/g)].map(([, key, set]) => [key!, set!.replaceAll("''", "'")]),
    );
    return null;
  }
  if (value !== '') {
    top[name] = value;
    return null;
  }
  return (top[name] = {} as Writable) as Writable;
}

const lists = new Set(['Output', 'Sort Key', 'Presorted Key', 'Group Key', 'Cache Key']);

function addProperty(name: string, value: string, to: Writable): void {
  if (name === 'Buffers') addBuffers(value, to);
  else if (name === 'Timing') to[name] = { Total: Number(/Total ([\d.]+) ms/.exec(value)?.[1] ?? 0) };
  else if (name === 'Sort Method') {
    const sort = /^(?<method>.+?)\s+(?<type>Memory|Disk): (?<kB>\d+)kB$/.exec(value)?.groups;
    Object.assign(
      to,
      sort
        ? { [name]: sort['method'], 'Sort Space Type': sort['type'], 'Sort Space Used': Number(sort['kB']) }
        : { [name]: value },
    );
  } else if (name === 'Buckets') {
    // `Buckets: 1024 (originally 2048)  Batches: 1 (originally 1)  Memory Usage: 10kB`
    for (const [, key, now] of `Buckets: ${value}`.matchAll(/(Buckets|Batches|Memory Usage): (\d+)/g))
      to[key === 'Memory Usage' ? 'Peak Memory Usage' : `Hash ${key}`] = Number(now);
  } else if (/^\d+(\.\d+)?$/.test(value) && !lists.has(name)) to[name] = Number(value);
  else to[name] = value;
}

/** `shared hit=5 read=2, temp read=1 written=1`. */
function addBuffers(value: string, to: Writable): void {
  for (const kind of ['Shared', 'Local', 'Temp'])
    for (const what of ['Hit', 'Read', 'Dirtied', 'Written'])
      if (kind !== 'Temp' || !/Hit|Dirtied/.test(what)) to[`${kind} ${what} Blocks`] = 0;
  for (const part of value.split(', ')) {
    const [kind = '', ...counts] = part.trim().split(' ');
    for (const count of counts) {
      const [what = '', blocks = ''] = count.split('=');
      to[`${capital(kind)} ${capital(what)} Blocks`] = Number(blocks);
    }
  }
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** The lines of the plan itself, with what a terminal has put around them taken off, and those that were broken put together. */
function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const unframed = raw
      .replace(/^\s*[|│] ?/, '')
      .replace(/\s*[|│]\s*$/, '')
      .replace(/\s*[+↵]\s*$/, '')
      .replace(/^"(.*)"$/, '$1');
    const content = unframed.trim();
    if (content === '' || isAround(content)) continue;
    const indent = unframed.replaceAll('\t', '        ').search(/\S/);
    const before = lines.at(-1);
    if (before && isBroken(before.content, content))
      lines[lines.length - 1] = { ...before, content: `${before.content} ${content}` };
    else lines.push({ at: index + 1, indent, content });
  }
  return lines;
}

/** psql's header, its rules and its footer. */
const isAround = (content: string): boolean =>
  /^QUERY PLAN$/i.test(content) || /^[-+=─┼┌┐└┘]{3,}$/.test(content) || /^\(\d+ rows?\)$/.test(content);

/** Whether a line goes on with the one before: nothing in it begins a line of EXPLAIN, or a bracket was left open. */
function isBroken(before: string, content: string): boolean {
  if (/^->\s/.test(content) || subplanLine.test(content)) return false;
  if (/^\((cost=|actual |never )/.test(content)) return true;
  const opened = [...before.replaceAll(/'(?:[^']|'')*'/g, '')].reduce(
    (depth, sign) => depth + (sign === '(' ? 1 : sign === ')' ? -1 : 0),
    0,
  );
  if (opened > 0) return true;
  return !propertyLine.test(content) && !/\((cost|actual|never)/.test(content);
}

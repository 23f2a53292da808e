/** The lines of a plan in text: found among what was pasted with them, and put together again where something has broken them in two. */
import { PlanError } from './plan-error.ts';
import { isFooter } from './text-footers.ts';
import { unframe } from './unframe.ts';

export interface Line {
  /** Counted from 1, of the text as it was given. */
  readonly at: number;
  readonly indent: number;
  readonly content: string;
}

export interface TextOfPlan {
  /** From the plan's first node on; empty where there is none. */
  readonly lines: readonly Line[];
  /** As auto_explain logs it. */
  readonly queryText: string | null;
}

/** Where the measures of a node begin. */
export const measuresBegin = /\((?:cost=|actual (?:time|rows)=|actual$|never executed\)|never$)/;

const names = [
  'Result|ProjectSet|Append|Merge Append|Recursive Union|BitmapAnd|BitmapOr|Materialize|Memoize|Sort|Incremental Sort|Group|Unique|LockRows|Limit',
  'Aggregate|GroupAggregate|HashAggregate|MixedAggregate|WindowAgg|Gather|Gather Merge|Hash|Nested Loop|ModifyTable',
  '(?:Nested Loop|Hash|Merge) (?:(?:Left|Right|Full|Semi|Anti|Right Semi|Right Anti) )?Join|(?:Hash)?SetOp [A-Z]\\w+(?: All)?',
  '(?:Foreign )?(?:Insert|Update|Delete|Merge) on .+|(?:Seq|Sample|Tid|Tid Range|Subquery|Function|Table Function|Values|CTE) Scan on .+',
  '(?:WorkTable|Named Tuplestore|Foreign|Custom|Bitmap Heap|Bitmap Index) Scan.*|Index (?:Only )?Scan (?:Backward )?(?:using|on) .+',
].join('|');
const flags = '(?:->\\s*)?(?:(?:Parallel|Async|Partial|Finalize) )*';
const wholeNode = new RegExp(`^${flags}(?:${names})$`);
const beginOfNode = new RegExp(`^${flags}(?:${names.replaceAll(' .+', '').replaceAll('.*', '')})\\b`);

export const subplanLine = /^(?:CTE \S.*|InitPlan \d+.*|SubPlan \d+.*)$/;
/** `Update on event_q2 event_1`, below an Update of several tables. */
export const targetLine = /^(?:Foreign )?(?:Insert|Update|Delete|Merge) on (?<on>.+)$/;

/** `Sort Key: a` as its name and value. */
export function propertyOf(content: string): { readonly name: string; readonly value: string } | null {
  const colon = content.indexOf(':');
  const name = content.slice(0, Math.max(0, colon));
  const isName = content.startsWith('Trigger ') ? triggerIn(content) : /^[A-Z][\w \-/()]{0,80}$/.test(name) && name;
  return isName ? { name: isName, value: content.slice(isName.length + 1).trim() } : null;
}

/** The name of a trigger may have anything in it. */
const triggerIn = (content: string): string | null =>
  /^(?<trigger>Trigger .+): (?:time=[\d.]+ )?calls=[\d.]+$/.exec(content)?.groups!['trigger'] ?? null;

/** @throws PlanError when there are two of them */
export function planLines(text: string): TextOfPlan {
  const all = unframe(text).flatMap((line, index): Line[] => {
    const content = line.trim();
    return content === '' ? [] : [{ at: index + 1, indent: line.search(/\S/), content }];
  });
  const start = startOf(all);
  if (start < 0) return { lines: [], queryText: null };
  const joining = new Joining(all.slice(start).some(({ content }) => measuresBegin.test(content)));
  let next = start;
  while (next < all.length && joining.take(all[next]!)) next++;
  const second = all.slice(next).find(({ content }) => measuresBegin.test(content));
  if (second) throw new PlanError(`Line ${second.at} begins another plan. Give one of them at a time.`);
  return { lines: joining.lines, queryText: queryTextIn(all.slice(0, start)) };
}

/** Where the first node is; -1 where no line looks like one. */
function startOf(lines: readonly Line[]): number {
  const measured = lines.findIndex(({ content }) => measuresBegin.test(content));
  if (measured < 0) return lines.findIndex(({ content }) => wholeNode.test(content));
  for (let above = measured; above >= Math.max(0, measured - 3); above--) {
    if (beginOfNode.test(lines[above]!.content)) return above;
  }
  // A node that another server has, with its measures on the next line.
  return lines[measured]!.content.startsWith('(') ? Math.max(0, measured - 1) : measured;
}

function queryTextIn(before: readonly Line[]): string | null {
  const from = before.findIndex(({ content }) => content.includes('Query Text: '));
  if (from < 0) return null;
  const [first, ...rest] = before.slice(from).map(({ content }) => content);
  return [first!.slice(first!.indexOf('Query Text: ') + 'Query Text: '.length), ...rest].join('\n');
}

/** What comes after a plan in a terminal, a log or a mail. */
const isAfter = (content: string): boolean =>
  /^\(\d+ rows?\)/.test(content) ||
  /^Time: [\d.,]+ ms/.test(content) ||
  content.startsWith('```') ||
  /^[\w.-]+=[#>*!](?:\s|$)/.test(content) ||
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.test(content);

const isLast = (content: string): boolean => /^(?:Execution [Tt]ime|Total runtime): [\d.]+ ms$/.test(content);

class Joining {
  readonly #whole: Line[] = [];
  /** The last line, in the parts that it was broken into: it is put together when it is whole, since there may be thousands. */
  #last: { readonly line: Line; readonly parts: string[]; hasMeasures: boolean } | null = null;
  readonly #isMeasured: boolean;
  #brackets = new Brackets();

  /** @param isMeasured whether the nodes have costs, or were run */
  constructor(isMeasured: boolean) {
    this.#isMeasured = isMeasured;
  }

  get lines(): readonly Line[] {
    if (!this.#last) return this.#whole;
    return [...this.#whole, { ...this.#last.line, content: this.#last.parts.join('') }];
  }

  /** Whether the line is one of the plan. */
  take(line: Line): boolean {
    const { content } = line;
    const before = this.#last?.parts.at(-1);
    if (before === undefined) return this.#begin(line);
    if (isAfter(content)) return false;
    if (before.endsWith('.') && content.startsWith('.')) {
      const parts = [before.slice(0, -1), content.slice(1)];
      this.#last!.parts.splice(-1, 1, ...parts);
      this.#last!.hasMeasures ||= measuresBegin.test(parts.join(''));
      this.#brackets.take(content);
    } else if (this.#isBroken(line)) this.#goOn(content);
    else if (this.#isAtEnd && !propertyOf(content)) return false;
    else this.#begin(line);
    return true;
  }

  #begin(line: Line): true {
    if (this.#last) this.#whole.push({ ...this.#last.line, content: this.#last.parts.join('') });
    this.#last = { line, parts: [line.content], hasMeasures: measuresBegin.test(line.content) };
    this.#brackets = new Brackets();
    this.#brackets.take(line.content);
    return true;
  }

  #goOn(content: string): void {
    this.#last!.parts.push(` ${content}`);
    this.#last!.hasMeasures ||= measuresBegin.test(content);
    this.#brackets.take(content);
  }

  get #isAtEnd(): boolean {
    return this.#last!.parts.length === 1 && isLast(this.#last!.line.content);
  }

  /** Whether a line goes on with the one before: nothing in it begins a line of EXPLAIN, or a bracket was left open. */
  #isBroken({ content, indent }: Line): boolean {
    const { line, parts, hasMeasures } = this.#last!;
    const root = this.#whole[0] ?? line;
    const property = propertyOf(content);
    if (/^->\s/.test(content) || (property && isFooter(property.name) && indent <= root.indent)) return false;
    if (subplanLine.test(content) && !this.#brackets.isOpen) return false;
    if (measuresBegin.exec(content)?.index === 0 || this.#brackets.isOpen) return true;
    if (this.#isAtEnd || /^Trigger \S/.test(content)) return false;
    if (/^Trigger \S/.test(line.content) && parts.length < 9 && !propertyOf(parts.join(''))) return true;
    const isNode = line === root || line.content.startsWith('->');
    if (isNode && this.#isMeasured && !hasMeasures) return true;
    // `Memory` and `Usage: 9kB`. What is of a node is indented, and what is of all of the plan is known.
    if (property && indent <= root.indent && line.indent > root.indent) return true;
    return !property && !measuresBegin.test(content) && !targetLine.test(content);
  }
}

/** Whether what was read so far has left a round bracket or a quote open. */
class Brackets {
  #depth = 0;
  #quote: string | null = null;

  get isOpen(): boolean {
    return this.#depth > 0;
  }

  take(content: string): void {
    for (const sign of content) {
      if (this.#quote !== null) {
        if (sign === this.#quote) this.#quote = null;
      } else if (sign === "'" || sign === '"') this.#quote = sign;
      else if (sign === '(') this.#depth++;
      else if (sign === ')') this.#depth--;
    }
  }
}

/** EXPLAIN (FORMAT JSON), as a server gives it or as somebody has pasted it: with a frame, in a cell of a result, after its statement. */
import { cutJson, JsonMistake } from './cut-json.ts';
import { PlanError } from './plan-error.ts';
import { checkLength, checkSize } from './plan-limits.ts';
import { unframe } from './unframe.ts';

/** An object of EXPLAIN's JSON. */
export type Raw = Readonly<Record<string, unknown>>;

const planKey = /"Plan"\s*:/g;

/** The object with the key `Plan`. @throws PlanError that says what is wrong, and where */
export function readJson(text: string): Raw {
  checkLength(text);
  const readings = readingsOf(unframe(text).join('\n'));
  for (const [at, reading] of readings.entries()) {
    try {
      return planOf(reading);
    } catch (error) {
      if (!(error instanceof PlanError) || at === readings.length - 1) throw error;
    }
  }
  throw new Error('A text can be read in one way at least.');
}

function planOf(text: string): Raw {
  const { json, end } = cutPlan(text);
  const [found, another] = plansIn(JSON.parse(json), 0);
  if (!found) {
    throw new PlanError(
      'This JSON has no "Plan". EXPLAIN (FORMAT JSON) gives a list with one object in it, which has one.',
    );
  }
  if (another || text.slice(end).search(planKey) >= 0)
    throw new PlanError('There is more than one plan in this JSON. Give one of them at a time.');
  checkSize(found['Plan'] as Raw);
  return found;
}

export const isRaw = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const childrenOf = (node: Raw): readonly Raw[] =>
  Array.isArray(node['Plans']) ? node['Plans'].filter(isRaw) : [];

/** As it is; and as the cell of a CSV, where quotes are doubled, or as the string of a program. */
function readingsOf(text: string): readonly string[] {
  if (text.search(planKey) >= 0) return [text];
  if (text.includes('""Plan""')) return [text.replaceAll('""', '"')];
  if (!text.includes('\\"Plan\\"')) return [text];
  return [text, text.replaceAll(/\\(["\\n])/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped))];
}

/** The value that has the plan in it. The statement before it may have brackets, and even JSON, of its own. */
function cutPlan(text: string): ReturnType<typeof cutJson> {
  const plan = text.search(planKey);
  let from = 0;
  for (let begin = beginAfter(text, from); begin >= 0; begin = beginAfter(text, from)) {
    try {
      const cut = cutJson(text, begin);
      if (plan < 0 || cut.end > plan) return cut;
      from = cut.end;
    } catch (error) {
      if (!(error instanceof JsonMistake) || error.offset >= plan) throw error;
      from = begin + 1;
    }
  }
  return cutJson(text, text.search(/\S|$/));
}

/** The first bracket of those before the first name of an object, such as the one of `[ { "Plan"`; -1 where there is none. */
function beginAfter(text: string, from: number): number {
  for (let quote = text.indexOf('"', from); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let begin = quote;
    while (begin > from && /[\s[{]/.test(text.charAt(begin - 1))) begin--;
    const brackets = text.slice(begin, quote);
    if (brackets.includes('{')) return begin + brackets.search(/[[{]/);
  }
  return -1;
}

/** Programs give a row as an object with a column `QUERY PLAN`, whose value may be a string. */
function plansIn(value: unknown, depth: number): readonly Raw[] {
  if (depth > 8) return [];
  if (typeof value === 'string')
    return value.search(planKey) < 0 ? [] : plansIn(JSON.parse(cutPlan(value).json), depth + 1);
  if (Array.isArray(value)) return value.flatMap((item) => plansIn(item, depth + 1));
  if (!isRaw(value)) return [];
  if (isRaw(value['Plan'])) return [value];
  // A node that was copied without what is around it.
  if (depth === 0 && typeof value['Node Type'] === 'string') return [{ Plan: value }];
  return Object.values(value).flatMap((item) => plansIn(item, depth + 1));
}

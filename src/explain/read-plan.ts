/** The way in for everything that somebody pastes. */
import type { Plan } from './plan.ts';
import { PlanError } from './plan-error.ts';
import { checkLength } from './plan-limits.ts';
import { planOfRaw } from './plan-of-raw.ts';
import { readJson } from './read-json.ts';
import { readText } from './read-text.ts';
import { unframe } from './unframe.ts';

const instead = 'Run EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) with the statement, and paste what comes.';

/**
 * A plan in EXPLAIN's JSON or text, of PostgreSQL 9.6 to 18, with whatever a terminal, a log, a mail or a spreadsheet has put around it.
 * @throws PlanError that says what it is instead, or what is wrong and in which line, and what to do
 */
export function readPlan(pasted: string): Plan {
  checkLength(pasted);
  const content = unframe(pasted).join('\n').trim();
  if (content === '') throw new PlanError(`There is nothing in this. ${instead}`);
  const other = otherFormatOf(content);
  if (other) throw new PlanError(`This is EXPLAIN's ${other}, which is not read here. ${instead}`);
  if (isJson(content)) return planOfRaw(readJson(pasted));
  try {
    return planOfRaw(readText(pasted));
  } catch (error) {
    if (error instanceof PlanError && isStatement(content))
      throw new PlanError(`This is a statement, and no plan. ${instead}`, { cause: error });
    throw error;
  }
}

function otherFormatOf(content: string): 'XML' | 'YAML' | null {
  if (/<explain[\s>]|<Node-Type>/.test(content)) return 'XML';
  return /^(?:- )? *Plan: *$/m.test(content) && /^ *(?:- )?Node Type: "/m.test(content) ? 'YAML' : null;
}

/** A filter in a text may have the name in it, but not with what is behind it. */
const isJson = (content: string): boolean =>
  /^[[{]|\\?"{0,2}Plan\\?"{1,2}\s{0,99}:\s{0,99}\{|"Node Type\\?"{1,2}\s{0,99}:/.test(content);

const isStatement = (content: string): boolean =>
  /^(?:explain|select|with|insert|update|delete|merge|create|table|values)\b/i.test(content) &&
  !/\((?:cost=|actual |never )|^ *-> /m.test(content) &&
  !/^(?:Insert|Update|Delete|Merge) on /.test(content);

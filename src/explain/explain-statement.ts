/** How a node is asked for a plan, and what of its answer is the plan. */
import type { PgResult } from '../trace/postgres-values.ts';
import type { Plan } from './plan.ts';
import { PlanError } from './plan-error.ts';
import { planOfRaw } from './plan-of-raw.ts';
import { readJson } from './read-json.ts';

const explainable = /^\s*(?:--[^\n]*\n\s*)*\(*\s*(select|insert|update|delete|merge|values|table|with)\b/i;

/** Whether a statement has a plan. */
export const hasPlan = (sql: string): boolean => explainable.test(sql);

/** Runs the statement. */
export const explainStatement = (sql: string): string =>
  `EXPLAIN (ANALYZE, BUFFERS, VERBOSE, SETTINGS, WAL, FORMAT JSON) ${sql.trim().replace(/(\s*;)+$/, '')}`;

/** @throws PlanError when that is no answer to `explainStatement` */
export function planInAnswer(results: readonly PgResult[]): Plan {
  const text = results.at(-1)?.rows[0]?.[0];
  if (text == null) throw new PlanError('The node gave no plan.');
  return planOfRaw(readJson(text));
}

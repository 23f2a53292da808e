/** An EXPLAIN that somebody has typed at a prompt, and its answer. */
import type { PgResult } from '../trace/postgres-values.ts';
import { PlanError } from './plan-error.ts';
import type { Plan } from './plan.ts';
import { readPlan } from './read-plan.ts';

const prefix = /^\s*explain\b\s*(?:\([^)]*\)|(?:\s*\b(?:analyze|analyse|verbose)\b)*)\s*/i;

/** The statement without its EXPLAIN; itself where it has none. */
export const explained = (line: string): string => line.replace(prefix, '');

/** The plan that was answered, in text or JSON; null where it was no EXPLAIN, or one in a format that is not read here. */
export function planIn(line: string, results: readonly PgResult[]): Plan | null {
  const result = results.at(-1);
  if (!/^\s*explain\b/i.test(line) || !result) return null;
  try {
    return readPlan(result.rows.map(([text]) => text ?? '').join('\n'));
  } catch (error) {
    if (error instanceof PlanError) return null;
    throw error;
  }
}

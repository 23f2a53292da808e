import { planOfRaw } from './plan-of-raw.ts';
import type { Plan } from './plan.ts';
import { readJson } from './read-json.ts';
import { readText } from './read-text.ts';

/** What was pasted, whichever format of EXPLAIN it has. @throws PlanError that says what is wrong with it */
export function readPlan(pasted: string): Plan {
  return planOfRaw(/^\s*[[{]/.test(pasted) ? readJson(pasted) : readText(pasted));
}

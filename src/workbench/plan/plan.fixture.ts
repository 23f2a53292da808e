import type { Plan } from '../../explain/plan.ts';
import { planOfRaw } from '../../explain/plan-of-raw.ts';
import type { Raw } from '../../explain/read-json.ts';

/** A node of EXPLAIN's JSON that was run once and gave one row, unless `more` says otherwise. */
export const rawNode = (type: string, more: Raw = {}, ...plans: Raw[]): Raw => ({
  'Node Type': type,
  'Startup Cost': 0,
  'Total Cost': 1,
  'Plan Rows': 1,
  'Actual Loops': 1,
  'Actual Rows': 1,
  'Actual Total Time': 1,
  ...more,
  Plans: plans,
});

/** As a child of this kind: `Outer`, `Inner`, `Member`, `InitPlan`. */
export const as = (relationship: string, subplanName?: string): Raw => ({
  'Parent Relationship': relationship,
  ...(subplanName !== undefined && { 'Subplan Name': subplanName }),
});

export const planOf = (root: Raw): Plan => planOfRaw({ Plan: root });

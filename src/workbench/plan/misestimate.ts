import { estimateRatio } from '../../explain/estimate-ratio.ts';
import type { Plan, PlanNode } from '../../explain/plan.ts';

/** How far the planner's rows are from those of one loop, where that is worth a mark. */
export interface Misestimate {
  /** From 10 on. */
  readonly times: number;
  /** Of the rows that came: `more` than were expected. */
  readonly came: 'more' | 'fewer';
  /** 1 from 10 times on, 2 from 100, 3 from 1,000. */
  readonly degree: 1 | 2 | 3;
}

/** Null where the estimate was good enough, or nothing can be said. */
export function misestimateOf(plan: Plan, node: PlanNode): Misestimate | null {
  const off = estimateRatio(plan, node);
  if (!off || off.ratio < 10 || off.isExcused) return null;
  const { ratio, direction } = off;
  return { times: ratio, came: direction, degree: ratio >= 1_000 ? 3 : ratio >= 100 ? 2 : 1 };
}

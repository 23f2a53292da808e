import type { Plan } from './plan.ts';
import type { Step } from './step.ts';
import { walkOf } from './walk.ts';

/** The walk through a plan, in words. */
export function stepsOf(plan: Plan): readonly Step[] {
  return walkOf(plan).map((node) => ({
    node,
    does: `\`${node.title}\`${node.source ? ` reads \`${node.source.name}\`` : ' works on the rows from below'}.`,
    happened: node.actual ? [`It gave ${node.actual.totalRows} rows.`] : [],
    expected: node.estimate ? [`The planner expected ${node.estimate.rows} rows in each loop.`] : [],
  }));
}

import type { PlanNode } from '../../explain/plan.ts';
import type { Step } from '../../explain/step.ts';

/** `step 3 of 9`, and nothing for a node that has none. */
export function stepInWords(steps: readonly Step[], node: PlanNode): string {
  const at = steps.findIndex((step) => step.node.index === node.index);
  return at === -1 ? '' : `step ${at + 1} of ${steps.length}`;
}

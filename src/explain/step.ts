/** One step of the walk through a plan: a node, and what there is to say of it. Sentences have names and SQL between backticks. */
import type { PlanNode } from './plan.ts';

export interface Step {
  readonly node: PlanNode;
  /** What a node of this kind does, with the names of this one. */
  readonly does: string;
  /** What it has read, kept and thrown away, rows and pages before times. Empty where the query was not run. */
  readonly happened: readonly string[];
  /** What the planner had expected, and what that means for the plan. */
  readonly expected: readonly string[];
}

import type { PlanNode } from './plan.ts';

/** The node that one is printed under; undefined for the root. */
export const parentOf = (nodes: readonly PlanNode[], node: PlanNode): PlanNode | undefined =>
  nodes.find(({ children }) => children.includes(node));

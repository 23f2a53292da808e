import type { Plan } from '../../src/explain/plan.ts';

/** The numbers of a model that cannot be shown, with the way to them: those that are not finite, and those below `least`. */
export function unfitNumbers(plan: Plan, least = 0): readonly string[] {
  const { root: _, ...each } = plan;
  return unfitIn(each, 'plan', least);
}

function unfitIn(value: unknown, path: string, least: number): readonly string[] {
  if (typeof value === 'number') return Number.isFinite(value) && value >= least ? [] : [`${path} is ${value}`];
  if (typeof value !== 'object' || value === null) return [];
  // The children of a node are among the nodes.
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'children' ? [] : unfitIn(inner, `${path}.${key}`, least),
  );
}

import { describe, expect, it, test } from 'vitest';
import { misestimateOf } from './estimate-ratio.ts';
import { as, planOf, rawNode } from '../workbench/plan/plan.fixture.ts';

const rows = (expected: number, came: number, loops = 1) => ({
  'Plan Rows': expected,
  'Actual Rows': came,
  'Actual Loops': loops,
});

test.each([
  [100, 900, null],
  [100, 1_000, { ratio: 10, direction: 'more', degree: 1 }],
  [1, 300, { ratio: 300, direction: 'more', degree: 2 }],
  [5_000, 5, { ratio: 1_000, direction: 'fewer', degree: 3 }],
  [20, 0, { ratio: 20, direction: 'fewer', degree: 1 }],
  [1, 0, null],
])('%i rows expected, %i came', (expected, came, wrong) => {
  const plan = planOf(rawNode('Seq Scan', rows(expected, came)));
  const off = misestimateOf(plan, plan.root);
  expect(off && { ratio: off.ratio, direction: off.direction, degree: off.degree }).toEqual(wrong);
});

describe('nothing is said', () => {
  it('of a node that was never executed, or of which nothing was expected', () => {
    const never = planOf(rawNode('Seq Scan', rows(1_000, 0, 0)));
    expect(misestimateOf(never, never.root)).toBeNull();
    const { 'Total Cost': _cost, ...costless } = rawNode('Seq Scan', rows(1, 1_000));
    const plan = planOf(costless);
    expect(misestimateOf(plan, plan.root)).toBeNull();
  });

  it('of rows that a LIMIT did not ask for, unless something between them takes all', () => {
    const scan = { ...rawNode('Index Scan', rows(10_000, 10)), ...as('Outer') };
    const straight = planOf(rawNode('Limit', {}, scan));
    expect(misestimateOf(straight, straight.nodes[1]!)).toBeNull();
    const sorted = planOf(rawNode('Limit', {}, rawNode('Sort', as('Outer'), scan)));
    expect(misestimateOf(sorted, sorted.nodes[2]!)?.ratio).toBe(1_000);
  });
});

import { expect, it } from 'vitest';
import { measuresOf, sharesOf } from './measures.ts';
import { as, planOf, rawNode } from './plan.fixture.ts';

const pages = (hit: number, read = 0) => ({ 'Shared Hit Blocks': hit, 'Shared Read Blocks': read });

it('shares out what each node itself has taken', () => {
  const plan = planOf(rawNode('Sort', pages(10, 10), rawNode('Seq Scan', { ...as('Outer'), ...pages(10, 5) })));
  expect(sharesOf(plan, 'buffers')).toEqual([
    { value: 5, share: 0.25 },
    { value: 15, share: 0.75 },
  ]);
});

it('counts the rows that were thrown away with those that were given', () => {
  const plan = planOf(rawNode('Seq Scan', { 'Actual Rows': 2, 'Rows Removed by Filter': 98 }));
  expect(sharesOf(plan, 'rows')).toEqual([{ value: 100, share: 1 }]);
});

it('begins with the pages, and offers what a plan tells: of one that was not run, its cost', () => {
  expect(measuresOf(planOf(rawNode('Seq Scan', pages(1))))).toEqual(['buffers', 'time', 'rows', 'cost']);
  expect(measuresOf(planOf({ 'Node Type': 'Seq Scan', 'Total Cost': 1, 'Plan Rows': 1 }))).toEqual(['cost']);
  expect(measuresOf(planOf({ 'Node Type': 'Seq Scan' }))).toEqual([]);
});

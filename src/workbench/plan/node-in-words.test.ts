import { describe, expect, it } from 'vitest';
import { nodeInShort, nodeInWords, nodeName, nodePlace } from './node-in-words.ts';
import { as, planOf, rawNode } from './plan.fixture.ts';

const scan = {
  'Relation Name': 'shop_order',
  Alias: 'o',
  'Index Name': 'shop_order_pkey',
  'Index Cond': '(id = 1)',
  'Plan Rows': 1,
  'Actual Rows': 40,
  'Actual Loops': 3,
  'Rows Removed by Filter': 2,
  'Shared Hit Blocks': 7,
  'Shared Read Blocks': 1,
  'Actual Total Time': 0.5,
  'Total Cost': 8.5,
};

describe('a scan', () => {
  const plan = planOf(rawNode('Index Scan', scan));

  it('is called as EXPLAIN calls it', () => {
    expect(nodeName(plan.root)).toBe('Index Scan on shop_order o using shop_order_pkey');
    expect(nodePlace(plan, plan.root)).toBe('on shop_order o using shop_order_pkey');
  });

  it('has all of its numbers in words', () => {
    expect(nodeInWords(plan, plan.root)).toEqual([
      'Index Cond: `(id = 1)`.',
      '40 rows in each of 3 loops, 1 row expected, 40 times more than expected.',
      '6 rows thrown away by the Filter.',
      'By itself it took 7 pages hit in the cache, 1 page read.',
      'Time: 1.5 ms by itself, 1.5 ms with what is below it.',
      'Cost: 8.5 by itself, 8.5 in all.',
    ]);
  });

  it('is short in a list that is listened to', () => {
    expect(nodeInShort(plan, plan.root, 'step 1 of 1')).toBe(
      'Index Scan on shop_order o using shop_order_pkey, step 1 of 1, 40 rows in each of 3 loops, 1 row expected, 40 times more than expected',
    );
  });
});

it('says of a node which side of a join it is, and of a subplan where it runs', () => {
  const plan = planOf(
    rawNode(
      'Hash Join',
      {},
      rawNode('Aggregate', as('InitPlan', 'CTE totals')),
      rawNode('CTE Scan', { ...as('Outer'), 'CTE Name': 'totals', Alias: 'totals' }),
      rawNode('Hash', as('Inner')),
    ),
  );
  const [, cte, outer, inner] = plan.nodes;
  expect(nodeInWords(plan, outer!)[0]).toBe('It is the outer side.');
  expect(nodeInWords(plan, inner!)[0]).toBe('It is the inner side.');
  expect(nodeInWords(plan, cte!)[0]).toBe('It runs in CTE Scan on totals, which asks for its result.');
  expect(nodePlace(plan, cte!)).toBe('CTE totals, runs in CTE Scan on totals');
});

it('tells of a plan that was not run what is expected, and of a node that was not, just that', () => {
  const planned = planOf({ 'Node Type': 'Seq Scan', 'Total Cost': 4, 'Plan Rows': 200 });
  expect(nodeInWords(planned, planned.root)).toEqual(['200 rows expected.', 'Cost: 4 by itself, 4 in all.']);
  const never = planOf(rawNode('Seq Scan', { 'Actual Loops': 0 }));
  expect(nodeInWords(never, never.root)[0]).toBe('Never executed, 1 row expected.');
  const bare = planOf({ 'Node Type': 'Seq Scan' });
  expect(nodeInWords(bare, bare.root)).toEqual([]);
});

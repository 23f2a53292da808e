import { expect, it } from 'vitest';
import type { TableFacts } from '../../explain/table-facts.ts';
import { as, planOf, rawNode } from './plan.fixture.ts';
import { planTables } from './plan-tables.ts';

const plan = planOf(
  rawNode(
    'Nested Loop',
    {},
    rawNode(
      'Bitmap Heap Scan',
      { ...as('Outer'), 'Relation Name': 'shop_order', Schema: 'public', Alias: 'o' },
      rawNode('Bitmap Index Scan', { ...as('Outer'), 'Index Name': 'shop_order_status' }),
    ),
    rawNode('Memoize', as('Inner'), rawNode('Seq Scan', { ...as('Outer'), 'Relation Name': 'customer', Alias: 'c' })),
  ),
);

it('names the tables and the indexes that the plan names, and by which nodes they are used', () => {
  const [orders, customers] = planTables(plan, null);
  expect(orders).toMatchObject({ schema: 'public', name: 'shop_order', facts: null });
  expect(orders!.indexes).toEqual([{ name: 'shop_order_status', facts: null }]);
  expect([...orders!.users]).toEqual([
    [1, null],
    [2, 'shop_order_status'],
  ]);
  expect([...customers!.users]).toEqual([[4, null]]);
});

it('tells what the catalogs say, and the index that they do not know any more', () => {
  const index = { name: 'shop_order_pkey', definition: '', keys: ['id'], isUnique: true, blocks: 1 };
  const facts: TableFacts = {
    schema: 'public',
    name: 'shop_order',
    rows: 3,
    blocks: 1,
    isAnalysed: true,
    columns: [],
    indexes: [index],
  };
  const [orders] = planTables(plan, [{ ...facts, schema: 'archive' }, facts]);
  expect(orders!.facts).toBe(facts);
  expect(orders!.indexes).toEqual([
    { name: 'shop_order_pkey', facts: index },
    { name: 'shop_order_status', facts: null },
  ]);
});

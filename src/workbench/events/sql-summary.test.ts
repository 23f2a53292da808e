import { expect, test } from 'vitest';
import { changesInWords, summariseChanges, summariseSql } from './sql-summary.ts';

test.each([
  ['select "id", "from_" from "shop_order" where "id" = $1', 'SELECT shop_order'],
  ['insert into "public"."shop_order" ("a") values ($1)', 'INSERT shop_order'],
  ['update shop_order set quantity = 1', 'UPDATE shop_order'],
  ['delete from only "other"."thing"', 'DELETE other.thing'],
  ['select now()', 'select now()'],
  [`select setval('shop_order_id_seq', max(id)) from shop_order`, 'SELECT setval'],
  ['BEGIN', 'BEGIN'],
])('%s is summarised as %s', (sql, summary) => {
  expect(summariseSql(sql)).toBe(summary);
});

test('changes of one kind and table are counted', () => {
  const change = { kind: 'insert', schema: 'public', table: 'drink', row: {}, types: {} } as const;
  expect(summariseChanges([change, change])).toBe('INSERT drink × 2');
  expect(summariseChanges([])).toBe('no rows');
});

test('changes are told in words', () => {
  const of = { schema: 'public', types: {}, key: [], identity: 'default' } as const;
  const insert = { ...of, kind: 'insert', table: 'drink', row: {} } as const;
  const deleted = { ...of, kind: 'delete', table: 'shop_order', old: {} } as const;
  const truncate = {
    kind: 'truncate',
    tables: [{ schema: 'public', table: 'drink' }],
    cascade: false,
    restartIdentity: false,
  } as const;
  expect(changesInWords([insert, deleted, insert])).toBe('inserted 2 rows of drink, deleted 1 row of shop_order');
  expect(changesInWords([truncate])).toBe('truncated drink');
  expect(changesInWords([])).toBe('');
});

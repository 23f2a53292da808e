import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { spansIn } from './clause-spans.ts';
import type { PlanNode } from './plan.ts';
import { planOfRaw } from './plan-of-raw.ts';

const postgres = new PGlite();
afterAll(() => postgres.close());

beforeAll(async () => {
  await postgres.exec(`
    create table shop_customer (id int primary key, name text not null, city text not null);
    create table shop_order (id int primary key, customer_id int not null, status text not null, total int not null);
    insert into shop_customer select n, 'customer ' || n, 'city ' || n % 100 from generate_series(1, 2000) n;
    insert into shop_order select n, n % 2000 + 1, 'done', n from generate_series(1, 5000) n;
    analyze;
  `);
}, 60_000);

/** Of each node what is lit of the query. */
async function lit(sql: string): Promise<readonly string[]> {
  const { rows } = await postgres.query<{ 'QUERY PLAN': readonly [Record<string, unknown>] }>(
    `explain (verbose, format json) ${sql}`,
  );
  const { nodes } = planOfRaw(rows[0]!['QUERY PLAN'][0]);
  return nodes.map((node) => `${node.title}: ${spansOf(sql, node).join(' | ')}`);
}

const spansOf = (sql: string, node: PlanNode): readonly string[] =>
  spansIn(sql, node).map(({ from, to }) => sql.slice(from, to));

test.each([
  [
    `SELECT "shop_order"."id" FROM "shop_order" INNER JOIN "shop_customer" ON ("shop_order"."customer_id" = "shop_customer"."id")
      WHERE ("shop_customer"."city" = 'city 3' AND "shop_order"."total" BETWEEN 3 AND 4000) ORDER BY "shop_order"."total" DESC LIMIT 5`,
    [
      'Limit: LIMIT 5',
      'Sort: ORDER BY "shop_order"."total" DESC',
      'Hash Join: "shop_order"."customer_id" = "shop_customer"."id"',
      'Seq Scan: "shop_order" | "shop_order"."total" BETWEEN 3 AND 4000',
      'Hash: ',
      `Seq Scan: "shop_customer" | "shop_customer"."city" = 'city 3'`,
    ],
  ],
  [
    `select c.city, count(*) from shop_customer c where c.name like 'a%' -- not this: c.name
      group by c.city having count(*) > 1`,
    [
      'GroupAggregate: group by c.city | having count(*) > 1',
      'Sort: group by c.city',
      `Seq Scan: shop_customer c | c.name like 'a%'`,
    ],
  ],
  [
    `update shop_order set status = 'paid' where id = 7`,
    [`Update: shop_order | set status = 'paid'`, 'Index Scan: shop_order | id = 7'],
  ],
  [
    `select * from shop_order where id = (select max(id) from shop_customer where name = ')')`,
    expect.arrayContaining([`Seq Scan: shop_customer | name = ')'`]),
  ],
  ['select row_number() over (order by id) from shop_order', ['WindowAgg: ', 'Index Only Scan: shop_order']],
  ['select a, shop_order.id, shop_order.status from shop_order, (select 1 as a) one', ['Seq Scan: shop_order']],
  ['select 1', ['Result: ']],
])('%s', async (sql, expected) => {
  expect(await lit(sql)).toEqual(expected);
});

test('whatever the text, there is an answer', () => {
  const node = planOfRaw({
    Plan: { 'Node Type': 'Seq Scan', 'Relation Name': 'a', Alias: 'a', Filter: '((x = 1) AND (' },
  }).root;
  for (const sql of ['', '(((', ')))', `'`, '"', '/*', 'from', 'select from a where', 'a where x = 1', '\u0000'])
    expect(spansOf(sql, node)).toEqual(expect.any(Array));
});

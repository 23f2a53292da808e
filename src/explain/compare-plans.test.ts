import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { comparePlans, type PlanSide } from './compare-plans.ts';
import { planOfRaw } from './plan-of-raw.ts';
import { tableFactsQuery, type TableFacts } from './table-facts.ts';

const postgres = new PGlite();
afterAll(() => postgres.close());

const sql = `select c.name, count(*) from customer c join purchase p on p.customer_id = c.id
  where c.city = 'city 3' group by c.name order by c.name`;

async function side(name: string): Promise<PlanSide> {
  const { rows } = await postgres.query<{ 'QUERY PLAN': readonly [Record<string, unknown>] }>(
    `explain (analyze, buffers, verbose, settings, format json) ${sql}`,
  );
  const plan = planOfRaw(rows[0]!['QUERY PLAN'][0]);
  const asked = await postgres.query<{ readonly facts: readonly TableFacts[] }>(
    tableFactsQuery.replace(`'[]')`, `'[]') as facts`),
  );
  return { name, plan, facts: asked.rows[0]!.facts };
}

let before: PlanSide;
let after: PlanSide;
beforeAll(async () => {
  await postgres.exec(`
    create table customer (id int primary key, name text not null, city text not null);
    create table purchase (id int primary key, customer_id int not null, note text);
    insert into customer select n, 'customer ' || n, 'city ' || n % 400 from generate_series(1, 2000) n;
    insert into purchase select n, n % 2000 + 1, repeat('x', 200) from generate_series(1, 20000) n;
  `);
  before = await side('before');
  await postgres.exec("create index purchase_of on purchase (customer_id); analyze; set work_mem = '8MB'");
  after = await side('after');
}, 60_000);

test('nodes are matched by what they are for', () => {
  const { pairs } = comparePlans(before, after);
  const scan = pairs.find(({ left }) => left?.source?.name === 'purchase')!;
  expect(scan.right?.source?.name).toBe('purchase');
  expect(scan.left!.title).not.toBe(scan.right!.title);
  const join = pairs.find(({ left }) => /Join|Nested Loop/.test(left?.title ?? ''))!;
  expect(join.right!.title).toBe('Nested Loop');
});

test('each node of either plan is in one pair, whichever way round', () => {
  for (const [left, right] of [
    [before, after],
    [after, before],
    [before, before],
  ] as const) {
    const { pairs } = comparePlans(left, right);
    expect(pairs.flatMap((pair) => pair.left ?? [])).toEqual(left.plan.nodes);
    expect(pairs.flatMap((pair) => pair.right ?? []).toSorted((a, b) => a.index - b.index)).toEqual(right.plan.nodes);
  }
});

test('a plan compared with itself is no different', () => {
  const { pairs, reasons, summary } = comparePlans(before, before);
  expect(pairs.flatMap(({ differences }) => differences)).toEqual([]);
  expect(reasons).toEqual([]);
  expect(summary).toEqual([expect.stringMatching(/as many\.$/)]);
});

test('what is different is said, and why', () => {
  const { pairs, reasons, summary } = comparePlans(before, after);
  const scan = pairs.find(({ left }) => left?.source?.name === 'purchase')!;
  expect(scan.differences).toContain('Before uses no index, after uses `purchase_of`.');
  expect(pairs.find(({ left }) => left?.title === 'Hash Join')!.differences).toEqual([
    'Before has `Hash Join`, after `Nested Loop`.',
    'Before begins with `p`, after with `c`.',
    expect.stringMatching(/^Before expected [\d,]+ rows, after 50; there were 50\.$/),
  ]);
  expect(summary[0]).toMatch(/^Before touched \d+ pages \(.*\), after \d+ pages \(.*\): .* times fewer\.$/);
  expect(reasons).toEqual([
    '`purchase`: after has statistics of its columns, before has none.',
    '`purchase`: only after has the index `purchase_of`.',
    '`customer`: after has statistics of its columns, before has none.',
    '`work_mem`: before has the default, after 8MB.',
  ]);
});

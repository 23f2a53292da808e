import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { findingsOf } from './findings.ts';
import type { Finding } from './finding.ts';
import type { Plan } from './plan.ts';
import { planOfRaw } from './plan-of-raw.ts';
import { tableFactsQuery, type TableFacts } from './table-facts.ts';

const postgres = new PGlite();
afterAll(() => postgres.close());

beforeEach(async () => {
  await postgres.exec(`
    drop schema public cascade;
    create schema public;
    reset all;
    create table customer (id int primary key, name text not null, city text not null);
    create table purchase (id int primary key, customer_id int not null, status text not null, note text);
    insert into customer select n, 'customer ' || n, 'city ' || n % 10 from generate_series(1, 2000) n;
    insert into purchase select n, n % 2000 + 1, case when n % 1000 = 0 then 'new' else 'done' end, repeat('x', 200)
      from generate_series(1, 20000) n;
  `);
});

interface Seen {
  readonly plan: Plan;
  readonly findings: readonly Finding[];
}

async function look(sql: string): Promise<Seen> {
  const { rows } = await postgres.query<{ 'QUERY PLAN': readonly [Record<string, unknown>] }>(
    `explain (analyze, buffers, verbose, settings, format json) ${sql}`,
  );
  const plan = planOfRaw(rows[0]!['QUERY PLAN'][0]);
  const asked = await postgres.query<{ readonly facts: readonly TableFacts[] }>(
    tableFactsQuery.replace(`'[]')`, `'[]') as facts`),
  );
  return { plan, findings: findingsOf(plan, asked.rows[0]!.facts) };
}

const kinds = ({ findings }: Seen): readonly string[] => findings.map(({ kind }) => kind);
const ofKind = ({ findings }: Seen, kind: Finding['kind']): Finding | undefined =>
  findings.find((finding) => finding.kind === kind);
const blocksOf = ({ plan }: Seen): number =>
  plan.root.actual!.buffers!.sharedHit + plan.root.actual!.buffers!.sharedRead;

/** Does what a finding says, and looks again. */
async function mended(seen: Seen, kind: Finding['kind'], sql: string): Promise<Seen> {
  for (const statement of ofKind(seen, kind)!.remedy) await postgres.exec(statement);
  return look(sql);
}

describe('a finding, and the plan after its remedy', () => {
  it('a table that nobody has analysed', async () => {
    const sql = `select * from purchase where status = 'new'`;
    const before = await look(sql);
    expect(ofKind(before, 'never analysed')).toMatchObject({ node: 0, remedy: ['ANALYZE purchase'] });
    expect(kinds(await mended(before, 'never analysed', sql))).toEqual(['missing index']);
  });

  it('an index that is missing: what is equal first, then a range', async () => {
    await postgres.exec('analyze');
    const sql = `select id from purchase where id > 5 and status = 'new' and customer_id = 1`;
    const before = await look(sql);
    expect(ofKind(before, 'missing index')).toMatchObject({
      weight: 3,
      title: 'Reads 20,000 rows of `purchase` to keep 10',
      remedy: ['CREATE INDEX ON purchase (status, customer_id, id)'],
    });
    const after = await mended(before, 'missing index', sql);
    expect(kinds(after)).toEqual([]);
    expect(blocksOf(after) * 20).toBeLessThan(blocksOf(before));
  });

  it('an index for the beginning of a text', async () => {
    await postgres.exec('analyze');
    const sql = `select * from customer where name like 'customer 77%'`;
    const before = await look(sql);
    expect(ofKind(before, 'missing index')!.remedy).toEqual(['CREATE INDEX ON customer (name text_pattern_ops)']);
    expect(kinds(await mended(before, 'missing index', sql))).toEqual([]);
  });

  it('rows thrown away where no plain index helps', async () => {
    await postgres.exec('analyze');
    const seen = await look(`select * from customer where name like '%77'`);
    expect(ofKind(seen, 'rows thrown away')).toMatchObject({ node: 0, remedy: [] });
  });

  it('an index that is there already is not asked for again', async () => {
    await postgres.exec('create index on purchase (status); analyze');
    const seen = await look(`select * from purchase where status || '' = 'new'`);
    expect(ofKind(seen, 'rows thrown away')).toMatchObject({ remedy: [] });
    await postgres.exec('set enable_indexscan = off; set enable_bitmapscan = off');
    expect(ofKind(await look(`select * from purchase where status = 'new'`), 'rows thrown away')).toMatchObject({
      remedy: [],
    });
  });

  it('conditions that belong together', async () => {
    await postgres.exec(`
      update customer set name = city;
      analyze;
      create index on customer (name);
      create index on customer (city);
    `);
    const sql = `select * from customer where name = 'city 3' and city = 'city 3'`;
    const before = await look(sql);
    expect(ofKind(before, 'misestimate')).toMatchObject({ title: '10 times as many rows as the planner expected' });
    expect(ofKind(before, 'misestimate')!.remedy[0]).toMatch(
      /^CREATE STATISTICS ON (name, city|city, name) FROM customer$/,
    );
    expect(ofKind(await mended(before, 'misestimate', sql), 'misestimate')).toBeUndefined();
  });

  it('statistics that are from before the rows came', async () => {
    await postgres.exec(
      `truncate purchase; insert into purchase values (0, 1, 'done', ''); analyze; alter table purchase set (autovacuum_enabled = off)`,
    );
    await postgres.exec(`insert into purchase select n, 7, 'new', '' from generate_series(1, 9000) n`);
    const sql = `select * from purchase where customer_id = 7`;
    const before = await look(sql);
    expect(ofKind(before, 'misestimate')).toMatchObject({ remedy: ['ANALYZE purchase'] });
    expect(kinds(await mended(before, 'misestimate', sql))).toEqual([]);
  });

  it('a sort that spills', async () => {
    await postgres.exec(`analyze; set work_mem = '128kB'`);
    const sql = 'select * from purchase order by note, id desc';
    const before = await look(sql);
    const spill = ofKind(before, 'spill')!;
    expect(spill.why).toMatch(/128kB here, and [\d,.]+ kB went to temporary files/);
    expect(kinds(await mended(before, 'spill', sql))).toEqual([]);
  });

  it('a hash table that spills', async () => {
    await postgres.exec(`analyze; set work_mem = '128kB'; set enable_mergejoin = off; set enable_nestloop = off`);
    const sql = 'select * from purchase a join purchase b on a.id = b.id + 1';
    const before = await look(sql);
    expect(ofKind(before, 'spill')!.why).toMatch(/in \d+ parts/);
    expect(kinds(await mended(before, 'spill', sql))).toEqual([]);
  });

  it('a nested loop through all of a table in each round, and the index that its condition wants', async () => {
    await postgres.exec(`
      alter table customer drop constraint customer_pkey;
      analyze;
      set enable_hashjoin = off; set enable_mergejoin = off; set enable_material = off`);
    const sql = `select * from customer c join purchase p on p.customer_id = c.id where c.city = 'city 3'`;
    const before = await look(sql);
    expect(ofKind(before, 'nested loop')).toMatchObject({
      title: '200 rounds of a nested loop, each through all of `purchase`',
      remedy: ['CREATE INDEX ON purchase (customer_id)'],
    });
    const after = await mended(before, 'nested loop', sql);
    expect(ofKind(after, 'nested loop')).toBeUndefined();
    expect(blocksOf(after) * 10).toBeLessThan(blocksOf(before));
  });

  it('a nested loop that was planned for few rows', async () => {
    await postgres.exec(`
      create index on purchase (customer_id);
      analyze;
      update customer set city = 'city 3';
      alter table customer set (autovacuum_enabled = off);
    `);
    await postgres.exec(`delete from pg_statistic where starelid = 'customer'::regclass and staattnum = 3`);
    const sql = `select * from customer c join purchase p on p.customer_id = c.id where c.city = 'city 3' and c.name <> ''`;
    const before = await look(sql);
    expect(ofKind(before, 'nested loop')).toMatchObject({ remedy: ['ANALYZE customer'] });
    const after = await mended(before, 'nested loop', sql);
    expect(after.plan.nodes.map(({ type }) => type)).toContain('Hash Join');
    expect(ofKind(after, 'nested loop')).toBeUndefined();
  });

  it('nothing, where all is well', async () => {
    await postgres.exec('analyze');
    expect(kinds(await look('select * from purchase where id = 7'))).toEqual([]);
    expect(kinds(await look('select * from purchase limit 1'))).toEqual([]);
    expect(kinds(await look(`select city, count(*) from customer group by city`))).toEqual([]);
  });
});

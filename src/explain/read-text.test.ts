import { describe, expect, it } from 'vitest';
import { planOfRaw } from './plan-of-raw.ts';
import { readText } from './read-text.ts';

/** As psql prints it: header, rule and footer. */
const framed = `
                                                      QUERY PLAN
-----------------------------------------------------------------------------------------------------------------------
 Limit  (cost=197.15..197.17 rows=5 width=67) (actual time=8.245..8.252 rows=5.00 loops=1)
   Buffers: shared hit=74
   CTE big
     ->  HashAggregate  (cost=159.60..161.60 rows=200 width=12) (actual time=1.000..2.000 rows=10.00 loops=1)
           Group Key: a.b
           ->  Seq Scan on public.a  (cost=0.00..125.40 rows=6840 width=4) (actual time=0.071..0.900 rows=5000.00 loops=1)
                 Filter: (a.t <> '('::text)
                 Rows Removed by Filter: 40
   ->  Sort  (cost=197.15..197.90 rows=300 width=67) (actual time=8.240..8.245 rows=5.00 loops=1)
         Sort Key: a_1.t
         Sort Method: top-N heapsort  Memory: 26kB
         Buffers: shared hit=74
         ->  Hash Left Join  (cost=5.00..190.00 rows=300 width=67) (actual time=2.100..7.744 rows=300.00 loops=1)
               Hash Cond: (a_1.id = big.n)
               Buffers: shared hit=71 read=3, temp read=2 written=4
               ->  Parallel Index Scan Backward using a_pkey on a a_1  (cost=0.28..45.64 rows=3164 width=8) (never executed)
               ->  Hash  (cost=4.00..4.00 rows=200 width=12) (actual time=2.050..2.050 rows=10.00 loops=1)
                     Buckets: 1024  Batches: 1  Memory Usage: 9kB
                     ->  CTE Scan on big  (cost=0.00..4.00 rows=200 width=12) (actual time=1.001..2.010 rows=10.00 loops=1)
 Settings: work_mem = '64kB', search_path = 'it''s'
 Planning:
   Buffers: shared hit=12
 Planning Time: 0.250 ms
 Trigger for constraint c_a_id_fkey on c: time=4.333 calls=49
 Execution Time: 8.316 ms
(20 rows)
`;

describe('a plan in text', () => {
  const plan = planOfRaw(readText(framed));

  it('has the nodes that its indents say', () => {
    expect(plan.nodes.map(({ title, relationship, children }) => [title, relationship, children.length])).toEqual([
      ['Limit', null, 2],
      ['HashAggregate', 'cte', 1],
      ['Seq Scan', 'outer', 0],
      ['Sort', 'outer', 1],
      ['Hash Left Join', 'outer', 2],
      ['Parallel Index Scan Backward', 'outer', 0],
      ['Hash', 'inner', 1],
      ['CTE Scan', 'outer', 0],
    ]);
  });

  it('has what its lines say, each at its node', () => {
    const [, , scan, sort, join, index, hash] = plan.nodes;
    expect(scan).toMatchObject({
      source: { kind: 'table', schema: 'public', name: 'a', alias: 'a' },
      clauses: [{ name: 'Filter', text: "(a.t <> '('::text)" }],
      actual: { totalRows: 5000, removed: [{ by: 'Filter', rows: 40 }] },
    });
    expect(sort!.details).toMatchObject({ 'Sort Method': 'top-N heapsort', 'Sort Space Used': '26' });
    expect(join!.actual!.buffers).toMatchObject({ sharedHit: 71, sharedRead: 3, tempRead: 2, tempWritten: 4 });
    expect(index).toMatchObject({ indexName: 'a_pkey', source: { name: 'a', alias: 'a_1' }, actual: { loops: 0 } });
    expect(hash!.details).toMatchObject({ 'Hash Batches': '1', 'Peak Memory Usage': '9' });
  });

  it('has read no blocks where it says nothing of blocks, if it does so elsewhere', () => {
    expect(plan.nodes.map(({ actual }) => actual!.buffers!.sharedHit)).toEqual([74, 0, 0, 74, 71, 0, 0, 0]);
    expect(plan.root.actual!.wal).toBeNull();
    expect(planOfRaw(readText(framed.replaceAll(/^ +Buffers: .*$/gm, ''))).root.actual!.buffers).toBeNull();
  });

  it('has what is said below it', () => {
    expect(plan).toMatchObject({
      planningMs: 0.25,
      executionMs: 8.316,
      planningBuffers: { sharedHit: 12 },
      settings: { work_mem: '64kB', search_path: "it's" },
      triggers: [{ constraint: 'c_a_id_fkey', relation: 'c', calls: 49, ms: 4.333 }],
    });
  });

  it('is the same with lines that were broken, bars, and plus signs', () => {
    const wrapped = framed
      .replace('(actual time=0.071', '\n(actual time=0.071')
      .replace('(a_1.id = big.n)', '(a_1.id =\n big.n)');
    const barred = framed.replaceAll(/^ (.*)$/gm, '| $1 +|');
    expect(planOfRaw(readText(wrapped))).toEqual(plan);
    expect(planOfRaw(readText(barred))).toEqual(plan);
  });

  it('keeps what comes after a line whose end is missing', () => {
    const cut = framed.replace("(a.t <> '('::text)", '(a.t <> (now(').replace('Sort Key: a_1.t', 'Sort Key: f(a_1');
    const read = planOfRaw(readText(cut));
    expect(read.nodes.map(({ title }) => title)).toEqual(plan.nodes.map(({ title }) => title));
    expect(read).toMatchObject({ planningMs: 0.25, executionMs: 8.316, triggers: plan.triggers });
  });

  it.each([
    ['', 'There is no plan in this text.'],
    ['select 1', 'There is no plan in this text.'],
    ['Seq Scan on a  (cost=0.00..1.00 rows=1 width=4)\n->  nonsense <b>', 'Line 2'],
  ])('%j is refused in clear words', (text, message) => {
    expect(() => planOfRaw(readText(text))).toThrow(message);
  });
});

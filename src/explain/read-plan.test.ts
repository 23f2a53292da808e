import { describe, expect, it } from 'vitest';
import { readPlan } from './read-plan.ts';

const titlesOf = (pasted: string): readonly string[] => readPlan(pasted).nodes.map(({ title }) => title);

describe('what was pasted', () => {
  it.each([
    ['a node with nothing but its name', 'Seq Scan on a', ['Seq Scan']],
    ['a statement before one', 'explain (costs off) select * from a;\n Seq Scan on a', ['Seq Scan']],
    [
      'a statement in capitals',
      'EXPLAIN (COSTS OFF) DELETE FROM a\nWHERE id = 1;\nDelete on a\n  ->  Seq Scan on a',
      ['Delete', 'Seq Scan'],
    ],
    [
      'a part of a plan',
      '    ->  Sort  (cost=1.00..1.00 rows=1 width=4)\n          Sort Key: b\n          ->  Seq Scan on a  (cost=0.00..1.00 rows=1 width=4)',
      ['Sort', 'Seq Scan'],
    ],
    ['a node of JSON', '{"Node Type": "Limit", "Plans": [{"Node Type": "Seq Scan"}]}', ['Limit', 'Seq Scan']],
    [
      'a node that only another server has',
      'Gather Motion 3:1  (slice1)  (cost=0.00..1.00 rows=1 width=4)\n  ->  Seq Scan on a  (cost=0.00..1.00 rows=1 width=4)\n Optimizer: GPORCA',
      ['Gather Motion 3:1  (slice1)', 'Seq Scan'],
    ],
  ])('may be %s', (_, pasted, titles) => {
    expect(titlesOf(pasted)).toEqual(titles);
  });

  it('has the statement that a log tells with the plan', () => {
    const logged =
      'LOG:  duration: 1.1 ms  plan:\n\tQuery Text: select *\n\tfrom a\n\tSeq Scan on a  (cost=0.00..1.00 rows=1 width=4)';
    expect(readPlan(logged).queryText).toBe('select *\nfrom a');
  });

  it('is told from a statement, a mistake and another format', () => {
    expect(() => readPlan('select 1')).toThrow(
      'This is a statement, and no plan. Run EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)',
    );
    expect(() => readPlan('Sort  (cost=1.00..1.00 rows=1 width=4)\n  ->  nonsense')).toThrow(
      'Line 2 is no node of a plan: nonsense',
    );
    expect(() => readPlan('- Plan: \n    Node Type: "Sort"')).toThrow("This is EXPLAIN's YAML");
  });
});

/** What is no plan, or pretends to be one: a sentence for whoever has pasted it, and nothing else. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlanError } from '../src/explain/plan-error.ts';
import type { Plan } from '../src/explain/plan.ts';
import { readPlan } from '../src/explain/read-plan.ts';
import { walkOf } from '../src/explain/walk.ts';
import { unfitNumbers } from './support/plan-numbers.ts';
import { planFiles } from './support/plan-files.ts';

/** A plan, or what was said instead. @throws what is neither */
function outcome(pasted: string): Plan | string {
  try {
    const plan = readPlan(pasted);
    const unfit = unfitNumbers(plan, -1e300);
    if (unfit.length > 0) throw new Error(unfit.join());
    if (walkOf(plan).length > plan.nodes.length) throw new Error('The walk goes through a node twice.');
    return plan;
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    if (error.message.length > 300) throw new Error(`Nobody reads as much: ${error.message}`, { cause: error });
    return error.message;
  }
}

const said = (pasted: string): string => {
  const told = outcome(pasted);
  expect(typeof told).toBe('string');
  return told as string;
};

const json = (plan: object): string => JSON.stringify([{ Plan: plan }]);
const scan = { 'Node Type': 'Seq Scan', 'Actual Loops': 1, 'Actual Rows': 1, 'Total Cost': 1, 'Plan Rows': 1 };
const longest = (ending: string) =>
  planFiles.filter(({ file }) => file.endsWith(ending)).toSorted((a, b) => b.text.length - a.text.length)[0]!.text;

describe('what is no plan', () => {
  it.each([
    ['', 'There is nothing in this.'],
    [' \n\t\u00a0\r\n', 'There is nothing in this.'],
    ['42', 'There is no plan in this text.'],
    ['null', 'There is no plan in this text.'],
    ['[]', 'This JSON has no "Plan".'],
    ['{}', 'This JSON has no "Plan".'],
    ['[[], {"Plan": []}]', 'This JSON has no "Plan".'],
    ['{"Plan": 1}', 'This JSON has no "Plan".'],
    ['{"Plan": {"Node Type": ["Seq Scan"]}}', 'A node of this plan has no "Node Type".'],
    ['{"Plan": {"Node Type": "A", "Plans": [{"Node Type": ""}]}}', 'A node of this plan has no "Node Type".'],
    ['select * from orders', 'This is a statement, and no plan. Run EXPLAIN'],
    ['ERROR:  relation "ordres" does not exist\nLINE 1: explain select', 'There is no plan in this text.'],
    ['<explain xmlns="http://www.postgresql.org/2009/explain">\n<Query>', "This is EXPLAIN's XML"],
    ['- Plan: \n    Node Type: "Seq Scan"\n    Alias: "o"', "This is EXPLAIN's YAML"],
    [
      'Seq Scan on a  (cost=0.00..1.00 rows=1 width=4)\nSeq Scan on b  (cost=0.00..1.00 rows=1 width=4)',
      'Line 2 begins another plan',
    ],
    [
      'Sort  (cost=1.00..1.00 rows=1 width=4)\n(1 row)\n\nSort  (cost=1.00..1.00 rows=1 width=4)',
      'Line 4 begins another plan.',
    ],
    [`${json(scan)}\n${json(scan)}`, 'There is more than one plan in this JSON.'],
    ['[{"Plan": {"Node Type": "A"}}, {"Plan": {"Node Type": "B"}}]', 'There is more than one plan in this JSON.'],
    [
      'Sort  (cost=1.00..1.00 rows=1 width=4)\n->  Seq Scan on a  (cost=0.00..1.00 rows=1 width=4)',
      'Line 2 is not indented below the first node.',
    ],
    [
      'Sort  (cost=1.00..1.00 rows=1 width=4)\n  ->  Seq Scan on a  (cost=cheap rows=1 width=4)',
      'Line 2 is no node of a plan: Seq Scan on a  (cost=cheap',
    ],
    [
      'Sort  (cost=1.00..1.00 rows=1 width=4)\n  Plans: 5',
      'Line 2 is neither a node of a plan nor a property of one: Plans: 5',
    ],
    [
      '[\n  {\n    "Plan": {\n      "Node Type": "Sort"\n      "Alias": "o"\n    }\n  }\n]',
      'Line 5 is no JSON: a comma or "}" should come where it has "Alias"',
    ],
    ['[\n  {\n    "Plan": {\n      "Node Type": "Sort",\n', 'The "{" of line 3 is never closed.'],
    ['[{"Plan": {"Node Type": "Sort", "Total Cost": 007}}]', 'Line 1 is no JSON'],
    ['[{"Plan": {"Node Type": "So\\xrt"}}]', 'Line 1 has "\\x", which JSON does not know.'],
  ])('%j is refused in clear words', (pasted, message) => {
    expect(said(pasted)).toContain(message);
  });

  it.each([
    ['JSON', longest('.json')],
    ['text', longest('.txt')],
  ])('is said of %s that was cut off, wherever', (_, text) => {
    const outcomes = [];
    for (let end = 0; end < text.length; end += 50) outcomes.push(outcome(text.slice(0, end)));
    expect(outcomes.length).toBeGreaterThan(90);
    expect(outcomes.filter((told) => typeof told === 'string').length).toBeGreaterThan(2);
  });

  it('is said of too much of anything', () => {
    const deep = (levels: number): string =>
      `${'{"Node Type": "Limit", "Plans": ['.repeat(levels)}{"Node Type": "Result"}${']}'.repeat(levels)}`;
    expect(said(`{"Plan": ${deep(10_000)}}`)).toMatch(/deep, which no (plan|query) is/);
    expect(said(`{"Plan": ${deep(520)}}`)).toMatch(/more than 500 levels deep/);
    expect(outcome(`{"Plan": ${deep(400)}}`)).toHaveProperty('root.title', 'Limit');
    expect(said(`{"Plan": {"Node Type": "A", "Filter": ${'['.repeat(100_000)}${']'.repeat(100_000)}}}`)).toMatch(
      /deep/,
    );
    expect(said('['.repeat(1_000_000))).toMatch(/deep/);
    expect(
      said(`{"Plan": {"Node Type": "Append", "Plans": [${`${JSON.stringify(scan)},`.repeat(99_999)}{}]}}`),
    ).toMatch(/5,000,000 here|more than 5,000 nodes/);
    expect(said(`{"Plan": {"Node Type": "Append", "Plans": [${'{"Node Type":"A"},'.repeat(99_999)}{}]}}`)).toMatch(
      /more than 5,000 nodes/,
    );
    const nodes = Array.from(
      { length: 2_000 },
      (_, depth) => `${' '.repeat(depth)}->  Limit  (cost=1.00..1.00 rows=1 width=4)`,
    );
    expect(said(nodes.join('\n'))).toMatch(/more than 500 levels deep/);
    expect(said('x'.repeat(5_000_001))).toMatch(/5,000,001 characters long/);
  });
});

describe('a plan that was made to break something', () => {
  it.each(
    [1e308, 1e300, 1e100, -1, -1e308, 0, 5e-324, 0.1, null, '1', '1e999', [], {}, true].map((claim) => ({ claim })),
  )('has no number that cannot be shown where $claim is claimed', ({ claim }) => {
    const keys = [
      'Actual Loops',
      'Actual Rows',
      'Actual Total Time',
      'Actual Startup Time',
      'Total Cost',
      'Startup Cost',
    ];
    const more = [
      'Plan Rows',
      'Plan Width',
      'Shared Hit Blocks',
      'Rows Removed by Filter',
      'Workers Planned',
      'WAL Records',
    ];
    const claims = Object.fromEntries(
      [...keys, ...more, 'I/O Read Time', 'Sort Space Used', 'Hash Batches'].map((key) => [key, claim]),
    );
    for (const type of ['Nested Loop', 'Gather', 'Append', 'Limit', 'Hash']) {
      const inner = { ...scan, ...claims, 'Parent Relationship': 'Inner' };
      const outer = {
        ...scan,
        ...claims,
        'Parent Relationship': 'Outer',
        Plans: [{ ...inner, 'Parent Relationship': 'SubPlan', 'Subplan Name': 'SubPlan 1' }],
      };
      for (const root of [scan, { ...scan, ...claims }])
        expect(outcome(json({ ...root, 'Node Type': type, Plans: [outer, inner] }))).toHaveProperty('root.type', type);
    }
  });

  it('has no number that no number can hold', () => {
    expect(
      outcome('{"Plan": {"Node Type": "A", "Actual Loops": 1e999, "Total Cost": -1e999, "Plan Rows": 1e400}}'),
    ).toMatchObject({ isAnalysed: false });
    expect(said('{"Plan": {"Node Type": "A", "Actual Loops": NaN}}')).toContain(
      'Line 1 is no JSON: a value should come where it has NaN',
    );
    const nines = '9'.repeat(400);
    expect(
      outcome(
        `Sort  (cost=0.00..${nines}.00 rows=${nines} width=4) (actual time=0.000..${nines}.000 rows=${nines} loops=${nines})`,
      ),
    ).toHaveProperty('root.type', 'Sort');
  });

  it('keeps HTML, control characters and long names as they are, for the page to escape', () => {
    const name = `<img src=x onerror=alert(1)>\u0000\u001b[31m\u202e"'&\\`;
    const plan = outcome(
      json({ ...scan, 'Relation Name': name, Alias: 'x'.repeat(100_000), Filter: `<script>${name}` }),
    ) as Plan;
    expect(plan.root.source).toMatchObject({ name, alias: 'x'.repeat(100_000) });
    expect(plan.root.clauses).toEqual([{ name: 'Filter', text: `<script>${name}` }]);
    expect(outcome(`Seq Scan on "<b>${'y'.repeat(100_000)}</b>"  (cost=0.00..1.00 rows=1 width=4)`)).toHaveProperty(
      'root.source.name',
      `<b>${'y'.repeat(100_000)}</b>`,
    );
  });

  it.each([' ', '(', '"', '|', ' (cost=', '.a.', '\\"', '{"', '[', '"Plan":'])(
    'is read in a time that does not grow with its square: %j',
    (filler) => {
      const many = filler.repeat(200_000 / filler.length);
      expect(outcome(`Sort  (cost=1.00..1.00 rows=1 width=4)\n  Filter: ${many} x`)).toHaveProperty(
        'root.type',
        'Sort',
      );
      const outcomes = new Set(['string', 'object']);
      expect(outcomes).toContain(typeof outcome(`Sort ${many.replaceAll(filler, `${filler}\n`)} x`));
    },
    // A square of it takes longer by far, also on a fast machine.
    5_000,
  );

  it.each(['InitPlan 1 (returns ,$0)', 'InitPlan 1 (returns $)', 'InitPlan ((', 'CTE '])(
    'may call a subplan %j',
    (name) => {
      const subplan = { 'Node Type': 'Result', 'Parent Relationship': 'InitPlan', 'Subplan Name': name };
      expect(readPlan(JSON.stringify([{ Plan: { 'Node Type': 'Result', Plans: [subplan] } }])).nodes).toHaveLength(2);
    },
  );

  it('cannot reach the prototypes of anything', () => {
    const hostile = `{"Plan": {"Node Type": "Aggregate", "Strategy": "constructor", "__proto__": {"polluted": 1, "Actual Loops": 1},
      "constructor": {"prototype": {"polluted": 1}}, "toString": 1, "Plans": [{"Node Type": "__proto__", "__proto__": null, "toString": {"a": []}}]},
      "Settings": {"__proto__": {"polluted": 1}, "constructor": "x"}, "__proto__": {"JIT": {}}}`;
    const plan = outcome(hostile) as Plan;
    expect(plan.nodes.map(({ title }) => title)).toEqual(['Aggregate', '__proto__']);
    expect(plan).toMatchObject({ isAnalysed: false, jit: null });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    const text =
      "Sort  (cost=1.00..1.00 rows=1 width=4)\n  Constructor: 1\n  ToString: 2\nSettings: __proto__ = '1', constructor = '2'";
    expect((outcome(text) as Plan).settings['constructor']).toBe('2');
    expect(({} as Record<string, unknown>)['1']).toBeUndefined();
  });

  it('is read where objects are lists, lists are objects, and a key comes twice', () => {
    expect(
      outcome('{"Plan": {"Node Type": "A", "Plans": {"Node Type": "B"}, "Workers": {}, "Sort Key": {"a": [1]}}}'),
    ).toHaveProperty('nodes.length', 1);
    expect(
      outcome('{"Plan": {"Node Type": "A", "Plans": [[{"Node Type": "B"}], null, 1, {"Node Type": "C"}]}}'),
    ).toHaveProperty('nodes.1.type', 'C');
    expect(
      outcome(
        '{"Plan": {"Node Type": "A", "Node Type": "B"}, "Triggers": {}, "JIT": [], "Settings": [], "Planning": 1}',
      ),
    ).toHaveProperty('root.type', 'B');
  });

  it('has numbers that can be shown, whatever its nodes claim each for itself', () => {
    const claim = fc.constantFrom(0, 1, 3, 1e-3, 5e-324, 1e-99, 1e99, 1e100, 1e308, -1);
    const keys = [
      'Actual Loops',
      'Actual Rows',
      'Actual Total Time',
      'Total Cost',
      'Plan Rows',
      'Shared Hit Blocks',
      'I/O Read Time',
    ];
    const name = fc.constantFrom('SubPlan 1', 'InitPlan 1', 'InitPlan 2 (returns $0,$1)', 'CTE a', '');
    const { node } = fc.letrec<{ node: object }>((tie) => ({
      node: fc
        .record({
          'Node Type': fc.constantFrom('Nested Loop', 'Gather', 'Append', 'CTE Scan', 'Materialize', 'Limit', 'Sort'),
          'Parent Relationship': fc.constantFrom('Outer', 'Inner', 'SubPlan', 'InitPlan', 'Member', 'Nobody'),
          'Subplan Name': name,
          'CTE Name': fc.constantFrom('a', 'b'),
          Filter: fc.constantFrom('(InitPlan 1).col1', '$0', '(hashed SubPlan 1)', '(SubPlan 1)'),
          claims: fc.tuple(...keys.map(() => claim)),
          Plans: fc.oneof({ maxDepth: 4 }, fc.constant([]), fc.array(tie('node'), { maxLength: 3 })),
        })
        .map(({ claims, ...rest }) => ({ ...rest, ...Object.fromEntries(keys.map((key, at) => [key, claims[at]])) })),
    }));
    const isPlan = fc.property(node, (root) => typeof outcome(json(root)) === 'object');
    expect(fc.check(isPlan, { numRuns: 1_500 })).toMatchObject({ failed: false, counterexample: null });
  });

  it('is read or refused, and nothing else, whatever was changed in it', () => {
    const plans = planFiles.filter(({ text }) => text.length < 6_000).map(({ text }) => text);
    const bits = fc.constantFrom(
      '"',
      '{',
      '}',
      '[',
      ']',
      '->',
      '(',
      ')',
      ':',
      '\n',
      '    ',
      ',$',
      '1e999',
      '-',
      '|',
      '+',
      '"Plan": {',
      'SubPlan 1',
      'InitPlan 1 (returns ,$0)',
      'CTE x',
      '__proto__',
      '\\',
      'NaN',
      'Worker 0:  ',
      'Plans: 1',
      "'",
    );
    const change = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      drops: fc.nat(40),
      puts: fc.oneof(bits, fc.string({ maxLength: 8 })),
    });
    let read = 0;
    fc.assert(
      fc.property(fc.constantFrom(...plans), fc.array(change, { minLength: 1, maxLength: 4 }), (plan, changes) => {
        let text = plan;
        for (const { at, drops, puts } of changes) {
          const from = Math.floor(at * text.length);
          text = text.slice(0, from) + puts + text.slice(from + drops);
        }
        if (typeof outcome(text) !== 'string') read++;
      }),
      { numRuns: 1_500 },
    );
    expect(read).toBeGreaterThan(100);
  }, 60_000);
});

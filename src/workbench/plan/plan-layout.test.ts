import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Raw } from '../../explain/read-json.ts';
import { as, planOf, rawNode } from './plan.fixture.ts';
import { type Box, box, planLayout } from './plan-layout.ts';
import { rowsLayout } from './rows-layout.ts';

const chain = (length: number): Raw =>
  length === 1 ? rawNode('Seq Scan') : rawNode('Sort', {}, { ...chain(length - 1), ...as('Outer') });

const append = (count: number): Raw =>
  rawNode('Append', {}, ...Array.from({ length: count }, () => rawNode('Seq Scan', as('Member'))));

/** A tree of as many nodes as there are numbers, and one: each says under which of those before it the next one stands. */
function treeOf(parents: readonly number[]): Raw {
  const children: number[][] = [[], ...parents.map((): number[] => [])];
  for (const [at, parent] of parents.entries()) children[parent % (at + 1)]!.push(at + 1);
  const kinds = ['Outer', 'Inner', 'Member', 'SubPlan'];
  const build = (at: number): Raw =>
    rawNode('Result', as(kinds[at % kinds.length]!, `SubPlan ${at}`), ...children[at]!.map(build));
  return build(0);
}

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe('boxes', () => {
  it('never lie over each other nor out of the picture, and stand below their parents, in any tree of 1 to 200 nodes', () => {
    const parents = fc.array(fc.nat(1_000), { minLength: 0, maxLength: 199, size: 'max' });
    fc.assert(
      fc.property(parents, (drawn) => {
        const plan = planOf(treeOf(drawn));
        const { boxes, width, height } = planLayout(plan);
        expect(boxes).toHaveLength(plan.nodes.length);
        for (const [at, one] of boxes.entries()) {
          expect(one.x >= 0 && one.y >= 0 && one.x + one.width <= width && one.y + one.height <= height).toBe(true);
          expect(boxes.findIndex((other, index) => index > at && overlap(one, other))).toBe(-1);
        }
        for (const node of plan.nodes)
          for (const child of node.children) expect(boxes[child.index]!.y).toBeGreaterThan(boxes[node.index]!.y);
      }),
      { numRuns: 60 },
    );
  });

  it('of a chain of 60 are a straight line', () => {
    const { boxes, width } = planLayout(planOf(chain(60)));
    expect(new Set(boxes.map(({ x }) => x)).size).toBe(1);
    expect(width).toBeLessThan(box.width + 50);
  });

  it('of 50 members are wrapped, in their order, into about the shape of a window', () => {
    const { boxes, width, height } = planLayout(planOf(append(50)));
    expect(width / height).toBeGreaterThan(0.8);
    expect(width / height).toBeLessThan(2.5);
    const members = boxes.slice(1);
    expect(members).toEqual(members.toSorted((a, b) => a.y - b.y || a.x - b.x));
  });

  it('of a join stand so that its outer side is straight below it, and a CTE to the left of that', () => {
    const plan = planOf(
      rawNode(
        'Hash Join',
        {},
        rawNode('Aggregate', as('InitPlan', 'CTE totals')),
        rawNode('CTE Scan', { ...as('Outer'), 'CTE Name': 'totals', Alias: 'totals' }),
        rawNode('Hash', as('Inner'), rawNode('Seq Scan', as('Outer'))),
      ),
    );
    const { boxes, edges } = planLayout(plan);
    const [join, cte, outer, inner] = boxes;
    expect(outer!.x).toBe(join!.x);
    expect(cte!.x).toBeLessThan(outer!.x);
    expect(inner!.x).toBeGreaterThan(outer!.x);
    expect(edges.filter(({ from }) => from === 1).map(({ to, kind }) => [to, kind])).toEqual([
      [0, 'printed'],
      [2, 'asked'],
    ]);
  });
});

describe('rows', () => {
  it('stand one below the other, and leave most of a narrow frame to the words, however deep the tree', () => {
    const parents = fc.array(fc.nat(1_000), { minLength: 0, maxLength: 199, size: 'max' });
    fc.assert(
      fc.property(parents, fc.boolean(), (drawn, deep) => {
        const plan = planOf(treeOf(deep ? drawn.map((_, at) => at - (at % 2)) : drawn));
        const { boxes, dots } = rowsLayout(plan, 358);
        expect(new Set(boxes.map(({ y }) => y)).size).toBe(plan.nodes.length);
        for (const { x } of dots) expect(x).toBeLessThan(358 * 0.4);
      }),
      { numRuns: 60 },
    );
  });

  it('of a chain are not indented, and those of siblings are', () => {
    expect(new Set(rowsLayout(planOf(chain(60)), 358).dots.map(({ x }) => x)).size).toBe(1);
    const { dots } = rowsLayout(planOf(append(2)), 358);
    expect(dots[1]!.x).toBeGreaterThan(dots[0]!.x);
    expect(dots[2]!.x).toBe(dots[1]!.x);
  });
});

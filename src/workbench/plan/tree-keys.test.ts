import { expect, it, test } from 'vitest';
import { as, planOf, rawNode } from './plan.fixture.ts';
import { nodeForKey } from './tree-keys.ts';

/** 0 Sort, 1 Hash Join, 2 Seq Scan, 3 Hash, 4 Index Scan. */
const plan = planOf(
  rawNode(
    'Sort',
    {},
    rawNode(
      'Hash Join',
      as('Outer'),
      rawNode('Seq Scan', as('Outer')),
      rawNode('Hash', as('Inner'), rawNode('Index Scan', as('Outer'))),
    ),
  ),
);

test.each([
  ['ArrowDown', 2, 3],
  ['ArrowDown', 4, null],
  ['ArrowUp', 3, 2],
  ['ArrowUp', 0, null],
  ['ArrowRight', 1, 2],
  ['ArrowRight', 4, null],
  ['ArrowLeft', 3, 1],
  ['ArrowLeft', 0, null],
  ['Home', 3, 0],
  ['End', 1, 4],
  ['x', 1, null],
] as const)('%s at %i leads to %s', (key, at, to) => {
  expect(nodeForKey(plan, at, key)).toBe(to);
});

it('goes down through all nodes in the order in which EXPLAIN prints them', () => {
  const visited: string[] = [];
  for (let at: number | null = 0; at !== null; at = nodeForKey(plan, at, 'ArrowDown'))
    visited.push(plan.nodes[at]!.title);
  expect(visited).toEqual(['Sort', 'Hash Join', 'Seq Scan', 'Hash', 'Index Scan']);
});

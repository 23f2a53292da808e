import { expect, it, test } from 'vitest';
import type { Step } from '../../explain/step.ts';
import { as, planOf, rawNode } from './plan.fixture.ts';
import { atNode, isAtStep, moved, moveForKey, startOf } from './walk-place.ts';

const plan = planOf(
  rawNode(
    'Append',
    {},
    rawNode('Seq Scan', { ...as('Member'), 'Actual Loops': 0 }),
    rawNode('Index Scan', as('Member')),
  ),
);
/** The index scan, then the Append. */
const steps = [2, 0].map((node): Step => ({ node: plan.nodes[node]!, does: '', happened: [], expected: [] }));

it('goes from the first step to the last, back again, and no further', () => {
  const start = startOf(steps);
  expect(start).toEqual({ step: 0, node: 2 });
  expect(moved(steps, start, 'back')).toEqual(start);
  const last = moved(steps, start, 'forward');
  expect(last).toEqual({ step: 1, node: 0 });
  expect(moved(steps, last, 'forward')).toEqual(last);
  expect(moved(steps, last, 'first')).toEqual(start);
  expect(moved(steps, start, 'last')).toEqual(last);
});

it('goes on from where it was after a look at a node that was never executed', () => {
  const aside = atNode(steps, startOf(steps), 1);
  expect(aside).toEqual({ step: 0, node: 1 });
  expect(isAtStep(steps, aside)).toBe(false);
  expect(moved(steps, aside, 'forward')).toEqual({ step: 1, node: 0 });
  expect(atNode(steps, aside, 0)).toEqual({ step: 1, node: 0 });
});

it('has a place where there are no steps', () => {
  expect(startOf([])).toEqual({ step: 0, node: 0 });
  expect(moved([], startOf([]), 'forward')).toEqual({ step: 0, node: 0 });
});

const plain = { ctrlKey: false, metaKey: false, altKey: false };
test.each([
  ['PageDown', 'forward'],
  ['PageUp', 'back'],
  ['n', 'forward'],
  ['P', 'back'],
  ['ArrowDown', null],
])('%s means %s', (key, move) => {
  expect(moveForKey({ key, ...plain })).toBe(move);
});

it("leaves the browser's own keys alone", () => {
  expect(moveForKey({ key: 'n', ...plain, ctrlKey: true })).toBeNull();
  expect(moveForKey({ key: 'p', ...plain, metaKey: true })).toBeNull();
});

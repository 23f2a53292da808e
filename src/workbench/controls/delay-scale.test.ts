import fc from 'fast-check';
import { expect, test } from 'vitest';
import { delayAt, delayPosition, delaySteps } from './delay-scale.ts';

test('the scale runs from nothing to a minute', () => {
  expect(delayAt(0)).toBe(0);
  expect(delayAt(1)).toBe(10);
  expect(delayAt(delaySteps)).toBe(60_000);
});

test('every position is a longer delay than the one before, and is found again', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: delaySteps }), (position) => {
      expect(delayAt(position)).toBeGreaterThan(delayAt(position - 1));
      expect(delayPosition(delayAt(position))).toBe(position);
    }),
  );
});

test('a delay beyond the scale stands at its end', () => {
  expect(delayPosition(600_000)).toBe(delaySteps);
  expect(delayPosition(1)).toBe(1);
});

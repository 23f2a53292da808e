import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isWhole, leastSpan, shownSight, wholeRun, within, zoomed, type Sight } from './sight.ts';

/** Evenly spread: most of the doubles between 0 and 1 are next to 0. */
const share = fc.integer({ min: 0, max: 10_000 }).map((parts) => parts / 10_000);
const sight: fc.Arbitrary<Sight> = fc
  .record({ from: share, span: fc.double({ min: 0.01, max: 1, noNaN: true }), heldAt: fc.constant(null) })
  .map(within);

test('zooming keeps what is under the pointer where it is, as far as the run goes', () => {
  fc.assert(
    fc.property(sight, share, fc.double({ min: 0.2, max: 5, noNaN: true }), (before, at, factor) => {
      const around = before.from + at * before.span;
      const after = zoomed(before, factor, around, 1_000);
      expect(after.from).toBeGreaterThanOrEqual(0);
      expect(after.from + after.span).toBeLessThanOrEqual(1 + 1e-9);
      const atAnEnd = after.from < 1e-9 || after.from + after.span > 1 - 1e-9;
      expect(atAnEnd || Math.abs((around - after.from) / after.span - at) < 1e-6).toBe(true);
    }),
  );
});

test('zooming ends at the whole run on one side and at a few moments on the other', () => {
  expect(isWhole(zoomed({ from: 0.4, span: 0.5, heldAt: null }, 0.1, 0.5, 100))).toBe(true);
  expect(zoomed(wholeRun, 1_000, 0.5, 100).span).toBe(leastSpan(100));
  expect(leastSpan(3)).toBe(1);
});

test('the cursor is in sight wherever it goes, and the picture moves no more than it must', () => {
  fc.assert(
    fc.property(sight, share, (chosen, position) => {
      const { from, span } = shownSight(chosen, 7, position);
      expect(position).toBeGreaterThanOrEqual(from - 1e-9);
      expect(position).toBeLessThanOrEqual(from + span + 1e-9);
      const inside = position > chosen.from + chosen.span * 0.2 && position < chosen.from + chosen.span * 0.8;
      expect(!inside || Math.abs(from - chosen.from) < 1e-9).toBe(true);
    }),
  );
});

test('a cursor that leaves what is in sight takes it along, and is 12% of it from the edge', () => {
  const chosen: Sight = { from: 0.4, span: 0.2, heldAt: null };
  const fromWith = (position: number) => shownSight(chosen, 7, position).from;
  expect(fromWith(0.5)).toBe(0.4);
  expect(fromWith(0.3)).toBeCloseTo(0.3 - 0.12 * 0.2, 9);
  expect(fromWith(0.7)).toBeCloseTo(0.7 - 0.88 * 0.2, 9);
});

test('what was chosen by hand stays until the cursor moves, and is there again when it comes back', () => {
  const chosen: Sight = { from: 0.8, span: 0.1, heldAt: 4 };
  expect(shownSight(chosen, 4, 0.1)).toEqual(chosen);
  expect(shownSight(chosen, 5, 0.1).from).toBeLessThan(0.1);
  expect(shownSight(chosen, 4, 0.1)).toEqual(chosen);
});

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { sizesWithFolds, sizesWithoutFolds } from './panel-sizes.ts';

const open = { lesson: 50, checks: 30, shop: 20 };

test('what is folded leaves its room to the others, in proportion', () => {
  expect(sizesWithFolds(open, ['lesson'])).toEqual({ lesson: 0, checks: 60, shop: 40 });
  expect(sizesWithFolds(open, [])).toEqual(open);
});

test('what was moved while another was folded stays in proportion when that one unfolds', () => {
  const moved = { lesson: 4, checks: 32, shop: 64 };
  const unfolded = sizesWithoutFolds(moved, ['lesson'], open);
  expect(unfolded['lesson']).toBe(50);
  expect(unfolded['shop']! / unfolded['checks']!).toBeCloseTo(2);
});

test('folding and unfolding leaves every size as it was', () => {
  const weights = fc.array(fc.integer({ min: 12, max: 60 }), { minLength: 2, maxLength: 5 });
  fc.assert(
    fc.property(weights, fc.nat(), (given, at) => {
      const sum = given.reduce((total, weight) => total + weight, 0);
      const before = Object.fromEntries(given.map((weight, index) => [`p${index}`, (weight * 100) / sum]));
      const folded = [`p${at % given.length}`];
      const after = sizesWithoutFolds(sizesWithFolds(before, folded), folded, before);
      for (const [id, size] of Object.entries(before)) expect(after[id]).toBeCloseTo(size);
    }),
  );
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rowDifference } from './row-difference.ts';

const row = fc.array(fc.option(fc.constantFrom('a', 'b', ''), { nil: null }), { minLength: 1, maxLength: 2 });
const rows = fc.array(row, { maxLength: 8 });

it('counts equal rows, tells null from the empty string, and ignores order', () => {
  expect(rowDifference([['1'], ['1'], [null]], [[''], ['1']])).toEqual({ missing: [['1'], [null]], extra: [['']] });
  expect(rowDifference([['1'], ['2']], [['2'], ['1']])).toEqual({ missing: [], extra: [] });
});

it('gives what must be added and taken away to make one answer the other', () => {
  const sorted = (of: readonly (readonly (string | null)[])[]) => of.map((r) => JSON.stringify(r)).toSorted();
  fc.assert(
    fc.property(rows, rows, (expected, actual) => {
      const { missing, extra } = rowDifference(expected, actual);
      expect(sorted([...actual, ...missing])).toEqual(sorted([...expected, ...extra]));
      expect(rowDifference(missing, extra)).toEqual({ missing, extra });
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { axisTicks } from './axis-ticks.ts';
import { timeScale } from './time-scale.ts';

const even = timeScale(Array.from({ length: 101 }, (_, nth) => nth * 100));

test('labels are round and begin with the start', () => {
  const labels = axisTicks(even, { from: 0, span: 1, width: 500 }).map(({ label }) => label);
  expect(labels).toEqual(['0 ms', '2,000 ms', '4,000 ms', '6,000 ms', '8,000 ms', '10 s']);
});

test('nearer there are more of them, and none is rounded to another moment', () => {
  const labels = axisTicks(even, { from: 0.5, span: 0.02, width: 500 }).map(({ label }) => label);
  expect(labels).toContain('5,040 ms');
  const late = timeScale([60_000, 60_010]);
  expect(axisTicks(late, { from: 0, span: 1, width: 500 }).map(({ label }) => label)).toContain('60.004 s');
});

test('labels have room, whatever the scale', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 600_000 }), { minLength: 2, maxLength: 40 }),
      fc.double({ min: 0, max: 0.9, noNaN: true }),
      fc.integer({ min: 200, max: 1_200 }),
      (times, from, width) => {
        fc.pre(new Set(times).size > 1);
        const ticks = axisTicks(timeScale(times), { from, span: 0.1, width });
        const gaps = ticks.slice(1).map(({ x }, nth) => x - ticks[nth]!.x);
        expect(Math.min(56, ...gaps)).toBe(56);
      },
    ),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timeScale } from './time-scale.ts';

const times = fc.array(fc.integer({ min: 0, max: 600_000 }), { minLength: 2, maxLength: 60 });

test('every moment has a place, in order, and each place its moment', () => {
  fc.assert(
    fc.property(times, (drawn) => {
      const scale = timeScale(drawn);
      const moments = [...new Set(drawn)].toSorted((a, b) => a - b);
      const positions = moments.map(scale.positionOf);
      fc.pre(moments.length > 1);
      expect([positions[0], positions.at(-1)]).toEqual([0, 1]);
      for (const [index, at] of moments.entries()) {
        expect(positions[index]!).toBeGreaterThan(positions[index - 1] ?? -1);
        expect(scale.timeAt(positions[index]!)).toBeCloseTo(at, 3);
      }
    }),
  );
});

test('what lies between two moments is drawn between them, and what lies outside at the ends', () => {
  const scale = timeScale([0, 100, 1_100]);
  expect(scale.positionOf(50)).toBeCloseTo(scale.positionOf(100) / 2);
  expect([scale.positionOf(-5), scale.positionOf(2_000)]).toEqual([0, 1]);
  expect([scale.timeAt(-1), scale.timeAt(2)]).toEqual([0, 1_100]);
});

test('a minute of waiting leaves room for the rest, and is told as a break', () => {
  const scale = timeScale([0, 100, 200, 60_200]);
  expect(scale.positionOf(200)).toBeGreaterThan(0.2);
  expect(scale.breaks).toEqual([{ from: scale.positionOf(200), to: 1 }]);
});

test('the shortest step is drawn as wide as one of 5 ms, so that it is seen', () => {
  const scale = timeScale([0, 1, 101, 106]);
  expect(scale.positionOf(1)).toBeCloseTo(1 - scale.positionOf(101), 9);
});

test('what is drawn at half of the scale is a break, and what is drawn a little larger is none', () => {
  const half = timeScale([0, 100, 700]);
  const [scaled, idle] = [half.positionOf(100), 1 - half.positionOf(100)];
  expect(idle / 600 / (scaled / 100)).toBeCloseTo(0.5, 9);
  expect(half.breaks).toEqual([{ from: scaled, to: 1 }]);
  expect(timeScale([0, 100, 699]).breaks).toEqual([]);
});

test('a run of one moment has one place', () => {
  const scale = timeScale([0]);
  expect([scale.positionOf(0), scale.timeAt(0.5), scale.breaks, scale.moments]).toEqual([0, 0, [], 1]);
});

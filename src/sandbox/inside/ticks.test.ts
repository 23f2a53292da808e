import { expect, test } from 'vitest';
import { Ticks } from './ticks.ts';

/** What was reported while `code` ran; it counts until it throws, as code without end is ended. */
function reportsOf(siteCount: number, code: (ticks: Ticks) => void, untilTotal = 5_000): number[] {
  const reports: number[] = [];
  const ticks = new Ticks(siteCount, { entered() {}, busy: (site) => void reports.push(site) });
  let total = 0;
  const tick = ticks.tick.bind(ticks);
  ticks.tick = (site) => {
    tick(site);
    if (++total === untilTotal) throw new Error('Killed.');
  };
  expect(() => code(ticks)).toThrow('Killed.');
  return reports;
}

const [outer, inner, helper] = [0, 1, 2] as const;

const loop = (ticks: Ticks, site: number, times: number, body: () => void = () => {}): void => {
  ticks.enter(site);
  for (let i = 0; i < times; i++) {
    ticks.tick(site);
    body();
  }
};

test('reports are few, however long it runs', () => {
  expect(reportsOf(3, (ticks) => loop(ticks, outer, Infinity), 100_000)).toHaveLength(13);
});

test.each([
  ['a loop around one that ends', outer, (t: Ticks) => loop(t, outer, Infinity, () => loop(t, inner, 100))],
  ['a loop in one that waits for it', inner, (t: Ticks) => loop(t, outer, 9, () => loop(t, inner, Infinity))],
  [
    'a loop behind one that has ended',
    inner,
    (t: Ticks) => {
      loop(t, outer, 2_000);
      loop(t, inner, Infinity);
    },
  ],
  [
    'a loop that calls a function more often than it comes round',
    outer,
    (t: Ticks) => loop(t, outer, Infinity, () => [1, 2, 3].forEach(() => t.tick(helper))),
  ],
  [
    'a function that calls itself, though it has a loop',
    helper,
    (t: Ticks) => {
      for (;;) {
        t.tick(helper);
        loop(t, inner, 50);
      }
    },
  ],
])('what never ends is named: %s', (_what, site, code) => {
  expect(reportsOf(3, code).at(-1)).toBe(site);
});

test('a new turn begins to count anew', () => {
  const reports: number[] = [];
  const ticks = new Ticks(3, { entered() {}, busy: (site) => void reports.push(site) });
  for (let turn = 0; turn < 100; turn++) {
    ticks.reset();
    loop(ticks, outer, 15);
  }
  expect(reports).toEqual([]);
});

test('what is entered for the first time in a turn is told at once, and not again', () => {
  const entered: number[] = [];
  const ticks = new Ticks(100, { entered: (site) => void entered.push(site), busy() {} });
  for (let turn = 0; turn < 2; turn++) {
    ticks.reset();
    ticks.tick(helper);
    loop(ticks, outer, 3, () => ticks.tick(helper));
  }
  expect(entered).toEqual([helper, outer, helper, outer]);
  ticks.reset();
  for (let site = 0; site < 100; site++) ticks.tick(site);
  expect(entered).toHaveLength(4 + 32);
});

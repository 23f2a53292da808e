import fc from 'fast-check';
import { expect, test } from 'vitest';
import { juiceShopTrace } from '../fixtures/juice-shop.fixture.ts';
import { defaultSettings } from '../../trace/settings.ts';
import { eventNear, runMapLayout } from './run-map-layout.ts';

const withDelay = (delayMs: number) =>
  juiceShopTrace({ settings: { ...defaultSettings, replication: { ...defaultSettings.replication, delayMs } } });

test('every moment has a place, in order, however long the delay', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 600_000 }), (delayMs) => {
      const trace = withDelay(delayMs);
      const { x } = runMapLayout(trace);
      expect(x[0]).toBe(0);
      expect(x.at(-1)).toBe(1);
      for (let index = 1; index < x.length; index++) {
        const later = trace[index]!.at > trace[index - 1]!.at;
        expect(x[index]! > x[index - 1]!).toBe(later);
      }
    }),
    { numRuns: 50 },
  );
});

test('a minute of waiting leaves room for the rest', () => {
  const trace = withDelay(60_000);
  const { x } = runMapLayout(trace);
  const first = trace.findIndex((event) => event.type === 'transaction applied');
  expect(x[first - 1]).toBeGreaterThan(0.5);
});

test('commits lead to where they were applied, and those of a paused replica nowhere', () => {
  expect(runMapLayout(withDelay(800)).commits.every(({ from, to }) => to !== null && to > from)).toBe(true);
  const paused = { ...defaultSettings, replication: { ...defaultSettings.replication, paused: true } };
  expect(runMapLayout(juiceShopTrace({ settings: paused })).commits.map(({ to }) => to)).toEqual([null, null]);
});

test('people who are planned have their lane before they come', () => {
  expect(runMapLayout(withDelay(0).slice(0, 1), ['Ana', 'Ben']).people).toEqual(['Ana', 'Ben']);
});

test('the standalone server has a lane in a lesson that has it', () => {
  const [start, ...rest] = withDelay(800);
  if (start?.type !== 'run started') throw new Error('A trace begins with its start.');
  const apart = { ...start, tables: { ...start.tables, standalone: [] } };
  expect(runMapLayout([start, ...rest]).nodes).toEqual(['primary', 'replica']);
  expect(runMapLayout([apart, ...rest]).nodes).toEqual(['primary', 'replica', 'standalone']);
});

test('pressing at an event moves to the last event of its moment', () => {
  const { x } = runMapLayout(withDelay(800));
  for (const position of x) expect(eventNear(x, position)).toBe(x.lastIndexOf(position));
  expect(eventNear(x, -1)).toBe(0);
  expect(eventNear(x, 2)).toBe(x.length - 1);
});

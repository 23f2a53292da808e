import { expect, test } from 'vitest';
import { defaultSettings } from '../../trace/settings.ts';
import { busyShopTrace } from '../fixtures/busy-shop.fixture.ts';
import { juiceShopTrace } from '../fixtures/juice-shop.fixture.ts';
import type { Frame } from './frame.ts';
import { pictureLabels } from './picture-labels.ts';
import { picturePaths } from './picture-paths.ts';
import { timelineLayout } from './timeline-layout.ts';

const whole: Frame = { from: 0, span: 1, width: 600 };
const juice = timelineLayout(juiceShopTrace());
const busy = timelineLayout(busyShopTrace(2_000));
const withReplication = (change: Partial<(typeof defaultSettings)['replication']>) => {
  const replication = { ...defaultSettings.replication, ...change };
  return timelineLayout(juiceShopTrace({ settings: { ...defaultSettings, replication } }));
};
const named = (layout = juice, frame = whole) => new Map(picturePaths(layout, frame).map(({ name, d }) => [name, d]));
const pieces = (d: string | undefined): number => d?.match(/M/g)?.length ?? 0;

test('all that look alike are one path, however long the run', () => {
  const names = picturePaths(busy, whole).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeLessThan(30);
});

test('a short run is drawn whole: each request, statement, commit and stale read', () => {
  const paths = named();
  expect(pieces(paths.get('request-answered'))).toBe(juice.requests.length - 1);
  expect(pieces(paths.get('request-failed'))).toBe(1);
  expect(pieces(paths.get('sent-stale'))).toBe(2);
  expect(pieces(paths.get('committed'))).toBe(2);
  expect(pieces(paths.get('applied'))).toBe(2);
  expect(pieces(paths.get('stale'))).toBe(2);
  expect(pieces(paths.get('lag'))).toBe(2);
});

test('a transaction waits on the stream, unless it is applied as it arrives', () => {
  expect(pieces(named().get('wait'))).toBe(2);
  expect(named(withReplication({ delayMs: 0 })).get('wait')).toBeUndefined();
});

test('a transaction goes down to the replica only where it is applied', () => {
  expect(pieces(named().get('wire'))).toBe(4);
  expect(pieces(named(withReplication({ paused: true })).get('wire'))).toBe(2);
});

test('what would be drawn on the same spot is drawn once', () => {
  const narrow = named(busy, { ...whole, width: 200 });
  const all = busy.marks.filter(({ look }) => look === 'ran-replica').length;
  expect(pieces(narrow.get('ran-replica'))).toBeLessThan(all / 1.2);
});

test('what is out of sight is not drawn', () => {
  const near: Frame = { from: 0.5, span: 0.01, width: 600 };
  const drawn = picturePaths(busy, near).reduce((sum, { d }) => sum + pieces(d), 0);
  expect(drawn).toBeGreaterThan(0);
  expect(drawn).toBeLessThan(picturePaths(busy, whole).reduce((sum, { d }) => sum + pieces(d), 0) / 10);
});

test('words stand where there is room, beside their mark and on nothing else', () => {
  const wide: Frame = { ...whole, width: 4_000 };
  expect(
    pictureLabels(juice, wide)
      .map(({ text }) => text)
      .toSorted(),
  ).toEqual(['0/1A2B30', '0/1A2C58', '404', 'stale', 'stale']);
  expect(pictureLabels(juice, { ...whole, width: 60 })).toEqual([]);
  for (const layout of [juice, busy]) {
    for (const width of [300, 600, 1_200]) {
      const labels = pictureLabels(layout, { ...whole, width });
      expect(labels.length).toBeLessThanOrEqual(40);
      for (const { x, text, anchor } of labels) {
        expect(anchor === 'start' ? x + text.length * 6 : x).toBeLessThanOrEqual(width);
        expect(anchor === 'start' ? x : x - text.length * 6).toBeGreaterThanOrEqual(0);
      }
    }
  }
});

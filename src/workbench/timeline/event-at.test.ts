import { expect, test } from 'vitest';
import { isStaleRead } from '../events/event-kind.ts';
import { juiceShopTrace } from '../fixtures/juice-shop.fixture.ts';
import { eventAt, eventNear } from './event-at.ts';
import { pixelOf, positionAt, type Frame } from './frame.ts';
import { timelineLayout } from './timeline-layout.ts';

const trace = juiceShopTrace();
const layout = timelineLayout(trace);
const frame: Frame = { from: 0, span: 1, width: 900 };
const xs = layout.places.map(({ x }) => x);
const at = (index: number, dx = 0) => {
  const { x, lane } = layout.places[index]!;
  return eventAt(trace, layout, frame, pixelOf(frame, x) + dx, layout.lanes.of(lane).middle);
};

test('pressing at an event moves to the last event of its moment', () => {
  for (const position of xs) expect(eventNear(layout, frame, pixelOf(frame, position))).toBe(xs.lastIndexOf(position));
  expect(eventNear(layout, frame, -50)).toBe(0);
  expect(eventNear(layout, frame, 5_000)).toBe(trace.length - 1);
});

test('pressing a little before a moment moves to the last of the events that share it', () => {
  const commit = trace.findIndex(({ type }) => type === 'transaction committed');
  const shared = xs[commit]!;
  expect(xs.indexOf(shared)).toBeLessThan(xs.lastIndexOf(shared));
  expect(eventNear(layout, frame, pixelOf(frame, shared) - 1)).toBe(xs.lastIndexOf(shared));
});

test('pressing between two moments moves to the nearer one, and zoomed in as well', () => {
  const near: Frame = { from: 0.4, span: 0.1, width: 900 };
  for (const { from, span, width } of [frame, near]) {
    for (let x = 10; x < width; x += 37) {
      const position = positionAt({ from, span, width }, x);
      const nearest = Math.min(...xs.map((other) => Math.abs(other - position)));
      expect(Math.abs(xs[eventNear(layout, { from, span, width }, x)]! - position)).toBeCloseTo(nearest, 9);
    }
  }
});

test('a mark is met a few px beside it, and nothing far from all', () => {
  const stale = trace.findIndex(isStaleRead);
  expect([at(stale), at(stale, 5), at(stale, -5)]).toEqual([stale, stale, stale]);
  expect(eventAt(trace, layout, frame, 850, layout.lanes.of('primary').middle)).toBeNull();
  expect(eventAt(trace, layout, frame, 100, layout.lanes.height + 20)).toBeNull();
});

test('of a statement and its commit on one spot it is the commit', () => {
  const commit = trace.findIndex(({ type }) => type === 'transaction committed');
  expect(at(commit - 1)).toBe(commit);
});

test('of a commit and a statement that follows it on one spot it is the commit still', () => {
  const commit = trace.findIndex(({ type }) => type === 'transaction committed');
  const followed = trace.toSpliced(commit + 1, 0, trace[commit - 1]!);
  const drawn = timelineLayout(followed);
  const { x, lane } = drawn.places[commit]!;
  expect(drawn.places[commit + 1]).toEqual({ x, lane });
  expect(eventAt(followed, drawn, frame, pixelOf(frame, x), drawn.lanes.of(lane).middle)).toBe(commit);
});

test('between its start and its answer it is the request', () => {
  const started = trace.findIndex(({ type }) => type === 'request started');
  const { index, lane, from, to } = layout.requests[0]!;
  expect(index).toBe(started);
  const near: Frame = { from, span: to - from, width: 900 };
  const { middle } = layout.lanes.of(lane);
  expect(eventAt(trace, layout, near, 450, middle)).toBe(started);
});

test('on the stream it is the transaction that waits there', () => {
  const received = trace.findIndex(({ type }) => type === 'transaction received');
  const applied = trace.findIndex(({ type }) => type === 'transaction applied');
  const middle = pixelOf(frame, (xs[received]! + xs[applied]!) / 2);
  expect(eventAt(trace, layout, frame, middle, layout.lanes.of('stream').middle)).toBe(received);
});

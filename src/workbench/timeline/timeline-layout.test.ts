import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Trace, TraceEvent } from '../../trace/events.ts';
import { virtualMs } from '../../trace/ids.ts';
import { defaultSettings } from '../../trace/settings.ts';
import { viewAt } from '../../trace/view.ts';
import { busyShopTrace } from '../fixtures/busy-shop.fixture.ts';
import { juiceShopTrace } from '../fixtures/juice-shop.fixture.ts';
import { timelineLayout } from './timeline-layout.ts';

const withReplication = (change: Partial<(typeof defaultSettings)['replication']>) =>
  juiceShopTrace({ settings: { ...defaultSettings, replication: { ...defaultSettings.replication, ...change } } });
const trace = withReplication({});

test('every moment has a place, in order, however long the delay', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 600_000 }), (delayMs) => {
      const delayed = withReplication({ delayMs });
      const { places } = timelineLayout(delayed);
      expect([places[0]!.x, places.at(-1)!.x]).toEqual([0, 1]);
      for (let index = 1; index < places.length; index++) {
        const later = delayed[index]!.at > delayed[index - 1]!.at;
        expect(places[index]!.x > places[index - 1]!.x).toBe(later);
      }
    }),
    { numRuns: 50 },
  );
});

test('the lanes are the people, those who are planned too, then the way of a change', () => {
  const names = (planned?: readonly string[]) => timelineLayout(trace, planned).lanes.all.map(({ name }) => name);
  expect(names()).toEqual(['Ana', 'Ben', 'primary', 'stream', 'replica', 'lag']);
  expect(names(['Dan', 'Ben'])).toEqual(['Dan', 'Ben', 'Ana', 'primary', 'stream', 'replica', 'lag']);
});

test('the standalone server has a lane in a lesson that has it', () => {
  const [start, ...rest] = trace;
  if (start?.type !== 'run started') throw new Error('A trace begins with its start.');
  const apart = { ...start, tables: { ...start.tables, standalone: [] } };
  expect(timelineLayout([apart, ...rest]).lanes.all.at(-1)!.name).toBe('standalone');
});

test('a person who is called as a node is has a lane of their own', () => {
  expect(timelineLayout(trace, ['primary']).lanes.all.filter(({ name }) => name === 'primary')).toHaveLength(2);
});

test('a request is a bar from its start to its answer, and what failed looks so', () => {
  const { requests, scale } = timelineLayout(trace);
  expect(requests).toHaveLength(trace.filter(({ type }) => type === 'request responded').length);
  const failed = requests.filter(({ look }) => look === 'failed');
  expect(failed.map(({ from, to }) => [scale.timeAt(from), scale.timeAt(to)].map(Math.round))).toEqual([[764, 808]]);
});

test('a request that nobody answers lasts to the end of the run', () => {
  const unanswered = trace.filter(({ type }) => type !== 'request responded');
  const { requests } = timelineLayout(unanswered);
  expect(requests).toHaveLength(trace.filter(({ type }) => type === 'request started').length);
  expect(requests.every(({ look, to }) => look === 'open' && to === 1)).toBe(true);
});

test('a query goes from the person to the node and back, later each time', () => {
  const { queries } = timelineLayout(trace);
  expect(queries).toHaveLength(trace.filter(({ type }) => type === 'query ran').length);
  for (const { sent, ran, answered } of queries) {
    expect(ran).toBeGreaterThan(sent);
    expect(answered).toBeGreaterThan(ran);
  }
  expect(queries.filter(({ look }) => look === 'stale')).toHaveLength(2);
});

test('a statement of a console comes from no person: it is a mark at its node', () => {
  const typed = trace.map((event): TraceEvent =>
    event.type === 'query ran' && event.node === 'primary' ? { ...event, client: { kind: 'console' } } : event,
  );
  const { queries, marks } = timelineLayout(typed);
  expect(queries.some(({ node }) => node === 'primary')).toBe(false);
  expect(marks.filter(({ look }) => look === 'console').map(({ lane }) => lane)).toEqual(['primary', 'primary']);
});

test('a transaction travels, waits and lands; one of a paused replica is open to the end', () => {
  for (const { committed, received, applied, isApplied } of timelineLayout(trace).trips) {
    expect([received > committed, applied > received, isApplied]).toEqual([true, true, true]);
  }
  const open = timelineLayout(withReplication({ paused: true })).trips;
  expect(open.map(({ applied, isApplied }) => [applied, isApplied])).toEqual([
    [1, false],
    [1, false],
  ]);
});

test('transactions that are under way together run side by side, as long as there is room', () => {
  const { trips } = timelineLayout(withReplication({ paused: true }));
  expect(trips.map(({ track }) => track)).toEqual([0, 1]);
});

test('the lag is as old as the view says, and its greatest is known', () => {
  const busy = busyShopTrace(400);
  const { lag, places } = timelineLayout(busy);
  const shown = busy.map((_, cursor) => viewAt(busy, cursor).replication.msBehind);
  const drawn = new Set(lag.points.map(({ x, ms }) => `${x} ${ms}`));
  for (const [index, ms] of shown.entries()) expect(ms === 0 || drawn.has(`${places[index]!.x} ${ms}`)).toBe(true);
  expect(lag.mostMs).toBeGreaterThanOrEqual(Math.max(...shown));
  expect(timelineLayout(trace).lag.mostMs).toBe(800);
});

test('what happens to a node or to the whole run has its mark, with a word', () => {
  const at = virtualMs(500);
  const error = { severity: 'ERROR', code: '23505', message: 'no' };
  const { lsn } = trace[0] as Extract<TraceEvent, { type: 'run started' }>;
  const mishaps: Trace = [
    { type: 'settings changed', at, change: { replication: { delayMs: 50 } }, settings: defaultSettings },
    { type: 'replication stopped', at, lsn, error },
    { type: 'replication resumed', at, lsn },
    { type: 'node crashed', at, node: 'replica', reason: 'a trap' },
    { type: 'code stopped', at, error: { name: 'NeverYields', message: 'A loop.' } },
  ];
  const { marks } = timelineLayout([...trace, ...mishaps].toSorted((a, b) => a.at - b.at));
  const told = marks.filter(({ look }) => !/^ran|committed|applied|stale|failed/.test(look));
  expect(told.map(({ look, lane, word }) => `${look} on ${lane}: ${word}`)).toEqual([
    'setting on stream: a delay of 50 ms',
    'stopped on stream: stops',
    'resumed on stream: goes on',
    'crashed on replica: crashes',
    'code-stopped on person Ana: code stopped',
  ]);
});

test('the layout depends on the trace alone', () => {
  const busy = busyShopTrace(300, 4);
  const copy = structuredClone(busy);
  const plain = (layout: ReturnType<typeof timelineLayout>) =>
    JSON.stringify([layout.places, layout.trips, layout.marks, layout.lag]);
  expect(plain(timelineLayout(copy))).toBe(plain(timelineLayout(busy)));
});

import { expect, test } from 'vitest';
import { defaultSettings } from '../../trace/settings.ts';
import type { Trace } from '../../trace/events.ts';
import { virtualMs } from '../../trace/ids.ts';
import { juiceShopTrace } from '../fixtures/juice-shop.fixture.ts';
import { divergence, runFigures } from './divergence.ts';

const stale = juiceShopTrace({ settings: defaultSettings, ordersFrom: 'replica' });
const mended = juiceShopTrace({ settings: defaultSettings, ordersFrom: 'primary' });

const withChangeAt = (trace: Trace, index: number): Trace => {
  const { at } = trace[index]!;
  return trace.toSpliced(index + 1, 0, {
    type: 'settings changed',
    at: virtualMs(at),
    change: { replication: { paused: true } },
    settings: defaultSettings,
  });
};

test('two runs that differ only in what was done to one of them do not diverge', () => {
  expect(divergence(stale, stale)).toBeNull();
  expect(divergence(stale, withChangeAt(stale, 4))).toBeNull();
});

test('they diverge at the first event that is another one, whatever was done before it', () => {
  const at = stale.findIndex((event, index) => JSON.stringify(event) !== JSON.stringify(mended[index]));
  expect(at).toBeGreaterThan(3);
  expect(divergence(stale, mended)).toEqual({ inFirst: at, inFork: at });
  expect(divergence(stale, withChangeAt(mended, 2))).toEqual({ inFirst: at, inFork: at + 1 });
});

test('a run that ends earlier diverges behind its last event', () => {
  expect(divergence(stale, stale.slice(0, -1))).toEqual({ inFirst: stale.length - 1, inFork: stale.length - 1 });
});

test('LSNs and numbers of transactions that moved on do not tell two runs apart', () => {
  const moved = stale.map((event) => ('lsn' in event ? { ...event, lsn: event.lsn + 8 } : event)) as Trace;
  expect(divergence(stale, moved)).toBeNull();
});

test('the figures count what people got and what the nodes did', () => {
  expect(runFigures(stale).staleReads).toBeGreaterThan(0);
  expect(runFigures(mended).staleReads).toBe(0);
  expect(runFigures(mended)).toMatchObject({ commits: runFigures(stale).commits, failed: 0 });
});

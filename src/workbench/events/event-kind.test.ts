import { expect, test } from 'vitest';
import type { TraceEvent } from '../../trace/events.ts';
import { lsn, virtualMs } from '../../trace/ids.ts';
import { defaultSettings } from '../../trace/settings.ts';
import { juiceShopTrace } from '../fixtures/juice-shop.fixture.ts';
import { isNotable } from './event-kind.ts';

const at = virtualMs(5);
const error = { severity: 'ERROR', code: '23505', message: 'no' };

test('of note in a story are commits, stale reads and answers that failed', () => {
  expect(
    juiceShopTrace()
      .filter(isNotable)
      .map((event) => `${event.at}: ${event.type}`),
  ).toEqual([
    '732: transaction committed',
    '785: query ran',
    '808: request responded',
    '2932: transaction committed',
    '2985: query ran',
  ]);
});

test('so is whatever stops, crashes or is set, and what goes on again', () => {
  const events: readonly TraceEvent[] = [
    { type: 'settings changed', at, change: {}, settings: defaultSettings },
    { type: 'replication stopped', at, lsn: lsn(1), error },
    { type: 'replication resumed', at, lsn: lsn(1) },
    { type: 'node crashed', at, node: 'primary', reason: 'a trap' },
    { type: 'code stopped', at, error: { name: 'NeverYields', message: 'A loop.' } },
  ];
  expect(events.filter(isNotable)).toEqual(events);
});

test('a statement that was refused is of note', () => {
  const asked = juiceShopTrace().find((event) => event.type === 'query ran')!;
  expect(isNotable(asked)).toBe(false);
  expect(isNotable({ ...asked, outcome: { kind: 'error', error } })).toBe(true);
});

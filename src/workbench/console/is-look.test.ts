import { expect, test } from 'vitest';
import type { EventOf, Trace, TraceEvent } from '../../trace/events.ts';
import { lsn, queryId, virtualMs } from '../../trace/ids.ts';
import { juiceShopTrace } from '../fixtures/juice-shop.fixture.ts';
import { isLook } from './is-look.ts';

const run = juiceShopTrace();
const at = virtualMs(10_000);
const asked = { at, queryId: queryId(0), client: { kind: 'console' }, params: [], sentAt: at, answeredAt: at } as const;

function typed(node: 'primary' | 'replica', position: number, sql = 'select 1'): EventOf<'query ran'> {
  const results = [{ tag: sql.startsWith('select') ? 'SELECT 1' : 'INSERT 0 1', fields: [], rows: [] }];
  const said = { outcome: { kind: 'ok', results }, notices: [], status: 'idle', lsn: lsn(position) } as const;
  return { type: 'query ran', ...asked, node, sql, ...said };
}

const lastIsLook = (...events: readonly TraceEvent[]): boolean => {
  const trace: Trace = [...run, ...events];
  return isLook(trace, trace.length - 1);
};

const end = run.findLast(({ type }) => type === 'transaction committed') as EventOf<'transaction committed'>;
const promoted: TraceEvent = { type: 'node promoted', at, node: 'replica', replayLsn: end.lsn, lsn: lsn(500) };
const rejoined: TraceEvent = { type: 'node rejoined', at, node: 'primary', lsn: lsn(600), bytes: 1 };

test('a statement that moves the log of its node is an event', () => {
  expect(lastIsLook(typed('primary', end.lsn))).toBe(true);
  expect(lastIsLook(typed('primary', end.lsn + 8))).toBe(false);
  expect(lastIsLook(typed('primary', end.lsn, 'insert into juice default values'))).toBe(false);
});

test('one that follows has no log of its own, until it is promoted', () => {
  expect(lastIsLook(typed('replica', 7))).toBe(true);
  expect(lastIsLook(promoted, typed('replica', 500))).toBe(true);
  expect(lastIsLook(promoted, typed('replica', 508))).toBe(false);
  expect(lastIsLook(promoted, rejoined, typed('primary', 600))).toBe(true);
});

test('a question that promotes the replica is an event', () => {
  const trace: Trace = [...run, typed('replica', 7, 'select pg_promote()'), promoted];
  expect(isLook(trace, run.length)).toBe(false);
});

test('a prompt that has lost its connection makes another, which is an event; one that is refused has done nothing', () => {
  const failed = (message: string): TraceEvent => ({
    type: 'connection failed',
    ...asked,
    node: 'primary',
    sql: 'x',
    message,
  });
  expect(lastIsLook(failed('server closed the connection unexpectedly\n\tThis'))).toBe(false);
  expect(lastIsLook(failed('connection to server at "primary", port 5432 failed: Connection refused'))).toBe(true);
});

import { expect, test } from 'vitest';
import type { EventOf, TraceEvent } from '../../trace/events.ts';
import { lsn as lsnOf, virtualMs } from '../../trace/ids.ts';
import { juiceShopTrace } from '../fixtures/juice-shop.fixture.ts';
import { startLsn } from '../fixtures/trace-script.fixture.ts';
import { eventSentence, spoken } from './event-sentence.ts';
import { isListed, isStaleRead } from './event-kind.ts';

const trace = juiceShopTrace();
const told = trace.map((event) => `${event.at}: ${spoken(eventSentence(event, 'logical'))}`);

test('a run reads as a story', () => {
  expect(told.slice(7, 15)).toEqual([
    '700: Ana submits /checkout/ with product 1, quantity 2.',
    '732: Ana asks primary: INSERT shop_order: 1 row.',
    '732: primary commits INSERT shop_order at 0/1A2B30.',
    '744: replica receives the commit at 0/1A2B30.',
    '764: Ana is told OK and sent on to /orders/7/',
    '764: Ana opens /orders/7/',
    '785: Ana asks replica: SELECT shop_order: 0 rows, stale, 1 commit and 53 ms behind.',
    '808: Ana gets 404, the page 404',
  ]);
});

test('where replication is physical it is the log that travels and is replayed', () => {
  const physical = juiceShopTrace({ replication: 'physical' });
  const applied = physical.find((event) => event.type === 'transaction applied')!;
  const of = (event: TraceEvent): string => spoken(eventSentence(event, 'physical'));
  expect(of(physical[0]!)).toBe(
    "Both nodes stand at 0/1A2A08 with the same rows. replica follows by the primary's log.",
  );
  const received = physical.find((event) => event.type === 'transaction received')!;
  expect(of(received)).toBe('replica receives the log up to 0/1A2B30.');
  // As of DDL: no row travels, and the log does.
  expect(of({ ...received, published: 0 })).toBe('replica receives the log up to 0/1A2B30.');
  expect(spoken(eventSentence({ ...received, published: 0 }, 'logical'))).toBe(
    'Nothing of the commit at 0/1A2B30 is published.',
  );
  expect(of(applied)).toBe('replica replays INSERT shop_order, 800 ms after the commit.');
  const promoted = {
    type: 'node promoted',
    at: virtualMs(5),
    node: 'replica',
    replayLsn: startLsn,
    lsn: startLsn,
  } as const;
  expect(of(promoted)).toBe('replica is promoted: it takes writes, with what it had replayed up to 0/1A2A08.');
});

test('a replica that is restored stands before a commit', () => {
  const [at, node, before] = [virtualMs(5), 'replica', lsnOf(0x1a2b30)] as const;
  const restored = { type: 'node restored', at, node, lsn: startLsn, before, replayedLsn: before } as const;
  expect(spoken(eventSentence(restored, 'physical'))).toBe(
    'replica is restored to just before the commit at 0/1A2B30, and stays there, read-only.',
  );
});

test('the standalone server is told of where a lesson has it', () => {
  const start = trace[0] as EventOf<'run started'>;
  const apart = { ...start, tables: { ...start.tables, standalone: [] } };
  const changed = { type: 'tables inspected', at: virtualMs(5), node: 'standalone', tables: [] } as const;
  expect([start, apart, changed].map((event) => spoken(eventSentence(event, 'logical')))).toEqual([
    'Both nodes stand at 0/1A2A08 with the same rows.',
    'Both nodes stand at 0/1A2A08 with the same rows, and standalone has its own.',
    'What standalone holds has changed.',
  ]);
});

test('a crash says how many commits it took', () => {
  const crashed = {
    type: 'node crashed',
    at: virtualMs(5),
    node: 'primary',
    reason: 'a press',
    onPurpose: true,
  } as const;
  const { at, xid, lsn, client, queryId, changes } = trace.find((event) => event.type === 'transaction committed')!;
  const lost = [{ at, xid, lsn, client, queryId, changes, published: 1 }];
  expect([crashed, { ...crashed, lost }].map((event) => spoken(eventSentence(event, 'logical')))).toEqual([
    'primary crashes: what was only in its memory is lost.',
    'primary crashes: what was only in its memory is lost, and with it 1 commit that nobody had waited to be flushed.',
  ]);
});

test('a former primary is fenced, rebuilt and follows', () => {
  const [at, node, position] = [virtualMs(900), 'primary', lsnOf(0x1a2a08)] as const;
  const events: readonly TraceEvent[] = [
    { type: 'node fenced', at, node, epoch: 2 },
    { type: 'node rejoined', at, node, lsn: position, bytes: 10_468_845 },
    { type: 'log replayed', at, node, lsn: position, loggedAt: virtualMs(100) },
  ];
  expect(events.map((event) => spoken(eventSentence(event, 'logical')))).toEqual([
    'primary hears of epoch 2, and takes no writes any more.',
    'primary is rebuilt from a base backup of replica (10,223 kB) and follows it: what it alone had is gone.',
    'primary has replayed the log of replica up to 0/1A2A08, 800 ms after it was written.',
  ]);
});

test('an answer that nobody waits for any more says so', () => {
  const answer = trace.find((event) => event.type === 'request responded' && event.response.redirect !== undefined)!;
  expect(spoken(eventSentence({ ...answer, superseded: true } as TraceEvent, 'logical'))).toBe(
    "The answer is a redirect to /orders/7/, and Ana's browser drops it: it waits for that of the later press.",
  );
});

test('a filter lists queries, or what replication does', () => {
  const types = (filter: 'queries' | 'replication') =>
    new Set(trace.filter((event) => isListed(event, filter)).map(({ type }) => type));
  expect(types('queries')).toEqual(new Set(['query ran']));
  expect(types('replication')).toEqual(
    new Set(['transaction committed', 'transaction received', 'transaction applied', 'slot advanced']),
  );
});

test('only reads whose rows differ are stale', () => {
  expect(trace.filter(isStaleRead).map(({ at }) => at)).toEqual([785, 2_985]);
});

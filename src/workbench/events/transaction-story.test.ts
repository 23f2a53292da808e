import { expect, test } from 'vitest';
import type { EventOf } from '../../trace/events.ts';
import { lsn } from '../../trace/ids.ts';
import { defaultSettings } from '../../trace/settings.ts';
import { juiceShopTrace } from '../fixtures/juice-shop.fixture.ts';
import { changeTable, transactionStory } from './transaction-story.ts';

const trace = juiceShopTrace({ settings: defaultSettings, ordersFrom: 'replica' });
const commit = trace.find(
  (event): event is EventOf<'transaction committed'> => event.type === 'transaction committed',
)!;

test('a transaction knows its statement, who was told, when it arrived and when it was applied', () => {
  const story = transactionStory(trace, commit.lsn)!;
  expect(story.commit).toBe(commit);
  expect(story.query?.sql).toMatch(/^INSERT/i);
  expect(story.told!.at).toBeGreaterThan(commit.at);
  expect(story.received!.at).toBe(commit.at + defaultSettings.network.streamMs);
  expect(story.appliedAt).toBe(commit.at + defaultSettings.replication.delayMs);
});

test('in a run that has been cut off nobody was told, and nothing arrived', () => {
  const cut = trace.slice(0, trace.indexOf(commit) + 1);
  expect(transactionStory(cut, commit.lsn)).toMatchObject({ told: null, received: null, appliedAt: null, bytes: null });
  expect(transactionStory(cut, lsn(1))).toBeNull();
});

test('its bytes are those of its records', () => {
  const record = { startLsn: lsn(0), endLsn: lsn(8), xid: 1, resourceManager: 'Heap', recordType: 'INSERT' };
  const wal = [60, 34].map((bytes) => ({ ...record, bytes, fullPageBytes: 0, description: '', blocks: [] }));
  const read = trace.map((event) => (event === commit ? { ...commit, wal } : event));
  expect(transactionStory(read, commit.lsn)!.bytes).toBe(94);
});

test('a change shows what the log tells of the row before and after', () => {
  const types = { id: 'integer', name: 'text' };
  const table = { schema: 'public', table: 'juice', types };
  expect(changeTable({ kind: 'insert', ...table, row: { id: '1', name: null } })).toEqual({
    title: 'INSERT public.juice',
    columns: ['id', 'name'],
    rows: [{ label: 'new', cells: ['1', null] }],
  });
  const key = { identity: 'default', key: ['id'] } as const;
  expect(changeTable({ kind: 'update', ...table, ...key, row: { id: '2' }, old: { id: '1' } }).rows).toEqual([
    { label: 'old', cells: ['1', undefined] },
    { label: 'new', cells: ['2', undefined] },
  ]);
  expect(changeTable({ kind: 'delete', ...table, ...key, old: { id: '1' } }).rows).toMatchObject([{ label: 'old' }]);
  const tables = [{ schema: 'public', table: 'juice' }];
  expect(changeTable({ kind: 'truncate', tables, cascade: false, restartIdentity: false })).toMatchObject({ rows: [] });
});

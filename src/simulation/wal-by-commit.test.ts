import { expect, it } from 'vitest';
import { lsn } from '../trace/ids.ts';
import type { WalRecord } from '../trace/postgres-values.ts';
import { walByCommit } from './wal-by-commit.ts';

const record = (at: number, xid: number, what: string, description = ''): WalRecord => {
  const [resourceManager, recordType] = what.split(' ') as [string, string];
  const ends = { startLsn: lsn(at), endLsn: lsn(at + 8) };
  return { ...ends, xid, resourceManager, recordType, bytes: 8, fullPageBytes: 0, description, blocks: [] };
};

it('gives each commit its own records and those of its subtransactions, and nothing that was rolled back', () => {
  const log = [
    record(0, 12, 'Heap INSERT'),
    record(8, 12, 'Transaction ABORT'),
    record(16, 13, 'Heap INSERT'),
    record(24, 11, 'Heap UPDATE'),
    record(32, 11, 'Transaction COMMIT', '2024-10-24 09:00:00.01+00; subxacts: 13 14'),
    record(40, 15, 'Heap DELETE'),
    record(48, 15, 'Transaction ABORT'),
    record(56, 16, 'Heap INSERT'),
    record(64, 16, 'Transaction COMMIT', '2024-10-24 09:00:00.02+00'),
  ];
  expect([...walByCommit(log)]).toEqual([
    [40, [log[2], log[3], log[4]]],
    [72, [log[7], log[8]]],
  ]);
});

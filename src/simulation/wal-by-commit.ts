import type { Lsn } from '../trace/ids.ts';
import type { WalRecord } from '../trace/postgres-values.ts';

/**
 * The records of each committed transaction, by the end of its commit record, which is the last of them. Those of its
 * subtransactions are among them, as its commit record names them, and those of what was rolled back are not.
 */
export function walByCommit(records: readonly WalRecord[]): ReadonlyMap<Lsn, readonly WalRecord[]> {
  const found = new Map<Lsn, readonly WalRecord[]>();
  let start = 0;
  for (const [index, { resourceManager, recordType, endLsn, xid, description }] of records.entries()) {
    if (resourceManager !== 'Transaction' || recordType !== 'COMMIT') continue;
    const named = /subxacts:((?: \d+)+)/.exec(description)?.[1] ?? '';
    const own = new Set([xid, ...named.split(' ').map(Number)]);
    found.set(
      endLsn,
      records.slice(start, index + 1).filter((record) => own.has(record.xid)),
    );
    start = index + 1;
  }
  return found;
}

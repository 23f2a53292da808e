import type { PgText } from '../trace/postgres-values.ts';

type Row = readonly PgText[];

/** Rows of `expected` that `actual` lacks, and rows of `actual` beyond it, both as multisets: order does not count. */
export function rowDifference(expected: readonly Row[], actual: readonly Row[]): { missing: Row[]; extra: Row[] } {
  const left = new Map<string, number>();
  for (const row of expected) {
    const key = JSON.stringify(row);
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  const extra = actual.filter((row) => !take(left, row));
  const missing = expected.filter((row) => take(left, row));
  return { missing, extra };
}

function take(left: Map<string, number>, row: Row): boolean {
  const key = JSON.stringify(row);
  const count = left.get(key) ?? 0;
  if (count > 0) left.set(key, count - 1);
  return count > 0;
}

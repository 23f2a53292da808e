import { expect, it } from 'vitest';
import type { SessionStatus } from '../trace/postgres-values.ts';
import { requestsIn } from './trace-selectors.ts';
import { TraceWriter, orderChange } from './trace-writer.fixture.ts';
import { transactionsOf } from './transactions.ts';
import type { Trace } from '../trace/events.ts';

/** The trace with the statuses that the primary's session had after each of its statements. */
const withStatuses = (trace: Trace, statuses: readonly SessionStatus[]): Trace => {
  const left = [...statuses];
  return trace.map((event) =>
    event.type === 'query ran' && event.node === 'primary' ? { ...event, status: left.shift()! } : event,
  );
};

it('takes the statements from BEGIN to COMMIT together, and each other one by itself', () => {
  const writer = new TraceWriter().started([]);
  writer
    .request('Ana', 'POST', '/checkout/', 100)
    .readsPrimary(110, 100, 'select 1')
    .readsPrimary(120, 100, 'BEGIN')
    .readsReplica(130, { replayLsn: 90, difference: { kind: 'same' } })
    .readsPrimary(140, 100, 'insert into shop_order values (7)')
    .commits(150, 110, orderChange('insert', '7'))
    .readsPrimary(160, 110, 'BEGIN')
    .readsPrimary(170, 110, 'ROLLBACK');
  const statuses = ['idle', 'in transaction', 'in transaction', 'idle', 'in transaction', 'idle'] as const;
  const [request] = requestsIn(withStatuses(writer.trace, statuses));
  const transactions = transactionsOf(request!);
  expect(transactions.map(({ statements }) => statements.map(({ at }) => at))).toEqual([
    [110],
    [120, 140, 150],
    [160, 170],
  ]);
  expect(transactions.map(({ commit }) => commit?.lsn ?? null)).toEqual([null, 110, null]);
});

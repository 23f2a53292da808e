import { describe, expect, it } from 'vitest';
import type { Trace } from '../trace/events.ts';
import { virtualMs } from '../trace/ids.ts';
import type { PgTable } from '../trace/postgres-values.ts';
import { momentsDuring, tableHistory } from './table-history.ts';
import { TraceWriter, orderChange } from './trace-writer.fixture.ts';

const shopOrder: PgTable = {
  schema: 'public',
  name: 'shop_order',
  columns: ['id', 'customer', 'quantity'],
  key: ['id'],
  rows: [['6', 'Dan', '1']],
};
const writer = new TraceWriter().started([shopOrder]);
writer.request('Ana', 'POST', '/checkout/', 100).commits(140, 110, orderChange('insert', '7'));
writer.request('Ana', 'POST', '/orders/7/quantity/', 300).commits(340, 120, orderChange('update', '7', '3'));
writer.applied(900, 110, orderChange('insert', '7'));

const quantities = (node: 'primary' | 'replica'): unknown =>
  tableHistory(writer.trace, node, 'public.shop_order').map(({ at, rows }) => [
    at,
    Object.fromEntries(rows.map(({ id, quantity }) => [id, quantity])),
  ]);

describe('the history of a table', () => {
  it('follows the commits on the primary', () => {
    expect(quantities('primary')).toEqual([
      [0, { 6: '1' }],
      [140, { 6: '1', 7: '2' }],
      [340, { 6: '1', 7: '3' }],
    ]);
  });

  it('follows what was applied on the replica', () => {
    expect(quantities('replica')).toEqual([
      [0, { 6: '1' }],
      [900, { 6: '1', 7: '2' }],
    ]);
  });

  it('follows what was read again on the standalone server', () => {
    const press: PgTable = { schema: 'public', name: 'press', columns: ['id'], key: ['id'], rows: [['1']] };
    const start = writer.trace[0]!;
    if (start.type !== 'run started') throw new Error('A trace begins with its start.');
    const trace: Trace = [
      { ...start, tables: { ...start.tables, standalone: [press] } },
      ...writer.trace.slice(1),
      { type: 'tables inspected', at: virtualMs(950), node: 'standalone', tables: [{ ...press, rows: [] }] },
    ];
    const counts = tableHistory(trace, 'standalone', 'public.press').map(({ at, rows }) => [at, rows.length]);
    expect(counts).toEqual([
      [0, 1],
      [950, 0],
    ]);
  });

  it('has no rows where there is no such table', () => {
    expect(tableHistory(writer.trace, 'primary', 'public.nothing')).toEqual([{ at: 0, rows: [] }]);
  });

  it('gives the states that stood within a span, the one at its beginning included', () => {
    const history = tableHistory(writer.trace, 'primary', 'public.shop_order');
    const during = (from: number, to: number): readonly number[] =>
      momentsDuring(history, virtualMs(from), virtualMs(to)).map(({ at }) => at);
    expect(during(10, 20)).toEqual([0]);
    expect(during(200, 300)).toEqual([140]);
    expect(during(100, 400)).toEqual([0, 140, 340]);
    expect(during(350, Infinity)).toEqual([340]);
    expect(during(Infinity, 400)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
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

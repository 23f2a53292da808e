import { expect, test } from 'vitest';
import type { EventOf } from '../trace/events.ts';
import { lsn, type NodeName, queryId, requestId, virtualMs } from '../trace/ids.ts';
import { repeatedFinding, repeatedQueries } from './repeated-queries.ts';

const one = 'select * from line where order_id = $1';

function query(sql: string, param: string, node: NodeName = 'replica', request = 1): EventOf<'query ran'> {
  return {
    type: 'query ran',
    at: virtualMs(5),
    queryId: queryId(1),
    node,
    client: { kind: 'request', requestId: requestId(request), person: 'Ana' },
    sql,
    params: [param],
    sentAt: virtualMs(3),
    answeredAt: virtualMs(7),
    outcome: { kind: 'ok', results: [] },
    notices: [],
    status: 'idle',
    lsn: lsn(1),
  };
}

const sent = (count: number, ...rest: readonly [NodeName?, number?]) =>
  Array.from({ length: count }, (_, at) => query(one, `${at} of ${rest.join()}`, ...rest));

test('a query that a request sends again and again with other parameters is one finding, with what that cost', () => {
  const trace = [query('select * from orders', ''), ...sent(10)];
  expect(repeatedQueries(trace, requestId(1)).map(({ sql, queries }) => [sql, queries.length])).toEqual([[one, 10]]);
  expect(repeatedFinding(trace, requestId(1), one)).toMatchObject({
    kind: 'repeated query',
    title: 'Sent 10 times in one request, each time with other parameters',
    why: expect.stringContaining('40 ms in all'),
  });
  expect(repeatedFinding(trace, requestId(1), 'select * from orders')).toBeNull();
});

test('three of a kind are none, nor are the same again, writes, other requests and other nodes', () => {
  const same = Array.from({ length: 9 }, () => query(one, '7'));
  const writes = Array.from({ length: 9 }, (_, at) => query('update line set n = $1', `${at}`));
  const elsewhere = [...sent(3, 'primary'), ...sent(3, 'replica', 2)];
  expect(repeatedQueries([...sent(3), ...writes, ...elsewhere], requestId(1))).toEqual([]);
  expect(repeatedQueries(same, requestId(1))).toEqual([]);
});

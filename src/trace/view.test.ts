import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Trace, TraceEvent } from './events.ts';
import { lsn, queryId, requestId, virtualMs } from './ids.ts';
import type { DecodedChange, PgTable } from './postgres-values.ts';
import { defaultSettings } from './settings.ts';
import { viewAt } from './view.ts';
import { oldestOutstanding } from './view-replication.ts';

const drinks: PgTable = {
  schema: 'public',
  name: 'drink',
  columns: ['id', 'name', 'stock'],
  key: ['id'],
  rows: [['1', 'apple', '10']],
};
const client = { kind: 'console' } as const;
const types = { id: 'integer', name: 'text', stock: 'integer' };
const target = { schema: 'public', table: 'drink', types } as const;
const insert = (id: string, name: string): DecodedChange => ({
  ...target,
  kind: 'insert',
  row: { id, name, stock: '0' },
});
const update = (id: string, stock: string): DecodedChange => ({
  ...target,
  kind: 'update',
  // An unchanged TOASTed name is not in the WAL.
  row: { id, stock },
  identity: 'default',
  key: ['id'],
});
const remove = (id: string): DecodedChange => ({
  ...target,
  kind: 'delete',
  old: { id },
  identity: 'default',
  key: ['id'],
});

const started: TraceEvent = {
  type: 'run started',
  at: virtualMs(0),
  seed: 1,
  settings: defaultSettings,
  lsn: lsn(1_000),
  slot: { restartLsn: lsn(900), confirmedFlushLsn: lsn(1_000) },
  tables: { primary: [drinks], replica: [drinks] },
};

/** A commit at `at`, received 12 ms and applied 800 ms later. */
function transaction(at: number, position: number, changes: readonly DecodedChange[]): TraceEvent[] {
  const committedAt = virtualMs(at);
  const end = lsn(position);
  return [
    {
      type: 'transaction committed',
      at: committedAt,
      node: 'primary',
      xid: position,
      lsn: end,
      client,
      queryId: queryId(1),
      changes,
    },
    { type: 'transaction received', at: virtualMs(at + 12), lsn: end, sentAt: committedAt, published: changes.length },
    { type: 'transaction applied', at: virtualMs(at + 800), lsn: end, committedAt, changes },
    { type: 'slot advanced', at: virtualMs(at + 800), slot: { restartLsn: end, confirmedFlushLsn: end } },
  ];
}

const traceOf = (...events: TraceEvent[][]): Trace => [started, ...events.flat().toSorted((a, b) => a.at - b.at)];
const cursorOf = (trace: Trace, type: TraceEvent['type']): number => trace.findIndex((event) => event.type === type);

describe('a view at a cursor', () => {
  test('a commit puts the replica behind until it is applied', () => {
    const trace = traceOf(transaction(100, 1_200, [insert('2', 'pear')]));
    const behind = viewAt(trace, cursorOf(trace, 'transaction received')).replication;
    expect(behind).toMatchObject({
      primaryLsn: 1_200,
      replayLsn: 1_000,
      commitsBehind: 1,
      msBehind: 12,
      bytesBehind: 200,
      retainedBytes: 300,
    });
    const level = viewAt(trace, trace.length - 1).replication;
    expect(level).toMatchObject({
      replayLsn: 1_200,
      commitsBehind: 0,
      msBehind: 0,
      bytesBehind: 0,
      retainedBytes: 0,
      inFlight: [],
    });
  });

  test('a transaction in flight is told with where it is and when it will be applied', () => {
    const trace = traceOf(transaction(100, 1_200, [insert('2', 'pear')]));
    const [sent] = viewAt(trace, cursorOf(trace, 'transaction committed')).replication.inFlight;
    expect(sent).toMatchObject({ phase: 'sent', progress: 0, appliesAt: 900 });
    const [waiting] = viewAt(trace, cursorOf(trace, 'transaction received')).replication.inFlight;
    expect(waiting).toMatchObject({ phase: 'waiting', progress: 0.5, appliesAt: 900 });
  });

  test('a transaction that is never applied has no time for it', () => {
    const trace = traceOf(transaction(100, 1_200, [insert('2', 'pear')]).slice(0, 2));
    expect(viewAt(trace, trace.length - 1).replication.inFlight[0]).toMatchObject({ appliesAt: null, progress: 0.5 });
  });

  test('rows that differ are told apart: missing, stale and extra', () => {
    const changes = [insert('2', 'pear'), update('1', '9')];
    const trace = traceOf(transaction(100, 1_200, changes), transaction(1_000, 1_300, [remove('2')]));
    const at = (moment: number) => {
      const cursor = trace.findLastIndex((event) => event.at <= moment);
      return viewAt(trace, cursor).tables[0]!.rows.map(({ state, primary, replica }) => ({ state, primary, replica }));
    };
    expect(at(100)).toEqual([
      { state: 'stale', primary: ['1', 'apple', '9'], replica: ['1', 'apple', '10'] },
      { state: 'missing', primary: ['2', 'pear', '0'], replica: null },
    ]);
    expect(at(900).map(({ state }) => state)).toEqual(['same', 'same']);
    expect(at(1_000)[1]).toEqual({ state: 'extra', primary: null, replica: ['2', 'pear', '0'] });
    expect(at(1_800)).toHaveLength(1);
  });

  test('a changed key moves the row, with replica identity full as well', () => {
    const moved: DecodedChange = {
      ...target,
      kind: 'update',
      row: { id: '5', name: 'apple', stock: '10' },
      old: { id: '1', name: 'apple', stock: '10' },
      identity: 'full',
      key: ['id', 'name', 'stock'],
    };
    const trace = traceOf(transaction(100, 1_200, [moved]));
    expect(viewAt(trace, trace.length - 1).tables[0]!.rows.map(({ primary }) => primary)).toEqual([
      ['5', 'apple', '10'],
    ]);
  });

  test('a change of a row that the node does not have changes nothing', () => {
    const trace = traceOf(transaction(100, 1_200, [update('9', '5'), remove('8')]));
    expect(viewAt(trace, trace.length - 1).tables[0]!.rows.map(({ primary }) => primary)).toEqual([
      ['1', 'apple', '10'],
    ]);
  });

  test('the table that the latest transaction changed first is known, on whichever node it was', () => {
    const juice: DecodedChange = { ...target, table: 'juice', kind: 'insert', row: { id: '1' } };
    const message: DecodedChange = { kind: 'message', prefix: 'p', content: '' };
    const trace: Trace = [
      started,
      ...transaction(10, 1_100, [insert('2', 'pear'), juice]),
      ...transaction(2_000, 1_200, [message, juice, insert('3', 'cider')]),
      ...transaction(4_000, 1_300, [message]),
    ];
    const latest = trace.map((_, cursor) => viewAt(trace, cursor).latestChanged);
    expect(latest[0]).toBeNull();
    expect(new Set(latest.slice(1))).toEqual(new Set(['public.drink', 'public.juice']));
    expect([latest[1], latest.at(-1)]).toEqual(['public.drink', 'public.juice']);
  });

  test('the tables that DDL changed are those that were inspected', () => {
    const inspected: PgTable = { ...drinks, columns: ['id', 'name'], rows: [['1', 'apple']] };
    const trace: Trace = [
      started,
      { type: 'tables inspected', at: virtualMs(5), node: 'primary', tables: [inspected] },
    ];
    const [table] = viewAt(trace, 1).tables;
    expect(table!.columns).toEqual(['id', 'name', 'stock']);
    expect(table!.rows[0]).toMatchObject({ primary: ['1', 'apple', undefined], state: 'stale' });
  });

  test('an unknown cursor and a trace without its beginning are refused', () => {
    expect(() => viewAt([started], 1)).toThrow('none at 1');
    expect(() => viewAt(transaction(0, 1_100, []), 0)).toThrow('begins with the start');
  });
});

describe('the page that a person sees', () => {
  const ana = (id: number, at: number, method: 'GET' | 'POST', path: string): TraceEvent => ({
    type: 'request started',
    at: virtualMs(at),
    requestId: requestId(id),
    person: 'Ana',
    method,
    path,
    form: {},
    cookies: { sessionid: 'a1' },
  });
  const answer = (
    id: number,
    at: number,
    response: { status: number; redirect?: string; template?: string },
  ): TraceEvent => ({
    type: 'request responded',
    at: virtualMs(at),
    requestId: requestId(id),
    person: 'Ana',
    response: { cookies: id === 1 ? { last: 'x' } : {}, ...response },
  });

  test('it is the last answer that was not a redirect, and says where it came from', () => {
    const trace: Trace = [
      started,
      ana(1, 10, 'POST', '/checkout/'),
      answer(1, 50, { status: 302, redirect: '/orders/7/' }),
      ana(2, 50, 'GET', '/orders/7/'),
      answer(2, 90, { status: 404, template: '404' }),
    ];
    const seen = trace.map((_, cursor) => viewAt(trace, cursor).people[0]!);
    expect(seen.map(({ waitingFor }) => waitingFor?.path ?? null)).toEqual([
      null,
      '/checkout/',
      '/checkout/',
      '/orders/7/',
      null,
    ]);
    expect(seen.map(({ page }) => page?.response.status ?? null)).toEqual([null, null, null, null, 404]);
    expect(seen[4]).toMatchObject({ page: { redirectedFrom: '/checkout/' }, cookies: { sessionid: 'a1', last: 'x' } });
  });

  test('it is not the answer to a press that was followed by another', () => {
    const dropped = answer(1, 50, { status: 302, redirect: '/orders/7/' });
    const trace: Trace = [
      started,
      ana(1, 10, 'POST', '/checkout/'),
      ana(2, 20, 'POST', '/checkout/'),
      { ...dropped, superseded: true } as TraceEvent,
      answer(2, 60, { status: 200, template: 'sold-out' }),
    ];
    const seen = trace.map((_, cursor) => viewAt(trace, cursor).people[0]!);
    expect(seen[3]).toMatchObject({ waitingFor: { path: '/checkout/' }, page: null });
    expect(seen[4]).toMatchObject({ waitingFor: null, page: { redirectedFrom: null }, cookies: { sessionid: 'a1' } });
  });
});

describe('any run', () => {
  type Step = { readonly kind: 'insert' | 'update' | 'delete'; readonly id: number; readonly gapMs: number };
  const step: fc.Arbitrary<Step> = fc.record({
    kind: fc.constantFrom('insert', 'update', 'delete'),
    id: fc.integer({ min: 1, max: 6 }),
    gapMs: fc.integer({ min: 0, max: 900 }),
  });

  /** Only changes that a database could have made: no second row of an id, no change of one that is not there. */
  function runOf(steps: readonly Step[]): { readonly trace: Trace; readonly rows: ReadonlyMap<string, string> } {
    const rows = new Map([['1', '10']]);
    const events: TraceEvent[][] = [];
    let at = 0;
    for (const [index, { kind, id: number, gapMs }] of steps.entries()) {
      const id = String(number);
      if (rows.has(id) === (kind === 'insert')) continue;
      at += gapMs;
      if (kind === 'insert') rows.set(id, '0');
      else if (kind === 'update') rows.set(id, String(index));
      else rows.delete(id);
      const change =
        kind === 'insert' ? insert(id, `drink ${id}`) : kind === 'update' ? update(id, String(index)) : remove(id);
      events.push(transaction(at, 1_100 + index * 100, [change]));
    }
    return { trace: traceOf(...events), rows };
  }

  test('looks the same at a cursor, however one came there', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.array(fc.nat(), { maxLength: 12 }), (steps, path) => {
        const { trace } = runOf(steps);
        for (const jump of path) {
          const cursor = jump % trace.length;
          // A copy has no checkpoints yet.
          expect(viewAt(trace, cursor)).toEqual(viewAt([...trace], cursor));
        }
      }),
      { numRuns: 40 },
    );
  });

  test('is as far behind as its oldest outstanding commit is old', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const { trace } = runOf(steps);
        const ages = oldestOutstanding(trace).map((oldest, index) => (oldest === null ? 0 : trace[index]!.at - oldest));
        expect(ages).toEqual(trace.map((_, cursor) => viewAt(trace, cursor).replication.msBehind));
      }),
      { numRuns: 30 },
    );
  });

  test('ends with both nodes at what the changes come to', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { trace, rows } = runOf(steps);
        const { tables, replication } = viewAt(trace, trace.length - 1);
        const shown = tables[0]!.rows.map(({ primary }) => [primary![0], primary![2]]);
        expect(shown).toEqual([...rows].toSorted(([a], [b]) => Number(a) - Number(b)));
        expect(tables[0]!.rows.every(({ state }) => state === 'same')).toBe(true);
        expect(replication.commitsBehind).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  test('never shows more in flight than was committed, nor progress outside its way', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 15 }), (steps) => {
        const { trace } = runOf(steps);
        for (const cursor of trace.keys()) {
          const { inFlight, commitsBehind, msBehind } = viewAt(trace, cursor).replication;
          expect(inFlight).toHaveLength(commitsBehind);
          expect(msBehind).toBeLessThanOrEqual(800);
          for (const { progress } of inFlight) expect(progress >= 0 && progress <= 1).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });
});

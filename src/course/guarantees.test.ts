import { describe, expect, it } from 'vitest';
import type { Trace } from '../trace/events.ts';
import { boundedStaleness, monotonicReads, readYourWrites } from './guarantees.ts';
import { TraceWriter, lacksARow, lsnText, orderChange } from './trace-writer.fixture.ts';

const stale = { replayLsn: 100, difference: lacksARow('public.shop_order') };
const placed = orderChange('insert', '7');

/** Ana orders at 120 ms, commit 110, and is told OK at 160 ms. */
function afterAnOrder(response = {}): TraceWriter {
  const writer = new TraceWriter();
  writer.request('Ana', 'POST', '/checkout/', 120).commits(140, 110, placed).responds(160, response);
  return writer;
}

/** What the event that broke the guarantee was. */
const brokenAt = (trace: Trace, verdict: ReturnType<typeof readYourWrites>): unknown =>
  verdict.kind === 'broken' ? { type: trace[verdict.event]!.type, at: trace[verdict.event]!.at } : verdict.kind;

describe('read your writes', () => {
  it('is broken by a stale read of a table that the reader was told about, and tells how', () => {
    const writer = afterAnOrder({ status: 302, redirect: '/orders/7/' });
    writer.request('Ana', 'GET', '/orders/7/', 160).readsReplica(181, stale).responds(202, { status: 404 });
    const verdict = readYourWrites(writer.trace, { tell: () => 'ordered 2 × Apple juice' });
    expect(verdict).toMatchObject({
      story: [
        `Ana ordered 2 × Apple juice at t = 120 ms and was told OK at t = 160 ms: commit ${lsnText(110)} on the primary.`,
        `At t = 181 ms, Ana's page /orders/7/ read shop_order from the replica, which had replayed up to ${lsnText(100)}: 1 commit and 60 ms behind.`,
        'Its answer lacked 1 row that the primary had.',
      ],
    });
    expect(brokenAt(writer.trace, verdict)).toEqual({ type: 'query ran', at: 181 });
  });

  it('is broken by a stale read in the request that wrote, before it has answered', () => {
    const writer = new TraceWriter();
    writer.request('Ana', 'POST', '/checkout/', 120).commits(140, 110, placed).readsReplica(150, stale).responds(170);
    expect(brokenAt(writer.trace, readYourWrites(writer.trace))).toEqual({ type: 'query ran', at: 150 });
  });

  const holding: readonly [string, () => TraceWriter][] = [
    [
      'another person reads',
      () => {
        const writer = afterAnOrder();
        writer.request('Ben', 'GET', '/orders/', 200).readsReplica(210, stale).responds(230);
        return writer;
      },
    ],
    [
      'the write was answered with an error',
      () => {
        const writer = afterAnOrder({ status: 500 });
        writer.request('Ana', 'GET', '/orders/', 200).readsReplica(210, stale).responds(230);
        return writer;
      },
    ],
    [
      'the read began before the person was told',
      () => {
        const writer = new TraceWriter();
        const reading = writer.request('Ana', 'GET', '/orders/', 100);
        const writing = writer.request('Ana', 'POST', '/checkout/', 110).commits(130, 110, placed);
        reading.readsReplica(140, stale);
        writing.responds(150);
        return writer;
      },
    ],
    [
      'the replica has replayed the commit, and differs for another reason',
      () => {
        const writer = afterAnOrder();
        writer
          .request('Ana', 'GET', '/', 300)
          .readsReplica(310, { ...stale, replayLsn: 110 })
          .responds(330);
        return writer;
      },
    ],
    [
      'the read is about another table',
      () => {
        const writer = afterAnOrder();
        const difference = lacksARow('public.shop_product');
        writer
          .request('Ana', 'GET', '/', 200)
          .readsReplica(210, { ...stale, difference })
          .responds(230);
        return writer;
      },
    ],
    [
      'the answer is the same as the primary’s',
      () => {
        const writer = afterAnOrder();
        writer.request('Ana', 'GET', '/', 200).readsReplica(210, { ...stale, difference: { kind: 'same' } });
        return writer;
      },
    ],
    [
      'the request asks the primary again',
      () => {
        const writer = afterAnOrder();
        writer.request('Ana', 'GET', '/orders/7/', 200).readsReplica(210, stale).readsPrimary(230, 110).responds(250);
        return writer;
      },
    ],
    [
      'the request asks the replica again, once it has the commit',
      () => {
        const writer = afterAnOrder();
        const fresh = { replayLsn: 110, difference: { kind: 'same' } } as const;
        writer.request('Ana', 'GET', '/orders/7/', 200).readsReplica(210, stale).readsReplica(260, fresh).responds(280);
        return writer;
      },
    ],
  ];
  it.each(holding)('holds when %s', (_name, write) => {
    expect(readYourWrites(write().trace)).toEqual({ kind: 'holds' });
  });

  const stillBroken: readonly [string, (reading: ReturnType<TraceWriter['request']>) => unknown][] = [
    ['another table', (reading) => reading.readsPrimary(230, 110, 'select "id" from "shop_order_line"')],
    ['a replica that is as far behind', (reading) => reading.readsReplica(230, stale)],
    [
      'a replica that could not be compared',
      (reading) => reading.readsReplica(230, { replayLsn: 110, difference: { kind: 'unknown', why: 'It was busy.' } }),
    ],
  ];
  it.each(stillBroken)('is not restored by asking %s again', (_name, askAgain) => {
    const writer = afterAnOrder();
    askAgain(writer.request('Ana', 'GET', '/orders/7/', 200).readsReplica(210, stale));
    expect(brokenAt(writer.trace, readYourWrites(writer.trace))).toEqual({ type: 'query ran', at: 210 });
  });
});

describe('monotonic reads', () => {
  const difference = lacksARow('public.shop_order');

  it('are broken when the same question is answered from an earlier state', () => {
    const writer = afterAnOrder();
    writer.request('Ben', 'GET', '/board/', 200).readsPrimary(210, 110).responds(230);
    writer.request('Ben', 'GET', '/board/', 240).readsReplica(250, { replayLsn: 100, difference }).responds(270);
    const verdict = monotonicReads(writer.trace);
    expect(brokenAt(writer.trace, verdict)).toEqual({ type: 'query ran', at: 250 });
    expect(verdict).toMatchObject({
      story: [
        `At t = 210 ms, Ben was answered by the primary, which stood at ${lsnText(110)}.`,
        expect.stringContaining('read shop_order from the replica'),
        expect.any(String),
      ],
    });
  });

  it('hold when someone else had seen the later state, and when the first answer was as old', () => {
    const writer = afterAnOrder();
    writer.request('Eve', 'GET', '/board/', 200).readsPrimary(210, 110).responds(230);
    const reading = writer.request('Ben', 'GET', '/board/', 240);
    reading.readsReplica(250, { replayLsn: 100, difference }).readsReplica(260, { replayLsn: 100, difference });
    expect(monotonicReads(writer.trace)).toEqual({ kind: 'holds' });
  });
});

it('an answer of the standalone server is no later state, and no look at the primary, whatever its LSN', () => {
  const writer = afterAnOrder();
  const reading = writer.request('Ana', 'GET', '/board/', 200).readsStandalone(210, 115);
  reading.readsReplica(250, { replayLsn: 100, difference: stale.difference }).readsStandalone(260, 115).responds(270);
  expect(monotonicReads(writer.trace)).toEqual({ kind: 'holds' });
  expect(readYourWrites(writer.trace)).toMatchObject({ kind: 'broken' });
});

describe('bounded staleness', () => {
  it('is broken by a different answer that is older than the bound, and by nothing else', () => {
    const writer = afterAnOrder();
    writer
      .request('Ana', 'GET', '/orders/', 700)
      .readsReplica(710, { ...stale, msBehind: 570 })
      .responds(730);
    expect(boundedStaleness(writer.trace, 570)).toEqual({ kind: 'holds' });
    const verdict = boundedStaleness(writer.trace, 500);
    expect(brokenAt(writer.trace, verdict)).toEqual({ type: 'query ran', at: 710 });
    expect(verdict).toMatchObject({ story: expect.arrayContaining(['The bound is 500 ms.']) });
  });
});

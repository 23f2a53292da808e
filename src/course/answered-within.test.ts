import { expect, test } from 'vitest';
import type { EventOf, Trace } from '../trace/events.ts';
import { virtualMs } from '../trace/ids.ts';
import { answeredWithin } from './answered-within.ts';
import { TraceWriter } from './trace-writer.fixture.ts';

/** Ana's page, asked for at 100 and answered after so many ms, and the end of the run. */
function pageAfter(tookMs: number, reason: EventOf<'run ended'>['reason'] = 'finished', queuedMs = 0): Trace {
  const writer = new TraceWriter().started([]);
  writer
    .request('Ana', 'GET', '/', 100)
    .readsPrimary(110, 1)
    .responds(100 + tookMs);
  const trace = writer.trace.map((event) => (event.type === 'query ran' ? { ...event, queuedMs } : event));
  return [...trace, { type: 'run ended', at: virtualMs(2_000), reason, detail: 'It was ended.' }];
}

test('an answer at the limit is prompt', () => {
  expect(answeredWithin(pageAfter(500), 500)).toEqual({ kind: 'holds' });
});

test('one that comes later is told, with what it asked', () => {
  expect(answeredWithin(pageAfter(501), 500)).toEqual({
    kind: 'broken',
    story: ['At t = 100 ms, Ana asked for /.', 'The answer came 501 ms later, after 1 statement. The limit is 500 ms.'],
    event: 3,
  });
});

test('the time that others held the server is told too, and is no excuse', () => {
  expect(answeredWithin(pageAfter(600, 'finished', 220), 500)).toMatchObject({
    story: [expect.anything(), expect.stringContaining('For 220 ms of it others held the server.')],
  });
});

test('whoever is never answered, or a run without an end, breaks it', () => {
  const writer = new TraceWriter().started([]);
  writer.request('Ana', 'GET', '/', 100);
  expect(answeredWithin(writer.trace, 500)).toMatchObject({ story: ["Ana's page / was never answered."] });
  expect(answeredWithin(pageAfter(10, 'code stopped'), 500)).toMatchObject({ story: ['It was ended.'], event: 4 });
});

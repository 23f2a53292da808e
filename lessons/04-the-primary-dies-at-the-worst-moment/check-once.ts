import type { Verdict } from '../../src/course/lesson.ts';
import { formatMs } from '../../src/course/story.ts';
import type { RequestRecord } from '../../src/course/trace-selectors.ts';
import type { Trace } from '../../src/trace/events.ts';
import { isSplit, madeFor, paymentsAskedFor, paymentsOn, survivorOf } from './check-shop.ts';

/** A form is paid for once, however often it was sent and tried. */
export function judgeOnce(trace: Trace): Verdict {
  if (isSplit(trace)) return { kind: 'holds' };
  const survivor = survivorOf(trace);
  const history = paymentsOn(trace, survivor);
  for (const request of paymentsAskedFor(trace)) {
    const doubled = history.find(({ rows }) => madeFor(rows, request).length > 1);
    if (!doubled) continue;
    const { person, form } = request.started;
    const keys = madeFor(doubled.rows, request).map(({ key }) => key);
    const story = [
      `${person} filled in one form for product ${form.product}, with the key ${form.key}. ${howOften(trace, request)}`,
      `From t = ${formatMs(doubled.at)} on the ${survivor} has ${keys.length} payments for it: ${keys.join(' and ')}.`,
      `The money was taken ${keys.length === 2 ? 'twice' : `${keys.length} times`}.`,
    ];
    return { kind: 'broken', story, event: trace.findLastIndex(({ at }) => at <= doubled.at) };
  }
  return { kind: 'holds' };
}

function howOften(trace: Trace, { started }: RequestRecord): string {
  const sent = paymentsAskedFor(trace).filter(
    (other) => other.started.person === started.person && other.started.form.key === started.form.key,
  );
  const when = sent.map((other) => `t = ${formatMs(other.started.at)}`).join(' and ');
  return sent.length === 1 ? `It was sent once, at ${when}.` : `It was sent at ${when}.`;
}

import type { Verdict } from '../../src/course/lesson.ts';
import { answerInWords, formatMs, fullStop, requestName } from '../../src/course/story.ts';
import { eventsOf, isOk, type RequestRecord, requestsIn } from '../../src/course/trace-selectors.ts';
import type { Trace } from '../../src/trace/events.ts';
import { outagesOf, powerOffOf, promotionOf } from './check-outages.ts';

export interface OrderLimits {
  /** From the beginning of an outage until orders go through again. */
  readonly outageMs: number;
  /** From the press to the answer, where a server takes orders. */
  readonly orderMs: number;
}

/** Orders go through, but for a while after the primary has gone. */
export const judgeOrders =
  ({ outageMs, orderMs }: OrderLimits) =>
  (trace: Trace): Verdict => {
    const outages = outagesOf(trace);
    for (const request of requestsIn(trace)) {
      const { started, responded } = request;
      if (started.method !== 'POST' || isHopeless(trace, started.at)) continue;
      const excused = outages.some(({ start, end }) => {
        const until = Math.min(end, start + outageMs);
        return started.at >= start - orderMs && started.at <= until;
      });
      if (excused || (isOk(request) && responded!.at <= started.at + orderMs)) continue;
      const before = outages.findLast(({ start }) => start <= started.at);
      const story = [
        `${requestName(request)} was sent at t = ${formatMs(started.at)}.`,
        ...(before ? [`The primary had been out of the shop's reach since t = ${formatMs(before.start)}.`] : []),
        ...whatWasDone(trace),
        complain(request, orderMs),
      ];
      return { kind: 'broken', story, event: trace.indexOf(responded ?? started) };
    }
    return { kind: 'holds' };
  };

/** Whether the replica could not take the primary's place, and the primary is still away. */
function isHopeless(trace: Trace, at: number): boolean {
  const isOut = outagesOf(trace).some(({ start, end }) => start <= at && at <= end);
  return isOut && eventsOf(trace, 'node crashed').some((crash) => crash.node === 'replica' && crash.at <= at);
}

function complain(request: RequestRecord, orderMs: number): string {
  const { started, responded } = request;
  if (!responded) return 'It was never answered.';
  if (!isOk(request)) return fullStop(`The answer was ${answerInWords(request).split('\n')[0]!}`);
  return `The answer came ${formatMs(responded.at - started.at)} later. The limit is ${formatMs(orderMs)}.`;
}

function whatWasDone(trace: Trace): readonly string[] {
  const [promoted, off] = [promotionOf(trace), powerOffOf(trace)];
  if (promoted) return [`The replica takes orders since t = ${formatMs(promoted.at)}.`];
  if (off) return [`The shop cut the power of the primary at t = ${formatMs(off.at)}, and nobody was promoted.`];
  return ['Nobody was promoted.'];
}

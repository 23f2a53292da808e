import type { Verdict } from '../../src/course/lesson.ts';
import { answerInWords, formatMs, fullStop } from '../../src/course/story.ts';
import { isOk, type RequestRecord } from '../../src/course/trace-selectors.ts';
import type { Trace } from '../../src/trace/events.ts';
import { failoverOf, isSplit, madeFor, paymentsAskedFor, paymentsOn, priceOf, survivorOf } from './check-shop.ts';

/** Whoever was told OK has paid, on the node that the shop goes on with, and the right amount. */
export function judgeKept(trace: Trace): Verdict {
  if (isSplit(trace)) return { kind: 'holds' };
  const survivor = survivorOf(trace);
  const rows = paymentsOn(trace, survivor).at(-1)?.rows ?? [];
  for (const request of paymentsAskedFor(trace)) {
    if (!isOk(request)) continue;
    const [payment] = madeFor(rows, request);
    const price = priceOf(trace, request.started.form.product);
    if (payment && payment.amount === price) continue;
    const { started, responded } = request;
    const story = [
      `${started.person} pressed "Pay" at t = ${formatMs(started.at)}, and was told OK at t = ${formatMs(responded!.at)}: ${fullStop(answerInWords(request))}`,
      payment
        ? `On the ${survivor} the payment is one of € ${payment.amount}, and the price is € ${price}.`
        : `There is no such payment on the ${survivor}. ${why(trace, request)}`,
    ];
    return { kind: 'broken', story, event: trace.indexOf(responded!) };
  }
  return { kind: 'holds' };
}

function why(trace: Trace, request: RequestRecord): string {
  const failover = failoverOf(trace);
  const commit = request.commits.find(({ changes }) =>
    changes.some((change) => 'table' in change && change.table === 'shop_payment'),
  );
  if (!commit) return 'The request that was answered like this has committed none.';
  const committed = `The primary had committed it at t = ${formatMs(commit.at)}`;
  if (failover?.promotedAt == null) return `${committed}.`;
  return `${committed} and crashed at t = ${formatMs(failover.crashedAt)}; it never got to the replica, and the money is gone.`;
}

import type { Verdict } from '../../src/course/lesson.ts';
import { answerInWords, formatMs, fullStop, requestName } from '../../src/course/story.ts';
import { eventsOf, type RequestRecord, requestsIn } from '../../src/course/trace-selectors.ts';
import type { Trace } from '../../src/trace/events.ts';
import { failoverOf } from './check-shop.ts';

/** Whoever only looks does not wait for the replica: no commit of theirs does, and they have their page in time, counted. */
export const judgePages =
  (limitMs: number) =>
  (trace: Trace): Verdict => {
    for (const request of requestsIn(trace)) {
      const { started, responded, queries } = request;
      if (started.method !== 'GET') continue;
      const waiting = queries.find(({ waitsFor }) => waitsFor !== undefined);
      if (waiting) {
        const released = eventsOf(trace, 'commit released').find(({ queryId }) => queryId === waiting.queryId);
        const story = [
          `${started.person} only looked at ${started.path}, at t = ${formatMs(started.at)}.`,
          `To count that, a commit waited for the replica (synchronous_commit = ${waiting.waitsFor}), ${
            released ? `for ${formatMs(released.waitedMs)}` : 'and nobody ever ended the wait'
          }.`,
        ];
        return { kind: 'broken', story, event: trace.indexOf(waiting) };
      }
      if (isInOutage(trace, request) || !started.path.startsWith('/products/')) continue;
      const complaint = complain(request, limitMs);
      if (complaint === null) continue;
      const story = [`At t = ${formatMs(started.at)}, ${started.person} asked for ${started.path}.`, complaint];
      return { kind: 'broken', story, event: trace.indexOf(responded ?? started) };
    }
    return { kind: 'holds' };
  };

function complain(request: RequestRecord, limitMs: number): string | null {
  const { started, responded, queries } = request;
  if (!responded) return `${requestName(request)} was never answered.`;
  if (responded.response.status !== 200) return fullStop(`The answer was ${answerInWords(request)}`);
  const isCounted = queries.some(
    ({ sql, outcome }) => /^\s*update\b.*\bshop_product\b/is.test(sql) && outcome.kind === 'ok',
  );
  if (!isCounted) return 'The look was not counted.';
  // That a server of this page has one session is not the shop's doing.
  const queuedMs = queries.reduce((sum, query) => sum + (query.queuedMs ?? 0), 0);
  const tookMs = responded.at - started.at - queuedMs;
  return tookMs <= limitMs ? null : `The page came ${formatMs(tookMs)} later. The limit is ${formatMs(limitMs)}.`;
}

/** Whether there was a time during the request in which no server took writes, or none did for this shop. */
function isInOutage(trace: Trace, { started, responded }: RequestRecord): boolean {
  const failover = failoverOf(trace);
  if (!failover || (responded && responded.at < failover.crashedAt)) return false;
  // An error after the promotion is a matter of another check.
  if (responded && responded.response.status >= 500) return true;
  return failover.promotedAt === null || started.at < failover.promotedAt;
}

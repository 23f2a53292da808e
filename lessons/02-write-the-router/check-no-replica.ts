import { everyoneAnswered } from '../../src/course/everyone-answered.ts';
import type { Verdict } from '../../src/course/lesson.ts';
import { formatMs, requestName } from '../../src/course/story.ts';
import { eventsOf, requestsIn } from '../../src/course/trace-selectors.ts';
import type { Trace } from '../../src/trace/events.ts';
import { failedRequest, hasReplica, replicaHost, statementInWords } from './check-shop.ts';

/** Where the deployment names no replica, nobody asks one, and the shop's pages are answered all the same. */
export function judgeNoReplica(trace: Trace): Verdict {
  if (hasReplica(trace)) return everyoneAnswered(trace);
  const host = replicaHost(trace);
  const deployment = host === null ? 'REPLICA_HOST is not set here' : `REPLICA_HOST is "${host}" here`;
  const ended = eventsOf(trace, 'code stopped')[0];
  if (ended) {
    const story = [`${deployment}: this deployment has no replica, and the shop should run on the primary alone.`];
    return { kind: 'broken', story, event: trace.indexOf(ended) };
  }
  for (const request of requestsIn(trace)) {
    const { started, responded, queries } = request;
    const asked = queries.find(({ node }) => node === 'replica');
    if (asked) {
      const story = [
        `${deployment}: this deployment has no replica.`,
        `At t = ${formatMs(asked.at)}, ${requestName(request)} ${statementInWords(asked)} on the replica all the same.`,
      ];
      return { kind: 'broken', story, event: trace.indexOf(asked) };
    }
    if (started.path.startsWith('/warehouse/') || !responded || responded.response.status < 400) continue;
    return failedRequest(trace, request, `${deployment}, and the shop should run on the primary alone.`);
  }
  return everyoneAnswered(trace);
}

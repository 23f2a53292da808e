import { everyoneAnswered } from '../../src/course/everyone-answered.ts';
import type { Verdict } from '../../src/course/lesson.ts';
import { formatMs, requestName } from '../../src/course/story.ts';
import { requestsIn } from '../../src/course/trace-selectors.ts';
import type { Trace } from '../../src/trace/events.ts';
import { failedRequest, hasReplica, statementInWords } from './check-shop.ts';

/** Where there is a replica, the catalogue and the pages of the juices ask it, and nobody else. */
export function judgeReplicaReads(trace: Trace): Verdict {
  if (!hasReplica(trace)) return everyoneAnswered(trace);
  for (const request of requestsIn(trace)) {
    const { started, responded, queries } = request;
    if (started.method !== 'GET' || !/^\/(?:products\/\d+\/)?$/.test(started.path) || !responded) continue;
    const elsewhere = queries.find(({ node }) => node !== 'replica');
    if (elsewhere) {
      const story = [
        `At t = ${formatMs(elsewhere.at)}, ${requestName(request)} ${statementInWords(elsewhere)} on the ${elsewhere.node}.`,
        `It took ${formatMs(responded.at - started.at)}. REPLICA_HOST names a replica here, which has this table and is near.`,
      ];
      return { kind: 'broken', story, event: trace.indexOf(elsewhere) };
    }
    if (responded.response.status !== 200) return failedRequest(trace, request);
    if (queries.length === 0) return failedRequest(trace, request, 'It asked no server at all.');
  }
  return everyoneAnswered(trace);
}

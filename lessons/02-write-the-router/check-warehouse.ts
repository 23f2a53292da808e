import { everyoneAnswered } from '../../src/course/everyone-answered.ts';
import type { Verdict } from '../../src/course/lesson.ts';
import { answerInWords, formatMs, fullStop, requestName } from '../../src/course/story.ts';
import { requestsIn } from '../../src/course/trace-selectors.ts';
import type { Query, RequestRecord } from '../../src/course/trace-selectors.ts';
import type { Trace } from '../../src/trace/events.ts';
import { failedRequest, isWrite, names, statementInWords } from './check-shop.ts';

/** Whatever is asked about the warehouse's tables is asked of the server that has them; and its pages are answered. */
export function judgeWarehouse(trace: Trace): Verdict {
  for (const request of requestsIn(trace)) {
    const misplaced = request.queries.find((query) => names(query, 'warehouse_') && query.node !== 'standalone');
    if (misplaced)
      return { kind: 'broken', story: misplacedStory(request, misplaced), event: trace.indexOf(misplaced) };
    const { started, responded } = request;
    if (!responded) continue;
    if (started.path === '/warehouse/' && !(responded.response.status === 200 && hasAsked(request, false))) {
      return failedRequest(trace, request, 'So the people in the warehouse cannot see what is there.');
    }
    if (started.path === '/warehouse/deliveries/' && !(responded.response.redirect && hasAsked(request, true))) {
      return failedRequest(trace, request, 'So the bottles are there, and no server knows of them.');
    }
  }
  return everyoneAnswered(trace);
}

const hasAsked = ({ queries }: RequestRecord, write: boolean): boolean =>
  queries.some(
    (query) =>
      query.node === 'standalone' &&
      query.outcome.kind === 'ok' &&
      names(query, 'warehouse_') &&
      isWrite(query) === write,
  );

function misplacedStory(request: RequestRecord, query: Query): readonly string[] {
  const { outcome } = query;
  const refusal = outcome.kind === 'error' ? [fullStop(`It answered: ${outcome.error.message}`)] : [];
  return [
    `At t = ${formatMs(query.at)}, ${requestName(request)} ${statementInWords(query)} on the ${query.node}.`,
    ...refusal,
    'The tables of the warehouse are on the standalone server, and only there.',
    ...(request.responded ? [fullStop(`The answer was ${answerInWords(request)}`)] : []),
  ];
}

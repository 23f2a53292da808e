import { everyoneAnswered } from '../../src/course/everyone-answered.ts';
import type { Verdict } from '../../src/course/lesson.ts';
import { formatMs, requestName } from '../../src/course/story.ts';
import { requestsIn } from '../../src/course/trace-selectors.ts';
import type { RequestRecord } from '../../src/course/trace-selectors.ts';
import type { Trace } from '../../src/trace/events.ts';
import { failedRequest, ordersIn } from './check-shop.ts';

/** No order refers to a shelf, and whoever wants one to is told that it cannot: by the page, not by an error. */
export function judgeRelations(trace: Trace): Verdict {
  for (const request of requestsIn(trace)) {
    const pointing = pointingStory(trace, request);
    if (pointing) return pointing;
    const { started, responded } = request;
    if (started.path !== '/warehouse/pick/' || !responded || responded.response.template === 'refused') continue;
    const wanted = `Order ${started.form.order} and shelf ${started.form.shelf} are both there. The page \`refused\` should say why one cannot refer to the other.`;
    return failedRequest(trace, request, wanted);
  }
  return everyoneAnswered(trace);
}

function pointingStory(trace: Trace, request: RequestRecord): Verdict | null {
  for (const commit of request.commits) {
    const order = ordersIn(commit, ['insert', 'update']).find(({ shelf_id: shelf }) => typeof shelf === 'string');
    if (!order) continue;
    const story = [
      `At t = ${formatMs(commit.at)}, ${requestName(request)} wrote shelf_id = ${order.shelf_id} into order ${order.id} on the primary.`,
      'That server has no shelves: it cannot check the number, and cannot join by it.',
      `When the warehouse removes its shelf ${order.shelf_id}, nobody tells the order.`,
    ];
    return { kind: 'broken', story, event: trace.indexOf(commit) };
  }
  return null;
}

import { everyoneAnswered } from '../../src/course/everyone-answered.ts';
import type { Verdict } from '../../src/course/lesson.ts';
import { formatMs, requestName } from '../../src/course/story.ts';
import { requestsIn } from '../../src/course/trace-selectors.ts';
import type { Commit, RequestRecord } from '../../src/course/trace-selectors.ts';
import type { Trace } from '../../src/trace/events.ts';
import { movements } from './check-movements.ts';
import { inserted, updated } from './check-shop-rows.ts';

/** Order, lines, bottles and the checkout's new status are one commit, and nothing of it happens on other occasions. */
export function judgeWholeOrder(trace: Trace): Verdict {
  const all = [...movements(trace).values()].flatMap((juice) => juice.all);
  for (const request of requestsIn(trace)) {
    for (const commit of request.commits) {
      const orders = inserted(commit, 'shop_order');
      const lines = inserted(commit, 'shop_orderline');
      const moved = all.filter((movement) => movement.commit === commit);
      const parts = {
        'the order': orders.length > 0,
        'its lines': lines.length > 0,
        'a change of the stock': moved.some(({ by }) => by !== 0),
        "the checkout's status": updated(commit, 'shop_checkout').some(({ status }) => status === 'ordered'),
      };
      const has = Object.entries(parts).flatMap(([name, isThere]) => (isThere ? [name] : []));
      const lacks = Object.keys(parts).filter((name) => !has.includes(name));
      const touches = orders.length > 0 || lines.length > 0 || moved.some(({ by }) => by !== 0);
      if (!touches || lacks.length === 0) continue;
      return { kind: 'broken', story: halfStory(request, commit, has, lacks), event: trace.indexOf(commit) };
    }
  }
  return everyoneAnswered(trace);
}

const halfStory = (
  request: RequestRecord,
  commit: Commit,
  has: readonly string[],
  lacks: readonly string[],
): readonly string[] => [
  `At t = ${formatMs(commit.at)}, ${requestName(request)} committed ${has.join(', ')}; but not in the same transaction ${lacks.join(', ')}.`,
  'From then on everybody could see half of it. Had the shop lost its connection at that moment, half of it is what would have remained.',
];

import type { Verdict } from '../../src/course/lesson.ts';
import { formatMs } from '../../src/course/story.ts';
import { eventsOf } from '../../src/course/trace-selectors.ts';
import type { Trace } from '../../src/trace/events.ts';
import { promotionOf } from './check-outages.ts';

/** Once the replica is promoted, nobody gets an order into the old primary any more. */
export function judgeOnePrimary(trace: Trace): Verdict {
  const promoted = promotionOf(trace);
  const commit = promoted && eventsOf(trace, 'transaction committed').find(({ at }) => at > promoted.at);
  if (!commit) return { kind: 'holds' };
  const { client } = commit;
  const who = client.kind === 'request' ? `the shop, for ${client.person}` : 'the warehouse, at its own terminal';
  const story = [
    `The replica was promoted at t = ${formatMs(promoted.at)}, and takes orders since.`,
    `At t = ${formatMs(commit.at)} the old primary took one as well, from ${who}.`,
    'Two servers are the primary now, and neither has the orders of the other.',
  ];
  return { kind: 'broken', story, event: trace.indexOf(commit) };
}

import { everyoneAnswered } from '../../src/course/everyone-answered.ts';
import type { Verdict } from '../../src/course/lesson.ts';
import { formatMs, requestName } from '../../src/course/story.ts';
import { requestsIn } from '../../src/course/trace-selectors.ts';
import { transactionsOf } from '../../src/course/transactions.ts';
import type { Trace } from '../../src/trace/events.ts';
import { isOwnExpression, nobodyCameBetween, stockSet, unlockedStock } from './check-locks.ts';
import { bottles, inserted, juiceNames } from './check-shop-rows.ts';
import { movements } from './check-movements.ts';
import type { Movement } from './check-movements.ts';

/** Every bottle that left the shelf is in an order, and none is in two. */
export function judgeStock(trace: Trace): Verdict {
  return judgeShelves(trace) ?? judgeLocks(trace) ?? everyoneAnswered(trace);
}

/** At the end of the day: what was there, and came, and was sold, against what is left. */
function judgeShelves(trace: Trace): Verdict | null {
  const nameOf = juiceNames(trace);
  for (const [id, { first, all }] of movements(trace)) {
    const delivered = all.filter(({ commit }) => commit.client.kind === 'console').reduce((sum, { by }) => sum + by, 0);
    const sold = all.reduce((sum, movement) => sum + movement.sold, 0);
    const left = all.reduce((sum, { by }) => sum + by, first);
    const should = first + delivered - sold;
    if (left === should && should >= 0) continue;
    const there = `There ${first + delivered === 1 ? 'was' : 'were'} ${bottles(first + delivered)} of ${nameOf(id)}.`;
    const story = [
      there,
      ...all.flatMap((movement) => movementStory(trace, movement)),
      should < 0
        ? `That is ${bottles(sold)} sold, of ${first + delivered}; the table says that ${left} are left.`
        : `So ${bottles(should)} should be left, and the table says ${left}.`,
    ];
    const last = all.findLast(({ commit, by, sold: n }) => commit.client.kind === 'request' && (n > 0 || by !== 0));
    return { kind: 'broken', story, event: trace.indexOf((last ?? all.at(-1)!).commit) };
  }
  return null;
}

function movementStory(trace: Trace, { commit, before, by, isWritten, sold }: Movement): readonly string[] {
  const request = requestsIn(trace).find(({ commits }) => commits.includes(commit));
  if (!request) return [];
  const [line] = inserted(commit, 'shop_orderline');
  const parts = [
    ...(sold > 0 ? [`${request.started.person} was sold ${sold}, in order ${line?.order_id}`] : []),
    ...(isWritten
      ? [
          `${sold > 0 ? 'the' : `${requestName(request)} set the`} stock ${sold > 0 ? 'went ' : ''}from ${before} to ${before + by}`,
        ]
      : []),
  ];
  return [`At t = ${formatMs(commit.at)}, ${parts.join(', and ')}.`];
}

function judgeLocks(trace: Trace): Verdict | null {
  for (const request of requestsIn(trace)) {
    for (const transaction of transactionsOf(request)) {
      const update = transaction.commit ? unlockedStock(transaction) : null;
      if (!update) continue;
      const isOwn = isOwnExpression(stockSet(update.sql) ?? '');
      const story = [
        `At t = ${formatMs(update.at)}, ${requestName(request)} took bottles from the stock: ${update.sql}`,
        isOwn
          ? 'The database subtracts, so none is counted twice. But that there were enough had been read without a lock, and the UPDATE does not ask again.'
          : 'It sets the stock to a number that the code worked out from an earlier read, and that read had locked nothing.',
        nobodyCameBetween,
        isOwn
          ? 'On a real server another customer could have bought them between the two statements: fewer than none would be left.'
          : 'On a real server another customer could have bought between the two statements, and their sale would be overwritten.',
      ];
      return { kind: 'broken', story, event: trace.indexOf(update) };
    }
  }
  return null;
}

import { everyoneAnswered } from '../../src/course/everyone-answered.ts';
import type { Verdict } from '../../src/course/lesson.ts';
import { answerInWords, count, formatMs, fullStop, requestName } from '../../src/course/story.ts';
import { requestsIn } from '../../src/course/trace-selectors.ts';
import type { Query, RequestRecord } from '../../src/course/trace-selectors.ts';
import { transactionsOf } from '../../src/course/transactions.ts';
import type { Trace } from '../../src/trace/events.ts';
import { formatLsn } from '../../src/trace/ids.ts';
import { nobodyCameBetween, unlockedLines } from './check-locks.ts';
import { refusedInVain } from './check-one-order.ts';
import {
  historyOf,
  inserted,
  juiceNames,
  linesInWords,
  rowsBefore,
  statementInWords,
  tablesNamed,
  updated,
} from './check-shop-rows.ts';

/** An order holds what its checkout held on the primary when it was committed, at the prices of that moment. A shop that
 * makes none has none that is out of date, so it must have made those that it could. */
export function judgeNewestData(trace: Trace): Verdict {
  const products = historyOf(trace, 'primary', 'shop_product');
  const checkoutLines = historyOf(trace, 'primary', 'shop_checkoutline');
  const nameOf = juiceNames(trace);
  for (const request of requestsIn(trace)) {
    const sold = request.commits.flatMap((commit) => inserted(commit, 'shop_orderline'));
    for (const commit of request.commits) {
      for (const made of inserted(commit, 'shop_order')) {
        const order = updated(commit, 'shop_order').findLast(({ id }) => id === made.id) ?? made;
        const prices = new Map(rowsBefore(products, commit.at).map(({ id, price }) => [id, price]));
        const wanted = rowsBefore(checkoutLines, commit.at)
          .filter((line) => line.checkout_id === order.checkout_id)
          .map((line) => ({
            product: `${line.product_id}`,
            quantity: `${line.quantity}`,
            price: `${prices.get(line.product_id)}`,
          }));
        const got = sold
          .filter((line) => line.order_id === order.id)
          .map((line) => ({ product: `${line.product_id}`, quantity: `${line.quantity}`, price: `${line.price}` }));
        const total = wanted.reduce((sum, { quantity, price }) => sum + Number(quantity) * Number(price), 0).toFixed(2);
        const [has, should] = [linesInWords(got, nameOf), linesInWords(wanted, nameOf)];
        if (has === should && Number(order.total) === Number(total)) continue;
        const story = [
          `${requestName(request)} made order ${order.id} at t = ${formatMs(commit.at)}: ${has}, € ${order.total} in all.`,
          `On the primary, checkout ${order.checkout_id} held ${should}: € ${total} in all.`,
          ...staleReads(request).map(staleStory),
        ];
        return { kind: 'broken', story, event: trace.indexOf(staleReads(request)[0] ?? commit) };
      }
    }
  }
  return judgeLocks(trace) ?? judgeRefusals(trace) ?? everyoneAnswered(trace);
}

function judgeRefusals(trace: Trace): Verdict | null {
  const refused = refusedInVain(trace);
  if (!refused) return null;
  const story = [
    fullStop(`${requestName(refused)} was answered ${answerInWords(refused)}`),
    'So there is no order, of new data or of old.',
  ];
  return { kind: 'broken', story, event: trace.indexOf(refused.responded!) };
}

function judgeLocks(trace: Trace): Verdict | null {
  for (const request of requestsIn(trace)) {
    for (const transaction of transactionsOf(request)) {
      const read = transaction.commit ? unlockedLines(transaction) : null;
      if (!read) continue;
      const isInside = tablesNamed(read.sql).includes('shop_checkoutline');
      const story = [
        isInside
          ? `At t = ${formatMs(read.at)}, ${requestName(request)} read the lines of the checkout, and nothing locked it by then.`
          : `${requestName(request)} inserted an order at t = ${formatMs(read.at)}, of lines that it had read before its transaction began.`,
        isInside ? nobodyCameBetween : 'In this run nobody came between.',
        'On a real server the customer could have changed a line in another tab before the order was made, and would get what they had wanted earlier.',
      ];
      return { kind: 'broken', story, event: trace.indexOf(read) };
    }
  }
  return null;
}

const staleReads = ({ queries }: RequestRecord): readonly Query[] =>
  queries.filter(({ staleness }) => staleness?.difference.kind === 'differs');

function staleStory({ at, sql, staleness }: Query): string {
  const { commitsBehind, msBehind, replayLsn } = staleness!;
  const behind = `${count(commitsBehind, 'commit')} and ${formatMs(msBehind)} behind`;
  return `At t = ${formatMs(at)} it had ${statementInWords(sql)} on the replica, which stood at ${formatLsn(replayLsn)}: ${behind}.`;
}

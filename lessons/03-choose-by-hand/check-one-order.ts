import { everyoneAnswered } from '../../src/course/everyone-answered.ts';
import type { Verdict } from '../../src/course/lesson.ts';
import { answerInWords, formatMs, fullStop, requestName } from '../../src/course/story.ts';
import { momentsDuring } from '../../src/course/table-history.ts';
import { requestsIn } from '../../src/course/trace-selectors.ts';
import type { RequestRecord } from '../../src/course/trace-selectors.ts';
import { transactionsOf } from '../../src/course/transactions.ts';
import type { Trace } from '../../src/trace/events.ts';
import { asksInSubquery, nobodyCameBetween, unlockedOrder } from './check-locks.ts';
import { checkoutToOrder, historyOf, inserted, rowsAt } from './check-shop-rows.ts';

/** A checkout becomes one order at most; every press of the button leads to it, or is told that there is not enough. */
export function judgeOneOrder(trace: Trace): Verdict {
  return judgeDoubles(trace) ?? judgeAnswers(trace) ?? judgeLocks(trace) ?? everyoneAnswered(trace);
}

function judgeDoubles(trace: Trace): Verdict | null {
  const made = new Map<string, { readonly id: string; readonly request: RequestRecord }>();
  const commits = requestsIn(trace).flatMap((request) => request.commits.map((commit) => ({ request, commit })));
  for (const { request, commit } of commits.toSorted((a, b) => trace.indexOf(a.commit) - trace.indexOf(b.commit))) {
    for (const { id, checkout_id: checkout } of inserted(commit, 'shop_order')) {
      const first = made.get(checkout!);
      made.set(checkout!, first ?? { id: id!, request });
      if (!first) continue;
      const { started } = request;
      const story = [
        `${first.request.started.person} ordered checkout ${checkout} at t = ${formatMs(first.request.started.at)}, and it became order ${first.id}.`,
        `The button was pressed again at t = ${formatMs(started.at)}, ${formatMs(started.at - first.request.started.at)} later.`,
        `At t = ${formatMs(commit.at)} that became order ${id}, of the same checkout: two parcels, and two bills.`,
      ];
      return { kind: 'broken', story, event: trace.indexOf(commit) };
    }
  }
  return null;
}

function judgeAnswers(trace: Trace): Verdict | null {
  const orders = historyOf(trace, 'primary', 'shop_order');
  for (const request of requestsIn(trace)) {
    const { responded, started } = request;
    const checkout = checkoutToOrder(request);
    if (checkout === null || !responded) continue;
    const order = rowsAt(orders, responded.at).find((row) => row.checkout_id === checkout);
    const pressed = `At t = ${formatMs(started.at)}, ${started.person} pressed "Order now" for checkout ${checkout}.`;
    const answered = fullStop(`The answer was ${answerInWords(request)}`);
    const broken = (why: string): Verdict => ({
      kind: 'broken',
      story: [pressed, answered, why],
      event: trace.indexOf(responded),
    });
    const { status, redirect, error } = responded.response;
    if (!isTheirs(trace, request, checkout)) {
      if (status !== 404) return broken(`${started.person} has no such checkout, so it should have been 404.`);
    } else if (order) {
      const page = `/orders/${order.id}/`;
      if (redirect !== page) return broken(`The checkout's order is ${order.id}, so it should have led to ${page}.`);
    } else if (!canBeRefused(trace, request, checkout)) {
      return broken('No order was made, and there was enough of everything.');
    } else if (error || redirect?.startsWith('/orders/')) {
      return broken('There was not enough in stock, and the customer should have been told on a page.');
    }
  }
  return null;
}

/** The first press of a button that made no order, although it is theirs and there was enough of everything; or null. */
export function refusedInVain(trace: Trace): RequestRecord | null {
  const orders = historyOf(trace, 'primary', 'shop_order');
  const refused = requestsIn(trace).find((request) => {
    const checkout = checkoutToOrder(request);
    if (checkout === null || !request.responded || !isTheirs(trace, request, checkout)) return false;
    const isMade = rowsAt(orders, request.responded.at).some((row) => row.checkout_id === checkout);
    return !isMade && !canBeRefused(trace, request, checkout);
  });
  return refused ?? null;
}

function isTheirs(trace: Trace, { started }: RequestRecord, checkout: string): boolean {
  const customers = rowsAt(historyOf(trace, 'primary', 'shop_customer'), started.at);
  const owner = rowsAt(historyOf(trace, 'primary', 'shop_checkout'), started.at).find(({ id }) => id === checkout);
  return customers.some(({ id, name }) => id === owner?.customer_id && name === started.person);
}

/** Whether there was a moment of the request at which something of the checkout was not there. */
function canBeRefused(trace: Trace, { started, responded }: RequestRecord, checkout: string): boolean {
  const lines = momentsDuring(historyOf(trace, 'primary', 'shop_checkoutline'), started.at, responded!.at);
  const products = momentsDuring(historyOf(trace, 'primary', 'shop_product'), started.at, responded!.at);
  return lines.some((wanted) =>
    products.some((there) =>
      wanted.rows.some(
        (line) =>
          line.checkout_id === checkout &&
          there.rows.some(({ id, stock }) => id === line.product_id && Number(stock) < Number(line.quantity)),
      ),
    ),
  );
}

const subqueryStory =
  'Its UPDATE asks for the status in a subquery: Postgres answers that from before the wait for a lock, and does not ask it again afterwards.';

function judgeLocks(trace: Trace): Verdict | null {
  for (const request of requestsIn(trace)) {
    for (const transaction of transactionsOf(request)) {
      const insert = transaction.commit ? unlockedOrder(transaction) : null;
      if (!insert) continue;
      const story = [
        `At t = ${formatMs(insert.at)}, ${requestName(request)} inserted an order. Whether there is one already, its transaction had not asked under a lock.`,
        ...(asksInSubquery(transaction) ? [subqueryStory] : []),
        nobodyCameBetween,
        'A real server lets two transactions look at the same time. Both find the checkout open, and both insert an order.',
      ];
      return { kind: 'broken', story, event: trace.indexOf(insert) };
    }
  }
  return null;
}

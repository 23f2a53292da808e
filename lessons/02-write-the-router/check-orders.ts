import { everyoneAnswered } from '../../src/course/everyone-answered.ts';
import type { Verdict } from '../../src/course/lesson.ts';
import { requestsIn } from '../../src/course/trace-selectors.ts';
import type { RequestRecord } from '../../src/course/trace-selectors.ts';
import type { Trace } from '../../src/trace/events.ts';
import { failedRequest, ordersIn } from './check-shop.ts';

/** Every checkout is one new order on the primary, of the juice that was asked for, and leads to a page that shows it. */
export function judgeOrders(trace: Trace): Verdict {
  for (const request of requestsIn(trace)) {
    const { started, responded } = request;
    if (!responded) continue;
    const isCheckout = started.method === 'POST' && started.path === '/checkout/';
    const complaint = isCheckout ? complainOfCheckout(request) : null;
    if (complaint !== null) return failedRequest(trace, request, complaint);
    const isPage = started.method === 'GET' && started.path.startsWith('/orders/');
    if (isPage && responded.response.status !== 200) return failedRequest(trace, request);
  }
  return everyoneAnswered(trace);
}

function complainOfCheckout({ started, responded, commits }: RequestRecord): string | null {
  const { person, form } = started;
  const [order, second] = commits.flatMap((commit) => ordersIn(commit, ['insert', 'update']));
  if (!order || second) return `So there is no order of ${person}'s on the primary, and no juice for ${person}.`;
  const wanted = { customer: person, product_id: form.product, quantity: form.quantity };
  if (Object.entries(wanted).some(([column, value]) => order[column] !== value)) {
    return `The primary got ${JSON.stringify(order)}, and it should have been ${JSON.stringify(wanted)}.`;
  }
  const page = `/orders/${order.id}/`;
  return responded!.response.redirect === page ? null : `The order is on the primary, and its page is ${page}.`;
}

import { everyoneAnswered } from '../../src/course/everyone-answered.ts';
import type { Verdict } from '../../src/course/lesson.ts';
import { formatMs, fullStop, requestName } from '../../src/course/story.ts';
import { momentsDuring, tableHistory } from '../../src/course/table-history.ts';
import type { TableMoment } from '../../src/course/table-history.ts';
import { requestsIn } from '../../src/course/trace-selectors.ts';
import type { RequestRecord } from '../../src/course/trace-selectors.ts';
import type { Trace } from '../../src/trace/events.ts';
import type { DecodedChange, DecodedRow } from '../../src/trace/postgres-values.ts';

/**
 * What a request did to the orders is what it was asked to do: a checkout makes one order and leads to it, a change of
 * quantity changes that and nothing else, and all the others leave the orders alone.
 */
export function judgeKeptOrders(trace: Trace): Verdict {
  const orders = tableHistory(trace, 'primary', 'public.shop_order');
  const products = tableHistory(trace, 'primary', 'public.shop_product');
  for (const request of requestsIn(trace)) {
    const { responded } = request;
    if (!responded) continue;
    const complaint = complain(request, orders, products);
    if (complaint === null) continue;
    const asked = `At t = ${formatMs(request.started.at)}, ${requestName(request)} was sent with ${JSON.stringify(request.started.form)}.`;
    const { status, redirect, error } = responded.response;
    const answer = error
      ? `${status}, ${error.name}: ${error.message}`
      : `${status}${redirect ? ` to ${redirect}` : ''}`;
    const story = [asked, fullStop(`The answer was ${answer}`), complaint];
    return { kind: 'broken', story, event: trace.indexOf(responded) };
  }
  return everyoneAnswered(trace);
}

/** What is wrong with what the request did, as a sentence; null when nothing is. */
function complain(
  request: RequestRecord,
  orders: readonly TableMoment[],
  products: readonly TableMoment[],
): string | null {
  const { started } = request;
  const changes = changesOfOrders(request);
  const existing = (id: string | undefined): DecodedRow | undefined =>
    at(orders, request).find((row) => row.id === id && row.customer === started.person);

  if (started.method === 'POST' && started.path === '/checkout/') {
    const isKnown = at(products, request).some((row) => row.id === started.form.product);
    if (isKnown) return complainOfCheckout(request, changes);
  }
  const order = started.method === 'POST' ? /^\/orders\/(\d+)\/quantity\/$/.exec(started.path) : null;
  const before = order ? existing(order[1]) : undefined;
  if (before) return complainOfChange(request, changes, before);
  return changes.length === 0
    ? null
    : `It changed ${changes.length} rows of shop_order, and it should have changed none.`;
}

function complainOfCheckout({ started, responded }: RequestRecord, changes: readonly DecodedChange[]): string | null {
  const [change, second] = changes;
  if (change?.kind !== 'insert' || second) return 'It should have put one new order on the primary.';
  const wanted = { customer: started.person, product_id: started.form.product, quantity: started.form.quantity };
  if (Object.entries(wanted).some(([column, value]) => change.row[column] !== value)) {
    return `The primary got ${JSON.stringify(change.row)}.`;
  }
  const target = `/orders/${change.row.id}/`;
  return responded!.response.redirect === target ? null : `It should have led to ${target}.`;
}

function complainOfChange(
  { started, responded }: RequestRecord,
  changes: readonly DecodedChange[],
  before: DecodedRow,
): string | null {
  if (responded!.response.status >= 400) return `Order ${before.id} was there, on the primary.`;
  const wanted = { ...before, quantity: started.form.quantity ?? null };
  // To set what is set already may be left out.
  if (changes.length === 0) return wanted.quantity === before.quantity ? null : 'The primary was not told.';
  const [change, second] = changes;
  const isIt =
    change?.kind === 'update' && !second && Object.entries(wanted).every(([key, value]) => change.row[key] === value);
  return isIt ? null : `It should have made of ${JSON.stringify(before)} this: ${JSON.stringify(wanted)}.`;
}

const changesOfOrders = ({ commits }: RequestRecord): readonly DecodedChange[] =>
  commits.flatMap(({ changes }) => changes.filter((change) => 'table' in change && change.table === 'shop_order'));

/** The rows that the request found: as they stood before its own first commit. */
function at(history: readonly TableMoment[], { started, commits }: RequestRecord): readonly DecodedRow[] {
  const moments = momentsDuring(history, started.at, commits[0]?.at ?? started.at);
  return (moments.findLast((moment) => moment.at < (commits[0]?.at ?? Infinity)) ?? moments[0])?.rows ?? [];
}

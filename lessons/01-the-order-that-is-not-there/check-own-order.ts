import * as z from 'zod';
import { everyoneAnswered } from '../../src/course/everyone-answered.ts';
import { readYourWrites } from '../../src/course/guarantees.ts';
import type { Verdict } from '../../src/course/lesson.ts';
import { formatMs, fullStop, requestName } from '../../src/course/story.ts';
import { momentsDuring, tableHistory } from '../../src/course/table-history.ts';
import type { TableMoment } from '../../src/course/table-history.ts';
import { eventsOf, isOk, requestsIn } from '../../src/course/trace-selectors.ts';
import type { RequestRecord } from '../../src/course/trace-selectors.ts';
import type { Trace } from '../../src/trace/events.ts';
import { virtualMs } from '../../src/trace/ids.ts';
import type { VirtualMs } from '../../src/trace/ids.ts';
import type { DecodedRow } from '../../src/trace/postgres-values.ts';

const text = z.union([z.string(), z.number()]).transform(String);
const shownOrder = z.object({ id: text, quantity: text, status: text });
const orderPage = z.object({ order: shownOrder }).transform(({ order }) => [order]);
const listPage = z.object({ orders: z.array(shownOrder) }).transform(({ orders }) => orders);

/**
 * Read your writes, judged twice: by what the nodes did, and by what the page showed. The second catches pages that ask
 * nobody: what a page shows must have stood on a node while it was made, on one that had this customer's own writes. A
 * shop that refuses every order misses none of them, so it must have accepted those that it could.
 */
export function judgeOwnOrder(trace: Trace): Verdict {
  const byNodes = readYourWrites(trace, { tell: (request) => told(trace, request) });
  if (byNodes.kind === 'holds') return firstBroken(trace, [judgePages, judgeRefusals, everyoneAnswered]);
  const read = trace[byNodes.event]!;
  const request = requestsIn(trace).find(({ queries }) => queries.some((query) => query === read));
  return request ? { ...byNodes, story: [...byNodes.story, pageStory(request)] } : byNodes;
}

function firstBroken(trace: Trace, judges: readonly ((trace: Trace) => Verdict)[]): Verdict {
  return judges.map((judge) => judge(trace)).find(({ kind }) => kind === 'broken') ?? { kind: 'holds' };
}

/** An order that could be placed is not refused: nobody would be told OK, and so nobody could miss anything. */
function judgeRefusals(trace: Trace): Verdict {
  const shelves = tableHistory(trace, 'primary', 'public.shop_product');
  for (const request of requestsIn(trace)) {
    const { started, responded } = request;
    if (started.method !== 'POST' || started.path !== '/checkout/' || !responded || isOk(request)) continue;
    const [shelf] = momentsDuring(shelves, started.at, started.at);
    if (!shelf?.rows.some(({ id }) => id === started.form.product)) continue;
    const { status, error } = responded.response;
    const answer = error ? `${status}, ${error.name}: ${error.message}` : String(status);
    const story = [
      fullStop(`At t = ${formatMs(responded.at)}, ${requestName(request)} was answered ${answer}`),
      `So ${started.person} was never told OK, and there is no order to be shown.`,
    ];
    return { kind: 'broken', story, event: trace.indexOf(responded) };
  }
  return { kind: 'holds' };
}

function judgePages(trace: Trace): Verdict {
  const onPrimary = tableHistory(trace, 'primary', 'public.shop_order');
  const onReplica = tableHistory(trace, 'replica', 'public.shop_order');
  for (const request of requestsIn(trace)) {
    const page = orderPath(request);
    const { started, responded } = request;
    if (!page || !responded) continue;
    const possible = [
      ...momentsDuring(onPrimary, started.at, responded.at),
      ...momentsDuring(onReplica, virtualMs(Math.max(started.at, hasOwnWrites(trace, request))), responded.at),
    ].map((moment) => ordersOf(moment, started.person, page.id));
    if (possible.includes(shownBy(request) ?? 'nothing that could be read')) continue;
    const event = trace.indexOf(responded);
    return { kind: 'broken', story: [...wroteStory(trace, request), pageStory(request), truth(possible)], event };
  }
  return { kind: 'holds' };
}

/** The order that a page is about, or all of the person's. */
function orderPath({ started }: RequestRecord): { readonly id: string | null } | null {
  const match = started.method === 'GET' ? /^\/orders\/(?:(\d+)\/)?$/.exec(started.path) : null;
  return match && { id: match[1] ?? null };
}

/** The moment from which the replica has all that this person was told before the request: never is `Infinity`. */
function hasOwnWrites(trace: Trace, request: RequestRecord): VirtualMs {
  const newest = writesToldBefore(trace, request)
    .flatMap(({ commits }) => commits.map(({ lsn }) => lsn))
    .at(-1);
  if (newest === undefined) return virtualMs(0);
  const applied = eventsOf(trace, 'transaction applied').find(({ lsn }) => lsn >= newest);
  return applied?.at ?? virtualMs(Infinity);
}

function writesToldBefore(trace: Trace, { started }: RequestRecord): readonly RequestRecord[] {
  const before = trace.indexOf(started);
  return requestsIn(trace).filter(
    (other) =>
      other.started.person === started.person &&
      other.commits.length > 0 &&
      isOk(other) &&
      trace.indexOf(other.responded!) < before,
  );
}

const inWords = (orders: readonly { id: string; quantity: string; status: string }[]): string =>
  orders.map(({ id, quantity, status }) => `order ${id} (quantity ${quantity}, ${status})`).join(', ') || 'no order';

function ordersOf({ rows }: TableMoment, person: string, id: string | null): string {
  const own = rows.filter((row) => row.customer === person && (id === null || row.id === id));
  const byId = own.toSorted((a, b) => Number(a.id) - Number(b.id));
  return inWords(
    byId.map((row: DecodedRow) => ({ id: `${row.id}`, quantity: `${row.quantity}`, status: `${row.status}` })),
  );
}

function shownBy({ started, responded }: RequestRecord): string | null {
  const { status, context } = responded!.response;
  if (status === 404) return inWords([]);
  const parsed = (started.path === '/orders/' ? listPage : orderPage).safeParse(context);
  if (status !== 200 || !parsed.success) return null;
  return inWords(parsed.data.toSorted((a, b) => Number(a.id) - Number(b.id)));
}

function told(trace: Trace, { started: { path, form } }: RequestRecord): string {
  if (path === '/checkout/') {
    const [shelves] = tableHistory(trace, 'primary', 'public.shop_product');
    const product = shelves?.rows.find(({ id }) => id === form.product);
    return `ordered ${form.quantity} × ${product?.name ?? 'something unknown'}`;
  }
  return `changed the quantity to ${form.quantity}`;
}

function wroteStory(trace: Trace, request: RequestRecord): readonly string[] {
  return writesToldBefore(trace, request)
    .slice(-1)
    .map(
      (write) =>
        `${request.started.person} ${told(trace, write)} and was told OK at t = ${formatMs(write.responded!.at)}.`,
    );
}

function pageStory(request: RequestRecord): string {
  const { responded } = request;
  if (!responded) return `${requestName(request)} was never answered.`;
  const { status, error } = responded.response;
  const at = `At t = ${formatMs(responded.at)}, ${requestName(request)} `;
  if (status === 404) return `${at}answered 404: no such order.`;
  if (status !== 200) return fullStop(`${at}answered ${status}${error ? `, ${error.name}: ${error.message}` : ''}`);
  return `${at}showed ${shownBy(request) ?? 'nothing that could be read'}.`;
}

const truth = (possible: readonly string[]): string =>
  `What a server that has these writes could have answered: ${[...new Set(possible)].join(', or ')}.`;

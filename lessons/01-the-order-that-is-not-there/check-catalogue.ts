import * as z from 'zod';
import { everyoneAnswered } from '../../src/course/everyone-answered.ts';
import type { Verdict } from '../../src/course/lesson.ts';
import { formatMs, fullStop, requestName } from '../../src/course/story.ts';
import { momentsDuring, tableHistory } from '../../src/course/table-history.ts';
import type { TableMoment } from '../../src/course/table-history.ts';
import { eventsOf, requestsIn } from '../../src/course/trace-selectors.ts';
import type { RequestRecord } from '../../src/course/trace-selectors.ts';
import type { Trace } from '../../src/trace/events.ts';

const text = z.union([z.string(), z.number()]).transform(String);
const shownProduct = z.object({ id: text, price: text });
const productPage = z.object({ product: shownProduct }).transform(({ product }) => [product]);
const cataloguePage = z.object({ products: z.array(shownProduct) }).transform(({ products }) => products);

/**
 * The pages of the catalogue are true to what stood on a node while they were made; and where the replica has all that
 * the visitor wrote, they come from it and ask the primary nothing.
 */
export function judgeCatalogue(trace: Trace): Verdict {
  const histories = (['primary', 'replica'] as const).map((node) => tableHistory(trace, node, 'public.shop_product'));
  for (const request of requestsIn(trace)) {
    const page = cataloguePath(request);
    const { started, responded } = request;
    if (!page || !responded) continue;
    const moments = histories.flatMap((history) => momentsDuring(history, started.at, responded.at));
    const possible = moments.map((moment) => productsOf(moment, page.id));
    if (!possible.includes(shownBy(request) ?? 'nothing that could be read')) {
      return { kind: 'broken', story: contentStory(request, possible), event: trace.indexOf(responded) };
    }
    const misplaced = judgePlace(trace, request);
    if (misplaced) return misplaced;
  }
  return everyoneAnswered(trace);
}

function judgePlace(trace: Trace, request: RequestRecord): Verdict | null {
  const reached = ownWritesReachedReplica(trace, request);
  if (reached === null) return null;
  const { queries, responded } = request;
  const onPrimary = queries.find(({ node }) => node === 'primary');
  if (onPrimary) {
    const asked = `At t = ${formatMs(onPrimary.at)}, ${requestName(request)} asked the primary all the same: ${onPrimary.sql}`;
    return { kind: 'broken', story: [reached, asked], event: trace.indexOf(onPrimary) };
  }
  if (queries.some(({ node, outcome }) => node === 'replica' && outcome.kind === 'ok')) return null;
  const asked = `${requestName(request)} asked the replica nothing.`;
  return { kind: 'broken', story: [reached, asked], event: trace.indexOf(responded!) };
}

/**
 * A sentence that says that the replica can serve this visitor, or null when it cannot. It can when it has all that had
 * been committed, by anybody, when the visitor's last write was answered: a position of the WAL that the shop
 * remembered for them may be as late as that.
 */
function ownWritesReachedReplica(trace: Trace, { started }: RequestRecord): string | null {
  const { person } = started;
  const start = trace.indexOf(started);
  const written = requestsIn(trace).filter((other) => other.started.person === person && other.commits.length > 0);
  const earlier = written.filter((other) => trace.indexOf(other.started) < start);
  if (earlier.length === 0) return `${person} had written nothing, so the replica could answer everything.`;
  const answered = earlier.at(-1)!.responded;
  if (!answered) return null;
  const needed = eventsOf(trace, 'transaction committed').findLast(({ at }) => at <= answered.at)!.lsn;
  const applied = eventsOf(trace, 'transaction applied').find(({ lsn }) => lsn >= needed);
  if (!applied || applied.at > started.at) return null;
  return `All that ${person} had written was on the replica from t = ${formatMs(applied.at)}.`;
}

/** The product that a page is about, or all of them. */
function cataloguePath({ started }: RequestRecord): { readonly id: string | null } | null {
  const match = started.method === 'GET' ? /^\/(?:products\/(\d+)\/)?$/.exec(started.path) : null;
  return match && { id: match[1] ?? null };
}

const inWords = (products: readonly { readonly id: string; readonly price: string }[]): string =>
  products
    .toSorted((a, b) => Number(a.id) - Number(b.id))
    .map(({ id, price }) => `product ${id} at € ${Number(price).toFixed(2)}`)
    .join(', ') || 'no product';

const productsOf = ({ rows }: TableMoment, id: string | null): string =>
  inWords(
    rows.filter((row) => id === null || row.id === id).map((row) => ({ id: `${row.id}`, price: `${row.price}` })),
  );

function shownBy({ started, responded }: RequestRecord): string | null {
  const { status, context } = responded!.response;
  if (status === 404) return inWords([]);
  const parsed = (started.path === '/' ? cataloguePage : productPage).safeParse(context);
  return status === 200 && parsed.success ? inWords(parsed.data) : null;
}

function contentStory(request: RequestRecord, possible: readonly string[]): readonly string[] {
  const { status, error } = request.responded!.response;
  const at = `At t = ${formatMs(request.responded!.at)}, ${requestName(request)} `;
  const shown = shownBy(request);
  if (shown !== null) {
    return [`${at}showed ${shown}.`, `The servers had ${[...new Set(possible)].join(', or ')} while it was made.`];
  }
  return [fullStop(`${at}answered ${status}${error ? `, ${error.name}: ${error.message}` : ' and no products'}`)];
}

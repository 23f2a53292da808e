import * as z from 'zod';
import { everyoneAnswered } from '../../src/course/everyone-answered.ts';
import type { Verdict } from '../../src/course/lesson.ts';
import { answerInWords, count, formatMs, fullStop, requestName } from '../../src/course/story.ts';
import { momentsDuring } from '../../src/course/table-history.ts';
import type { TableMoment } from '../../src/course/table-history.ts';
import { requestsIn } from '../../src/course/trace-selectors.ts';
import type { RequestRecord } from '../../src/course/trace-selectors.ts';
import type { Trace } from '../../src/trace/events.ts';
import type { DecodedRow } from '../../src/trace/postgres-values.ts';
import { historyOf, statementInWords } from './check-shop-rows.ts';

const text = z.union([z.string(), z.number()]).transform(String);
const page = z.object({
  product: z.object({ id: text, name: text, price: text, stock: text, category: z.object({ name: text }) }),
  reviews: z.array(z.object({ author: z.object({ name: text }), stars: text, text })),
});

/** The product that a request looks at, or null. */
export function productLookedAt({ started }: RequestRecord): string | null {
  return (started.method === 'GET' && /^\/products\/(\d+)\/$/.exec(started.path)?.[1]) || null;
}

/** All that a product page asks, it asks the replica, and it shows what the replica had while it was made. */
export function judgeProductPage(trace: Trace): Verdict {
  for (const request of requestsIn(trace)) {
    const product = productLookedAt(request);
    const { queries, responded } = request;
    if (product === null || !responded) continue;
    const onPrimary = queries.find(({ node }) => node === 'primary');
    if (onPrimary) {
      const asked = queries.filter(({ node }) => node === 'primary').length;
      const share = asked === queries.length ? 'all' : String(asked);
      const story = [
        `${requestName(request)} asked ${count(queries.length, 'question')}, ${share} of them of the primary, and took ${formatMs(responded.at - request.started.at)}.`,
        `At t = ${formatMs(onPrimary.at)} it ${statementInWords(onPrimary.sql)} there. The replica could have answered, and is near.`,
      ];
      return { kind: 'broken', story, event: trace.indexOf(onPrimary) };
    }
    const story = contentStory(trace, request, product);
    if (story) return { kind: 'broken', story, event: trace.indexOf(responded) };
  }
  return everyoneAnswered(trace);
}

/** What the page showed and the replica did not have, in sentences; null when it was true. */
function contentStory(trace: Trace, request: RequestRecord, id: string): readonly string[] | null {
  const { started, responded } = request;
  const { status, context } = responded!.response;
  const during = (table: Parameters<typeof historyOf>[2]): readonly TableMoment[] =>
    momentsDuring(historyOf(trace, 'replica', table), started.at, responded!.at);
  const products = during('shop_product').flatMap(({ rows }) => rows.filter((row) => row.id === id));
  const head = `At t = ${formatMs(responded!.at)}, ${requestName(request)} answered`;
  if (status === 404) {
    const wasMissing = during('shop_product').some(({ rows }) => rows.every((row) => row.id !== id));
    return wasMissing ? null : [`${head} 404. The replica had this product.`];
  }
  const shown = page.safeParse(context);
  if (status !== 200 || !shown.success) {
    const why = shown.success ? '' : ' It must be given a product with its category, and reviews with their authors.';
    return [`${fullStop(`${head} ${answerInWords(request)}`)}${why}`];
  }
  const { product, reviews } = shown.data;
  const categories = during('shop_category').flatMap(({ rows }) => rows);
  const customers = during('shop_customer').flatMap(({ rows }) => rows);
  const sameProduct = products.filter(
    (row) =>
      row.id === product.id &&
      row.name === product.name &&
      Number(row.price) === Number(product.price) &&
      row.stock === product.stock,
  );
  if (sameProduct.length === 0) return wrongPart(head, product, products);
  const names = categories.filter((row) => sameProduct.some((found) => found.category_id === row.id));
  if (names.every((row) => row.name !== product.category.name)) return wrongPart(head, product.category, names);
  const possible = during('shop_review').map(({ rows }) => reviewsInWords(rows, id, customers));
  const seen = inWords(reviews.map((review) => ({ ...review, author: review.author.name })));
  if (possible.includes(seen)) return null;
  return [`${head} with these reviews: ${seen}.`, `The replica had: ${[...new Set(possible)].join(', or: ')}.`];
}

const wrongPart = (head: string, shown: object, rows: readonly DecodedRow[]): readonly string[] => [
  `${head} with ${JSON.stringify(shown)}.`,
  `The replica had ${rows.map((row) => JSON.stringify(row)).join(', or ') || 'no such row'}.`,
];

const reviewsInWords = (rows: readonly DecodedRow[], product: string, customers: readonly DecodedRow[]): string =>
  inWords(
    rows
      .filter((row) => row.product_id === product)
      .map((row) => ({
        author: customers.find(({ id }) => id === row.author_id)?.name ?? 'nobody',
        stars: row.stars ?? '',
        text: row.text ?? '',
      })),
  );

/** In an order of its own: which comes first is for the view to say. */
const inWords = (
  reviews: readonly { readonly author: string; readonly stars: string; readonly text: string }[],
): string =>
  reviews
    .map(({ author, stars, text: said }) => `${author} (${stars} of 5) "${said}"`)
    .toSorted()
    .join(', ') || 'none';

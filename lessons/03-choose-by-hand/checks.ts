import { answeredWithin } from '../../src/course/answered-within.ts';
import type { Check } from '../../src/course/lesson.ts';
import { formatMs } from '../../src/course/story.ts';
import { judgeFewQueries } from './check-few-queries.ts';
import { judgeNewestData } from './check-newest-data.ts';
import { judgeOneOrder } from './check-one-order.ts';
import { judgeProductPage } from './check-product-page.ts';
import { judgeStock } from './check-stock.ts';
import { judgeWholeOrder } from './check-whole-order.ts';

/** In virtual ms, from the click to the page. Two customers with ten statements each on the primary, one after the other,
 * are well within it. */
const limitMs = 1_000;

export const checks: readonly Check[] = [
  {
    id: 'page-on-replica',
    title: 'The product page comes from the replica alone, and shows what the replica has.',
    judge: judgeProductPage,
  },
  {
    id: 'few-queries',
    title: 'The product page takes at most four statements, however many reviews it shows.',
    judge: judgeFewQueries,
  },
  {
    id: 'newest-data',
    title: 'An order holds what its checkout holds at that moment, at the prices of that moment.',
    judge: judgeNewestData,
  },
  {
    id: 'one-order',
    title: 'A checkout becomes one order, and every press of the button leads to it.',
    judge: judgeOneOrder,
  },
  {
    id: 'stock-kept',
    title: 'No bottle is sold twice, and none is lost.',
    judge: judgeStock,
  },
  {
    id: 'whole-order',
    title: 'An order is there with its lines, its bottles and its closed checkout, or not at all.',
    judge: judgeWholeOrder,
  },
  {
    id: 'answers-promptly',
    title: `Every page is answered within ${formatMs(limitMs)}.`,
    judge: (trace) => answeredWithin(trace, limitMs),
  },
];

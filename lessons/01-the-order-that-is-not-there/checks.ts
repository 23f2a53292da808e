import { answeredWithin } from '../../src/course/answered-within.ts';
import type { Check } from '../../src/course/lesson.ts';
import { formatMs } from '../../src/course/story.ts';
import { judgeCatalogue } from './check-catalogue.ts';
import { judgeOwnOrder } from './check-own-order.ts';
import { judgeKeptOrders } from './check-kept-orders.ts';

/** In virtual ms, from the click to the page. Five statements on the primary are well within it. */
const limitMs = 500;

export const checks: readonly Check[] = [
  {
    id: 'sees-own-order',
    title: 'Once the shop has said OK, every page shows customers their orders as they left them.',
    judge: judgeOwnOrder,
  },
  {
    id: 'catalogue-on-replica',
    title: 'The catalogue comes from the replica, for everyone whose own writes have reached it.',
    judge: judgeCatalogue,
  },
  {
    id: 'answers-promptly',
    title: `Every page is answered within ${formatMs(limitMs)}.`,
    judge: (trace) => answeredWithin(trace, limitMs),
  },
  {
    id: 'keeps-every-order',
    title: 'Every order that was confirmed is on the primary, once, as it was placed or changed.',
    judge: judgeKeptOrders,
  },
];

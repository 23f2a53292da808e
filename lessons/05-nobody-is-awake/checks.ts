import type { Check } from '../../src/course/lesson.ts';
import { formatMs } from '../../src/course/story.ts';
import { judgeOnePrimary } from './check-one-primary.ts';
import { judgeOrders } from './check-orders.ts';
import { judgePatience } from './check-patience.ts';
import { judgeWatch } from './check-watch.ts';

/** In virtual ms. Servers are started again within a second, and cables are put back within one and a half. */
const patienceMs = 2_000;
/** Three checks that take two seconds each, with a second between them, are over after ten. */
const outageMs = 12_000;
/** An order of two pages with two statements takes 230 ms. */
const orderMs = 1_000;
/** Two checks of two seconds, a power switch and a promotion take less than five. */
const watchMs = 10_000;

export const checks: readonly Check[] = [
  {
    id: 'no-false-alarm',
    title: `Nobody is switched off or promoted while the primary may be back within ${formatMs(patienceMs)}, or when there is no replica.`,
    judge: judgePatience(patienceMs),
  },
  {
    id: 'orders-go-through-again',
    title: `${formatMs(outageMs)} after the primary has gone, orders go through again.`,
    judge: judgeOrders({ outageMs, orderMs }),
  },
  {
    id: 'one-primary',
    title: 'Never do two servers take orders.',
    judge: judgeOnePrimary,
  },
  {
    id: 'keeps-watching',
    title: 'Whatever the servers do, the monitor gets its answer.',
    judge: judgeWatch(watchMs),
  },
];

import type { Check } from '../../src/course/lesson.ts';
import { formatMs } from '../../src/course/story.ts';
import { judgeAnswers } from './check-answers.ts';
import { judgeKept } from './check-kept.ts';
import { judgeOnce } from './check-once.ts';
import { judgePages } from './check-pages.ts';

/** In virtual ms. A page of two statements takes 90 ms, and one in a transaction of its own 165 ms. */
const pageMs = 250;
/** A payment of eight statements takes 240 ms, and 52 ms more until the replica has it. */
const payMs = 1_000;
const hopelessMs = 10_000;

export const checks: readonly Check[] = [
  {
    id: 'keeps-acknowledged-payments',
    title: 'Every payment that somebody was told of is there after the failover.',
    judge: judgeKept,
  },
  {
    id: 'takes-money-once',
    title: 'However often a form is sent or tried, its money is taken once.',
    judge: judgeOnce,
  },
  {
    id: 'pages-do-not-wait',
    title: 'Whoever only looks does not wait for the replica.',
    judge: judgePages(pageMs),
  },
  {
    id: 'works-after-promotion',
    title: `Whoever pays is told OK within ${formatMs(payMs)} of the promotion, and from then on no page is an error.`,
    judge: judgeAnswers({ payMs, hopelessMs }),
  },
];

import { everyoneAnswered } from '../../src/course/everyone-answered.ts';
import type { Verdict } from '../../src/course/lesson.ts';
import { count, formatMs, requestName } from '../../src/course/story.ts';
import { requestsIn } from '../../src/course/trace-selectors.ts';
import type { Trace } from '../../src/trace/events.ts';
import { productLookedAt } from './check-product-page.ts';
import { statementInWords } from './check-shop-rows.ts';

/** One for each kind of thing that the page shows: the product, its category, the reviews, their authors. */
const most = 4;

/** The number of a product page's statements does not grow with what it shows. */
export function judgeFewQueries(trace: Trace): Verdict {
  for (const request of requestsIn(trace)) {
    const { queries, responded, started } = request;
    if (productLookedAt(request) === null || !responded || queries.length <= most) continue;
    const times = new Map<string, number>();
    for (const { sql } of queries) times.set(sql, (times.get(sql) ?? 0) + 1);
    const [sql, n] = [...times].toSorted(([, a], [, b]) => b - a)[0]!;
    const repeated = `${n} of these ${statementInWords(sql)}, each with another parameter.`;
    const story = [
      `${requestName(request)} took ${count(queries.length, 'statement')} and ${formatMs(responded.at - started.at)}.`,
      ...(n > 1 ? [repeated] : []),
      `It may take ${most}, whether a product has no review or fifty.`,
    ];
    const event = trace.indexOf(queries.findLast((query) => query.sql === sql)!);
    return { kind: 'broken', story, event };
  }
  return everyoneAnswered(trace);
}

/** The plans of what the pages asked, as the nodes gave them. Nothing is judged by a clock. */
import type { Verdict } from '../../src/course/lesson.ts';
import { formatNumber, requestName } from '../../src/course/story.ts';
import { type Query, type RequestRecord, requestsIn } from '../../src/course/trace-selectors.ts';
import type { Finding } from '../../src/explain/finding.ts';
import { discardingScans } from '../../src/explain/findings/discarding-scans.ts';
import { misestimates } from '../../src/explain/findings/misestimates.ts';
import type { Buffers, Plan } from '../../src/explain/plan.ts';
import { planOfRaw } from '../../src/explain/plan-of-raw.ts';
import { readJson } from '../../src/explain/read-json.ts';
import { touchedPages } from '../../src/explain/touched-pages.ts';
import type { Trace } from '../../src/trace/events.ts';

interface PlannedQuery {
  readonly request: RequestRecord;
  readonly query: Query;
  readonly plan: Plan;
}

function plansIn(trace: Trace): readonly PlannedQuery[] {
  return requestsIn(trace).flatMap((request) =>
    request.queries.flatMap((query) =>
      query.plan === undefined ? [] : [{ request, query, plan: planOfRaw(readJson(query.plan)) }],
    ),
  );
}

/** No page reads a table through to keep a few of its rows, on either node. */
export const judgeScans = (trace: Trace): Verdict => judgeFindings(trace, (plan) => discardingScans(plan, null));

/** The planner of either node knows about how many rows there will be. */
export const judgeEstimates = (trace: Trace): Verdict => judgeFindings(trace, (plan) => misestimates(plan, null));

function judgeFindings(trace: Trace, find: (plan: Plan) => readonly Finding[]): Verdict {
  for (const { request, query, plan } of plansIn(trace)) {
    const [finding] = find(plan);
    if (!finding) continue;
    const story = [
      `${requestName(request)} asked the ${query.node}.`,
      `${plain(finding.title)}. ${plain(finding.why)}`,
      'Show it in the timeline, and press “Explain” there to walk through its plan.',
    ];
    return { kind: 'broken', story, event: trace.indexOf(query) };
  }
  return { kind: 'holds' };
}

/** In pages of 8 kB: all of the three tables are some 120. */
const mostPages = 250;

/** What a page of the back office touches stays about what there is. */
export function judgePages(trace: Trace): Verdict {
  for (const request of requestsIn(trace)) {
    const own = plansIn(trace).filter((one) => one.request.started === request.started);
    const touched = own.reduce((sum, { plan: { root } }) => sum + pagesOf(root.actual?.buffers ?? null), 0);
    if (touched <= mostPages) continue;
    const most = own.toSorted(
      (a, b) => pagesOf(b.plan.root.actual!.buffers) - pagesOf(a.plan.root.actual!.buffers),
    )[0]!;
    const story = [
      `${requestName(request)} touched ${formatNumber(touched)} pages on the ${most.query.node}. All of the three tables have fewer than half as many.`,
      `At most ${mostPages} are enough, when each table is read once.`,
    ];
    return { kind: 'broken', story, event: trace.indexOf(most.query) };
  }
  return { kind: 'holds' };
}

const pagesOf = (buffers: Buffers | null): number => (buffers ? touchedPages(buffers) : 0);

const plain = (sentence: string): string => sentence.replaceAll('`', '');

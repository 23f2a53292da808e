/** N+1: one query asks for some rows, and then the same query is sent again for each of them. It is no matter of any plan: each of the queries
 * may be planned as well as can be. So it is seen in the trace of a request. */
import type { EventOf, Trace } from '../trace/events.ts';
import type { RequestId } from '../trace/ids.ts';
import type { Finding } from './finding.ts';
import { amount, code, count } from './in-words.ts';

type Query = EventOf<'query ran'>;

export interface RepeatedQuery {
  readonly sql: string;
  /** Those of one request with this SQL, to one node, in order. */
  readonly queries: readonly Query[];
}

/** As often as this somebody may have asked on purpose. */
const mostOnPurpose = 3;

/** The queries that a request has sent again and again, with other parameters. */
export function repeatedQueries(trace: Trace, request: RequestId): readonly RepeatedQuery[] {
  const groups = new Map<string, Query[]>();
  for (const event of trace) {
    if (event.type !== 'query ran' || event.client.kind !== 'request' || event.client.requestId !== request) continue;
    if (!/^\s*(select|with)\b/i.test(event.sql)) continue;
    const key = JSON.stringify([event.node, event.sql]);
    groups.set(key, [...(groups.get(key) ?? []), event]);
  }
  return [...groups.values()]
    .filter((queries) => new Set(queries.map(({ params }) => JSON.stringify(params))).size > mostOnPurpose)
    .map((queries) => ({ sql: queries[0]!.sql, queries }));
}

/** The same as a finding about one of these queries; null where it was not repeated. */
export function repeatedFinding(trace: Trace, request: RequestId, sql: string): Finding | null {
  const repeated = repeatedQueries(trace, request).find((one) => one.sql === sql);
  if (!repeated) return null;
  const { queries } = repeated;
  const waitedMs = queries.reduce((ms, { sentAt, answeredAt }) => ms + Math.max(0, (answeredAt ?? sentAt) - sentAt), 0);
  return {
    kind: 'repeated query',
    node: null,
    weight: 3,
    title: `Sent ${count(queries.length, 'time')} in one request, each time with other parameters`,
    why: `This plan may be as good as can be: it is run once for each row of another query (N+1), and each time the request waits for the way to ${queries[0]!.node} and back, ${amount(Math.round(waitedMs))} ms in all.`,
    advice: `Ask for all of them at once: with a join (${code('selectRelated')}), with one query for the whole list (${code('prefetchRelated')}), or let the database count and sum (${code('annotate')}).`,
    remedy: [],
  };
}

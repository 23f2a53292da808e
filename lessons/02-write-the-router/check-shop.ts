/** What the checks know of this shop: its deployments, its tables, and how it answered. */
import { answerInWords, formatMs, fullStop, requestName } from '../../src/course/story.ts';
import { eventsOf } from '../../src/course/trace-selectors.ts';
import type { Commit, Query, RequestRecord } from '../../src/course/trace-selectors.ts';
import type { Verdict } from '../../src/course/lesson.ts';
import type { Trace } from '../../src/trace/events.ts';
import type { DecodedRow } from '../../src/trace/postgres-values.ts';

/** What the deployment says of its replica; null where it says nothing. */
export const replicaHost = (trace: Trace): string | null =>
  eventsOf(trace, 'run started')[0]?.environment?.REPLICA_HOST ?? null;

/** Whether the deployment has a replica: its name may also be given to the primary. */
export const hasReplica = (trace: Trace): boolean => replicaHost(trace) === 'replica';

/** Whether a statement names a table whose name begins like that. */
export const names = ({ sql }: Query, prefix: 'shop_' | 'warehouse_'): boolean =>
  sql.split(/[^\p{L}\p{N}_$]+/u).some((word) => word.startsWith(prefix));

export const isWrite = ({ sql }: Query): boolean => /^\s*(insert|update|delete)\b/i.test(sql);

/** What a statement does, in a few words: `read shop_product`, `wrote warehouse_delivery`. */
export function statementInWords(query: Query): string {
  const tables = [...query.sql.matchAll(/\b(?:from|join|into|update)\s+"?(\w+)"?/gi)].map(([, table]) => table!);
  const about = [...new Set(tables)].join(' and ');
  return about === '' ? `ran ${query.sql}` : `${isWrite(query) ? 'wrote' : 'read'} ${about}`;
}

/** The rows of `shop_order` that a commit made or changed, as they are since. */
export const ordersIn = ({ changes }: Commit, kinds: readonly ('insert' | 'update')[]): readonly DecodedRow[] =>
  changes.flatMap((change) =>
    (change.kind === 'insert' || change.kind === 'update') &&
    kinds.includes(change.kind) &&
    change.table === 'shop_order'
      ? [change.row]
      : [],
  );

/** A request that had to succeed and did not: its answer, and the statement that a server refused, if one did. */
export function failedRequest(trace: Trace, request: RequestRecord, ...consequence: readonly string[]): Verdict {
  const { queries, responded } = request;
  const refused = queries.find(({ outcome }) => outcome.kind === 'error');
  const answer = `At t = ${formatMs(responded!.at)}, ${requestName(request)} was answered ${answerInWords(request)}`;
  const why = refused ? [`The ${refused.node} had refused this: ${refused.sql}`] : [];
  return {
    kind: 'broken',
    story: [fullStop(answer), ...why, ...consequence],
    event: trace.indexOf(refused ?? responded!),
  };
}

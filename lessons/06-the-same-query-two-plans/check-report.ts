import { everyoneAnswered } from '../../src/course/everyone-answered.ts';
import type { Verdict } from '../../src/course/lesson.ts';
import { count, formatMs, requestName } from '../../src/course/story.ts';
import { momentsDuring, type TableMoment, tableHistory } from '../../src/course/table-history.ts';
import { type RequestRecord, requestsIn } from '../../src/course/trace-selectors.ts';
import type { Trace } from '../../src/trace/events.ts';
import type { ReplicationNode } from '../../src/trace/ids.ts';

/** Which node a page is to be read from; null for one that is no page of the back office. */
const nodeOf = (path: string): ReplicationNode | null =>
  /^\/(report|orders\/[^/]+)\/now\/$/.test(path)
    ? 'primary'
    : /^\/(report|orders\/[^/]+)\/$/.test(path)
      ? 'replica'
      : null;

const isReport = ({ started }: RequestRecord): boolean => started.path.startsWith('/report/');

/** Each page is read from its own node, and from no other. */
export function judgeNodes(trace: Trace): Verdict {
  for (const request of requestsIn(trace)) {
    const node = nodeOf(request.started.path);
    const other = request.queries.find((query) => query.node !== node);
    if (node === null || !other) continue;
    const story = [`${requestName(request)} asked the ${other.node}. This page is for the ${node}.`];
    return { kind: 'broken', story, event: trace.indexOf(other) };
  }
  return everyoneAnswered(trace);
}

/** Orders with their customers, and their lines: one for each kind of thing is enough. */
const most = 3;

export function judgeFewQueries(trace: Trace): Verdict {
  for (const request of requestsIn(trace)) {
    const { queries, started, responded } = request;
    if (!isReport(request) || queries.length <= most) continue;
    const times = new Map<string, number>();
    for (const { sql } of queries) times.set(sql, (times.get(sql) ?? 0) + 1);
    const [sql, n] = [...times].toSorted(([, a], [, b]) => b - a)[0]!;
    const took = responded ? ` and ${formatMs(responded.at - started.at)}` : '';
    const story = [
      `${requestName(request)} took ${count(queries.length, 'statement')}${took}.`,
      ...(n > 1 ? [`${n} of these are the same, each with another parameter: ${sql.slice(0, 120)}…`] : []),
      `It may take ${most}, however long the report is.`,
    ];
    return { kind: 'broken', story, event: trace.indexOf(queries.findLast((query) => query.sql === sql)!) };
  }
  return { kind: 'holds' };
}

interface ReportRow {
  readonly reference: string;
  readonly customer: string;
  readonly bottles: number;
}

/** The report says what its node had while it was made. */
export function judgeReport(trace: Trace): Verdict {
  const histories = new Map<ReplicationNode, Histories>();
  for (const request of requestsIn(trace)) {
    const node = nodeOf(request.started.path);
    const { responded, started } = request;
    if (!isReport(request) || !responded || node === null) continue;
    const history = histories.get(node) ?? historiesOf(trace, node);
    histories.set(node, history);
    const moments = momentsDuring(history.orders, started.at, responded.at);
    const possible = moments.map(({ at }) => JSON.stringify(expectedAt(history, at)));
    const shown = JSON.stringify(rowsIn(responded.response.context));
    if (possible.includes(shown)) continue;
    const story = [
      `${requestName(request)} had ${shown}.`,
      `On the ${node} the ten oldest open orders were ${possible[0]}.`,
    ];
    return { kind: 'broken', story, event: trace.indexOf(responded) };
  }
  return { kind: 'holds' };
}

interface Histories {
  readonly orders: readonly TableMoment[];
  readonly customers: readonly TableMoment[];
  readonly lines: readonly TableMoment[];
}

const historiesOf = (trace: Trace, node: ReplicationNode): Histories => ({
  orders: tableHistory(trace, node, 'public.shop_order'),
  customers: tableHistory(trace, node, 'public.shop_customer'),
  lines: tableHistory(trace, node, 'public.shop_orderline'),
});

function expectedAt({ orders, customers, lines }: Histories, at: number): readonly ReportRow[] {
  const rowsAt = (history: readonly TableMoment[]): TableMoment['rows'] =>
    (history.findLast((moment) => moment.at <= at) ?? history[0]!).rows;
  const names = new Map(rowsAt(customers).map(({ id, name }) => [id, name]));
  const oldest = rowsAt(orders)
    .filter(({ status }) => status === 'open')
    .toSorted((a, b) => a['placed_on']!.localeCompare(b['placed_on']!) || Number(a['id']) - Number(b['id']))
    .slice(0, 10);
  const allLines = rowsAt(lines);
  return oldest.map((order) => ({
    reference: order['reference']!,
    customer: names.get(order['customer_id'])!,
    bottles: allLines
      .filter((line) => line['order_id'] === order['id'])
      .reduce((sum, { quantity }) => sum + Number(quantity), 0),
  }));
}

function rowsIn(context: unknown): unknown {
  const rows = (context as { readonly rows?: unknown } | null)?.rows;
  if (!Array.isArray(rows)) return rows ?? null;
  return rows.map((row: Partial<ReportRow>) => ({
    reference: row.reference,
    customer: row.customer,
    bottles: Number(row.bottles),
  }));
}

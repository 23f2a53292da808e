import { tableHistory, type TableMoment } from '../../src/course/table-history.ts';
import { eventsOf, type RequestRecord, requestsIn } from '../../src/course/trace-selectors.ts';
import type { Trace } from '../../src/trace/events.ts';
import type { NodeName, VirtualMs } from '../../src/trace/ids.ts';
import type { DecodedRow } from '../../src/trace/postgres-values.ts';

/** When the primary stopped, and when the replica took its place; null where it did not. */
export interface Failover {
  readonly crashedAt: VirtualMs;
  readonly promotedAt: VirtualMs | null;
}

/** Null where the primary never crashed. */
export function failoverOf(trace: Trace): Failover | null {
  const crashed = eventsOf(trace, 'node crashed').find(({ node }) => node === 'primary');
  if (!crashed) return null;
  const promoted = eventsOf(trace, 'node promoted').find(({ at }) => at >= crashed.at);
  return { crashedAt: crashed.at, promotedAt: promoted?.at ?? null };
}

/** Whether the replica was promoted while the primary ran. Then both take writes, and no shop keeps its promises: none of these
 * schedules does it, and a smaller one that does shows another failure. */
export function isSplit(trace: Trace): boolean {
  const [promoted] = eventsOf(trace, 'node promoted');
  const crashed = failoverOf(trace);
  return promoted !== undefined && (crashed === null || promoted.at < crashed.crashedAt);
}

/** The node that has the shop's data at the end of the run. */
export const survivorOf = (trace: Trace): NodeName => (failoverOf(trace)?.promotedAt == null ? 'primary' : 'replica');

export const paymentsOn = (trace: Trace, node: NodeName): readonly TableMoment[] =>
  tableHistory(trace, node, 'public.shop_payment');

/** Every press of "Pay". Nobody here pays for the same product with two forms. */
export const paymentsAskedFor = (trace: Trace): readonly RequestRecord[] =>
  requestsIn(trace).filter(({ started }) => started.method === 'POST' && started.path === '/pay/');

/** The rows that are somebody's payment for the product of a form. */
export const madeFor = (
  rows: readonly DecodedRow[],
  { started: { person, form } }: RequestRecord,
): readonly DecodedRow[] => rows.filter((row) => row.customer === person && row.product_id === form.product);

/** What a product costs; nobody changes it. */
export function priceOf(trace: Trace, product: string | undefined): string | null {
  const [first] = tableHistory(trace, 'primary', 'public.shop_product');
  return first?.rows.find((row) => row.id === product)?.price ?? null;
}

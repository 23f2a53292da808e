/** What the checks know of this shop: its tables, and what a commit did to them. */
import { count } from '../../src/course/story.ts';
import { tableHistory } from '../../src/course/table-history.ts';
import type { TableMoment } from '../../src/course/table-history.ts';
import type { Commit, RequestRecord } from '../../src/course/trace-selectors.ts';
import type { Trace } from '../../src/trace/events.ts';
import type { NodeName, VirtualMs } from '../../src/trace/ids.ts';
import type { DecodedRow } from '../../src/trace/postgres-values.ts';

export type Table =
  | 'shop_category'
  | 'shop_checkout'
  | 'shop_checkoutline'
  | 'shop_customer'
  | 'shop_order'
  | 'shop_orderline'
  | 'shop_product'
  | 'shop_review';

export const historyOf = (trace: Trace, node: NodeName, table: Table): readonly TableMoment[] =>
  tableHistory(trace, node, `public.${table}`);

/** The rows as they stood right before a moment, or at its end. */
export const rowsBefore = (history: readonly TableMoment[], at: VirtualMs): readonly DecodedRow[] =>
  (history.findLast((moment) => moment.at < at) ?? history[0])?.rows ?? [];
export const rowsAt = (history: readonly TableMoment[], at: VirtualMs): readonly DecodedRow[] =>
  (history.findLast((moment) => moment.at <= at) ?? history[0])?.rows ?? [];

/** The rows that a commit put into a table, in its order. */
export const inserted = ({ changes }: Pick<Commit, 'changes'>, table: Table): readonly DecodedRow[] =>
  changes.flatMap((change) => (change.kind === 'insert' && change.table === table ? [change.row] : []));

/** The rows that a commit changed in a table, as they are now. */
export const updated = ({ changes }: Pick<Commit, 'changes'>, table: Table): readonly DecodedRow[] =>
  changes.flatMap((change) => (change.kind === 'update' && change.table === table ? [change.row] : []));

/** The checkout that the request wants to make an order of, or null. */
export function checkoutToOrder({ started }: RequestRecord): string | null {
  if (started.method !== 'POST') return null;
  return /^\/checkout\/(\d+)\/order\/$/.exec(started.path)?.[1] ?? null;
}

/** Names of the juices by id: none is renamed while the shop is open. */
export function juiceNames(trace: Trace): (id: string | null | undefined) => string {
  const names = new Map(
    historyOf(trace, 'primary', 'shop_product').flatMap(({ rows }) => rows.map((row) => [row.id, row.name] as const)),
  );
  return (id) => names.get(id ?? null) ?? `product ${id}`;
}

export const bottles = (n: number): string => count(n, 'bottle');

/** `3 × Apple juice at € 3.20, 1 × Quince juice at € 4.90`, in the order of the products. */
export const linesInWords = (
  lines: readonly { readonly product: string; readonly quantity: string; readonly price: string }[],
  nameOf: (id: string) => string,
): string =>
  lines
    .toSorted((a, b) => Number(a.product) - Number(b.product))
    .map(({ product, quantity, price }) => `${quantity} × ${nameOf(product)} at € ${Number(price).toFixed(2)}`)
    .join(', ') || 'nothing';

/** The tables that a statement names, without its subqueries' names for them: `shop_review and shop_customer`. */
export function tablesNamed(sql: string): readonly string[] {
  return [...new Set([...sql.matchAll(/\b(?:from|join|into|update)\s+"?(\w+)"?/gi)].map(([, table]) => table!))];
}

/** What a statement did, in a few words: `read shop_review and shop_customer`, or the statement itself. */
export function statementInWords(sql: string): string {
  const tables = tablesNamed(sql);
  return /^\s*select\b/i.test(sql) && tables.length > 0 ? `read ${tables.join(' and ')}` : `ran ${sql}`;
}

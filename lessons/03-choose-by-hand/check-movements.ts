import { eventsOf } from '../../src/course/trace-selectors.ts';
import type { Commit } from '../../src/course/trace-selectors.ts';
import type { Trace } from '../../src/trace/events.ts';
import { historyOf, inserted, updated } from './check-shop-rows.ts';

/** What happened to one juice in one commit. */
export interface Movement {
  readonly commit: Commit;
  readonly before: number;
  /** By how much the stock changed. */
  readonly by: number;
  /** Whether it was written at all, be it with the number that was there. */
  readonly isWritten: boolean;
  /** How many bottles the commit's order lines say. */
  readonly sold: number;
}

/** All movements of each juice, in the order of the commits, and how many bottles there were in the beginning. */
export function movements(
  trace: Trace,
): ReadonlyMap<string, { readonly first: number; readonly all: readonly Movement[] }> {
  const stock = new Map(
    historyOf(trace, 'primary', 'shop_product')[0]!.rows.map(({ id, stock: there }) => [id!, Number(there)]),
  );
  const juices = new Map([...stock].map(([id, first]) => [id, { first, all: [] as Movement[] }]));
  for (const commit of eventsOf(trace, 'transaction committed')) {
    for (const row of inserted(commit, 'shop_product')) {
      stock.set(row.id!, Number(row.stock));
      juices.set(row.id!, { first: Number(row.stock), all: [] });
    }
    const after = new Map(updated(commit, 'shop_product').map((row) => [row.id!, Number(row.stock)]));
    const lines = inserted(commit, 'shop_orderline');
    for (const id of new Set([...after.keys(), ...lines.map((line) => line.product_id!)])) {
      const before = stock.get(id) ?? 0;
      const by = (after.get(id) ?? before) - before;
      const own = lines.filter((line) => line.product_id === id);
      const sold = own.reduce((sum, line) => sum + Number(line.quantity), 0);
      juices.get(id)?.all.push({ commit, before, by, isWritten: after.has(id), sold });
      stock.set(id, before + by);
    }
  }
  return juices;
}

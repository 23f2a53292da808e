/** What a table held on a node, from moment to moment: the ground on which a page's claims are judged. */
import type { Trace } from '../trace/events.ts';
import type { NodeName, VirtualMs } from '../trace/ids.ts';
import type { DecodedRow, PgTable } from '../trace/postgres-values.ts';
import { applyChanges, tableState } from '../trace/view-tables.ts';

/** The rows that stood from `at` until the next state, by column name. */
export interface TableMoment {
  readonly at: VirtualMs;
  readonly rows: readonly DecodedRow[];
}

/** The event that carries a node's changes. Nothing carries those of the standalone server. */
const changedBy = { primary: 'transaction committed', replica: 'transaction applied', standalone: null } as const;

/**
 * All states of a table on a node, the first at the run's beginning. A change counts on the primary from its commit,
 * on the replica from when it was applied, on the standalone server from when its tables were read again.
 * @param name `schema.table`; a table that the node does not have has no rows
 */
export function tableHistory(trace: Trace, node: NodeName, name: string): readonly TableMoment[] {
  const changed = changedBy[node];
  let state = tableState([]);
  const moments: TableMoment[] = [];
  for (const event of trace) {
    const before = state.get(name);
    if (event.type === 'run started') state = tableState(event.tables[node] ?? []);
    else if (event.type === 'tables inspected' && event.node === node) state = tableState(event.tables);
    else if (event.type === changed) state = applyChanges(state, event.changes);
    if (event.type === 'run started' || state.get(name) !== before) {
      moments.push({ at: event.at, rows: rowsOf(state.get(name)) });
    }
  }
  return moments;
}

/** The states that stood at some moment from `from` to `to`, both included, in order; none when `from` is after `to`. */
export function momentsDuring(history: readonly TableMoment[], from: VirtualMs, to: VirtualMs): readonly TableMoment[] {
  if (from > to) return [];
  return history.filter((moment, index) => moment.at <= to && (history[index + 1]?.at ?? Infinity) >= from);
}

function rowsOf(table: PgTable | undefined): readonly DecodedRow[] {
  if (!table) return [];
  return table.rows.map((cells) => Object.fromEntries(table.columns.map((column, at) => [column, cells[at] ?? null])));
}

import type { Ledger } from './ledger.ts';
import type { DecodedRow } from './postgres-values.ts';
import type { TableView } from './view-tables.ts';

/** A key under which two servers have each made a row of their own. */
export interface UsedTwice {
  /** The table's `id`. */
  readonly table: string;
  readonly key: readonly string[];
}

/** The keys of rows that the primary alone inserted, and under which the promoted node has another row, in the order of the losses. */
export function usedTwice({ lost }: Pick<Ledger, 'lost'>, tables: readonly TableView[]): readonly UsedTwice[] {
  return lost.flatMap(({ commit }) =>
    commit.changes.flatMap((change) => {
      if (change.kind !== 'insert') return [];
      const table = tables.find(({ id }) => id === `${change.schema}.${change.table}`);
      if (!table || table.key.length === 0) return [];
      const key = table.key.map((column) => change.row[column] ?? '');
      const row = table.rows.find(({ primary, replica }) => replica && isKeyed(table, primary ?? replica, key));
      return row?.replica && !isSame(table, row.replica, change.row) ? [{ table: table.id, key }] : [];
    }),
  );
}

type Cells = NonNullable<TableView['rows'][number]['replica']>;

const isKeyed = ({ columns, key }: TableView, cells: Cells, wanted: readonly string[]): boolean =>
  key.every((column, at) => cells[columns.indexOf(column)] === wanted[at]);

const isSame = ({ columns }: TableView, cells: Cells, row: DecodedRow): boolean =>
  columns.every((column, at) => !(column in row) || row[column] === cells[at]);

/** What the tables of both nodes hold at a moment of a run, and where they differ. */
import type { DecodedChange, DecodedRow, PgTable, PgText } from './postgres-values.ts';

/** A cell is undefined where the node's table has no such column. */
export type Cells = readonly (PgText | undefined)[];

export interface RowView {
  /** Unique in its table, and the same for both nodes. */
  readonly id: string;
  readonly primary: Cells | null;
  readonly replica: Cells | null;
  /** `missing`: the replica does not have it yet. `extra`: the primary no longer has it. `stale`: the values differ. */
  readonly state: 'same' | 'missing' | 'extra' | 'stale';
}

export interface TableView {
  /** `schema.name`. */
  readonly id: string;
  readonly name: string;
  readonly columns: readonly string[];
  readonly key: readonly string[];
  /** Of the primary's table: what lets its changes travel. */
  readonly publications: readonly string[];
  readonly rows: readonly RowView[];
}

/** Tables of one node by `schema.name`. Rows are replaced, never changed. */
export type TableState = ReadonlyMap<string, PgTable>;

const tableId = ({ schema, name }: { schema: string; name: string }): string => `${schema}.${name}`;

export function tableState(tables: readonly PgTable[]): TableState {
  return new Map(tables.map((table) => [tableId(table), table]));
}

/**
 * The tables after `changes`. A change of a table that is not known is left out: it was made by DDL, which the stream
 * does not carry, and a `tables inspected` event follows it.
 */
export function applyChanges(state: TableState, changes: readonly DecodedChange[]): TableState {
  const next = new Map(state);
  for (const change of changes) {
    if (change.kind === 'message') continue;
    for (const id of changedTables([change])) {
      const table = next.get(id);
      if (table) next.set(id, { ...table, rows: rowsAfter(table, change) });
    }
  }
  return next;
}

/** The ids of the tables that these change, in the order in which they do. */
export const changedTables = (changes: readonly DecodedChange[]): readonly string[] =>
  changes.flatMap((change) => {
    if (change.kind === 'message') return [];
    const targets = change.kind === 'truncate' ? change.tables : [change];
    return targets.map(({ schema, table }) => tableId({ schema, name: table }));
  });

/**
 * Whether `applyChanges` can tell what the table holds after the change: it must name every column of it, and, where a
 * row is changed or deleted, say which. Without that the table is read from the node.
 */
export function canFollow(change: DecodedChange, table: Pick<PgTable, 'columns' | 'key'> | undefined): boolean {
  if (change.kind === 'message' || change.kind === 'truncate') return true;
  if (!table?.columns.every((column) => column in change.types)) return false;
  if (change.kind === 'insert') return true;
  if (change.key.length === 0 && change.old === undefined) return false;
  const image = change.kind === 'update' ? (change.old ?? change.row) : (change.old ?? {});
  const key = change.key.length > 0 ? change.key : table.key;
  const isWhole = change.identity === 'full' && change.old !== undefined;
  return key.length > 0 ? key.every((column) => column in image) : isWhole;
}

type Rows = PgTable['rows'];

function rowsAfter(table: PgTable, change: Exclude<DecodedChange, { kind: 'message' }>): Rows {
  if (change.kind === 'truncate') return [];
  if (change.kind === 'insert') return [...table.rows, table.columns.map((column) => change.row[column] ?? null)];
  const index = findRow(table, change.kind === 'update' ? (change.old ?? change.row) : change.old, change.key);
  if (index === -1) return table.rows;
  if (change.kind === 'delete') return table.rows.toSpliced(index, 1);
  const old = table.rows[index]!;
  // A column that is absent was not in the WAL: an unchanged TOASTed value stays as it is.
  const row = table.columns.map((column, at) => (column in change.row ? change.row[column] : old[at]) ?? null);
  return table.rows.with(index, row);
}

/** Where the row stands that a change speaks of: by its replica identity, or else by the table's key. */
function findRow(table: PgTable, image: DecodedRow | undefined, identity: readonly string[]): number {
  if (!image) return -1;
  const named = identity.length > 0 ? identity : table.key;
  const columns = (named.length > 0 ? named : Object.keys(image)).filter((column) => column in image);
  const places = columns.map((column) => table.columns.indexOf(column));
  if (columns.length === 0) return -1;
  return table.rows.findIndex((row) => columns.every((column, at) => row[places[at]!] === image[column]));
}

/** Both nodes' tables side by side, row by row, in the order of their keys. */
export function compareTables(primary: TableState, replica: TableState): readonly TableView[] {
  const ids = [...new Set([...primary.keys(), ...replica.keys()])].toSorted();
  return ids.map((id) => compareTable(id, primary.get(id), replica.get(id)));
}

function compareTable(id: string, primary: PgTable | undefined, replica: PgTable | undefined): TableView {
  const columns = [...new Set([...(primary?.columns ?? []), ...(replica?.columns ?? [])])];
  const { key, name } = (primary ?? replica)!;
  const onPrimary = identified(primary, columns, key);
  const onReplica = identified(replica, columns, key);
  const rows = [...new Set([...onPrimary.keys(), ...onReplica.keys()])].map((rowId): RowView => {
    const [left, right] = [onPrimary.get(rowId) ?? null, onReplica.get(rowId) ?? null];
    return { id: rowId, primary: left, replica: right, state: rowState(left, right) };
  });
  const publications = primary?.publications ?? [];
  return { id, name, columns, key, publications, rows: key.length > 0 ? rows.toSorted(byKey(columns, key)) : rows };
}

function rowState(primary: Cells | null, replica: Cells | null): RowView['state'] {
  if (!replica) return 'missing';
  if (!primary) return 'extra';
  return primary.every((cell, at) => cell === replica[at]) ? 'same' : 'stale';
}

/** Rows by an identity that both nodes share. Without a key it is the whole row and how often it was seen. */
function identified(
  table: PgTable | undefined,
  columns: readonly string[],
  key: readonly string[],
): Map<string, Cells> {
  const rows = new Map<string, Cells>();
  if (!table) return rows;
  const places = columns.map((column) => table.columns.indexOf(column));
  const keyed = key.length > 0 && key.every((column) => table.columns.includes(column));
  for (const row of table.rows) {
    const cells = places.map((place) => (place === -1 ? undefined : row[place]));
    const identity = JSON.stringify(keyed ? key.map((column) => cells[columns.indexOf(column)]) : cells);
    let id = identity;
    for (let copy = 2; rows.has(id); copy++) id = `${identity} ${copy}`;
    rows.set(id, cells);
  }
  return rows;
}

function byKey(columns: readonly string[], key: readonly string[]): (a: RowView, b: RowView) => number {
  const places = key.map((column) => columns.indexOf(column));
  const order = new Intl.Collator('en', { numeric: true });
  return (a, b) => {
    const [left, right] = [(a.primary ?? a.replica)!, (b.primary ?? b.replica)!];
    for (const place of places) {
      const difference = order.compare(left[place] ?? '', right[place] ?? '');
      if (difference !== 0) return difference;
    }
    return 0;
  };
}

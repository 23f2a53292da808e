/** Reads what the output plugin wrote (`plugin/output_plugin.c` documents it). */
import type { DecodedTransaction } from '../simulation/postgres-node.ts';
import { parseLsn } from '../trace/ids.ts';
import type {
  ColumnTypes,
  DecodedChange,
  DecodedRow,
  PgMessage,
  PgText,
  ReplicaIdentity,
} from '../trace/postgres-values.ts';
import { virtualMsOf } from './postgres-time.ts';
import { type DescribedTable, PublicationError, publishedRow, publishedTruncate } from './published-changes.ts';

interface TableName {
  readonly schema: string;
  readonly table: string;
}

interface Identity {
  readonly identity: 'd' | 'f' | 'i' | 'n';
  readonly key: readonly string[];
}

type TableMessage = { readonly action: 'R'; readonly rel: number; readonly types: ColumnTypes } & TableName &
  Identity & {
    readonly as: TableName & Identity;
    readonly publish: string;
    readonly columns: readonly (readonly string[])[];
    readonly filter: boolean;
  };

type ChangeMessage =
  | { readonly action: 'I'; readonly rel: number; readonly new: DecodedRow }
  | { readonly action: 'U'; readonly rel: number; readonly new: DecodedRow; readonly old?: DecodedRow }
  | { readonly action: 'D'; readonly rel: number; readonly old?: DecodedRow }
  | { readonly action: 'T'; readonly cascade: boolean; readonly restart: boolean; readonly rels: readonly number[] }
  | { readonly action: 'M'; readonly prefix: string; readonly content: string };

type PluginMessage =
  | {
      readonly action: 'B';
      readonly xid: number;
      readonly lsn: string;
      readonly time: number;
      readonly catalog: boolean;
    }
  | TableMessage
  | ChangeMessage;

const identities: Readonly<Record<Identity['identity'], ReplicaIdentity>> = {
  d: 'default',
  f: 'full',
  i: 'index',
  n: 'nothing',
};

const operations = { i: 'insert', u: 'update', d: 'delete', t: 'truncate' } as const;

interface KnownTable {
  readonly described: DescribedTable;
  /** What each of its changes says of it. */
  readonly name: TableName & { readonly types: ColumnTypes };
  readonly identity: { readonly identity: ReplicaIdentity; readonly key: readonly string[] };
}

type Growing = Omit<DecodedTransaction, 'published'> & {
  readonly changes: DecodedChange[];
  published:
    | { readonly kind: 'changes'; readonly changes: DecodedChange[] }
    | { readonly kind: 'refused'; readonly error: PgMessage };
};

/** @param rows the column `data` of `pg_logical_slot_peek_changes`, in order. */
export function decodedTransactions(rows: readonly PgText[]): DecodedTransaction[] {
  const transactions: Growing[] = [];
  const tables = new Map<number, KnownTable>();
  for (const row of rows) {
    const message = JSON.parse(row ?? 'null') as PluginMessage;
    if (message.action === 'R') tables.set(message.rel, knownTable(message));
    else if (message.action === 'B') {
      const { xid, lsn, time, catalog } = message;
      const begun = { xid, lsn: parseLsn(lsn), committedAt: virtualMsOf(time), changesCatalog: catalog };
      transactions.push({ ...begun, changes: [], published: { kind: 'changes', changes: [] } });
    } else add(transactions.at(-1)!, message, tables);
  }
  return transactions;
}

function knownTable({ schema, table, types, key, identity, as, ...said }: TableMessage): KnownTable {
  return {
    described: {
      schema,
      table,
      as: { schema: as.schema, table: as.table, identity: identities[as.identity], key: as.key },
      operations: new Set(said.publish.split('').map((letter) => operations[letter as keyof typeof operations])),
      columns: said.columns,
      hasRowFilter: said.filter,
    },
    name: { schema, table, types },
    identity: { identity: identities[identity], key },
  };
}

/** Adds a change to its transaction, and what travels of it. */
function add(transaction: Growing, message: ChangeMessage, tables: ReadonlyMap<number, KnownTable>): void {
  const of = (rel: number): KnownTable => tables.get(rel)!;
  const change = changeOf(message, of);
  transaction.changes.push(change);
  if (transaction.published.kind === 'refused') return;
  const rels = message.action === 'T' ? message.rels : message.action === 'M' ? [] : [message.rel];
  try {
    const travels = travelling(
      change,
      rels.map((rel) => of(rel).described),
    );
    if (travels) transaction.published.changes.push(travels);
  } catch (error) {
    if (!(error instanceof PublicationError)) throw error;
    transaction.published = { kind: 'refused', error: error.error };
  }
}

/** Messages (`pg_logical_emit_message`) reach no table and stay behind. */
function travelling(change: DecodedChange, tables: readonly DescribedTable[]): DecodedChange | null {
  if (change.kind === 'message') return null;
  return change.kind === 'truncate' ? publishedTruncate(change, tables) : publishedRow(change, tables[0]!);
}

function changeOf(message: ChangeMessage, of: (rel: number) => KnownTable): DecodedChange {
  switch (message.action) {
    case 'M':
      return { kind: 'message', prefix: message.prefix, content: message.content };
    case 'T': {
      const tables = message.rels.map(of).map(({ name: { schema, table } }) => ({ schema, table }));
      return { kind: 'truncate', tables, cascade: message.cascade, restartIdentity: message.restart };
    }
    case 'I':
      return { kind: 'insert', ...of(message.rel).name, row: message.new };
    case 'U': {
      const { name, identity } = of(message.rel);
      return { kind: 'update', ...name, row: message.new, ...identity, ...(message.old && { old: message.old }) };
    }
    case 'D': {
      const { name, identity } = of(message.rel);
      return { kind: 'delete', ...name, ...identity, ...(message.old && { old: message.old }) };
    }
  }
}

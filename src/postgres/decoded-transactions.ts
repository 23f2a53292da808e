/** Reads what the output plugin wrote (`plugin/output_plugin.c` documents it). */
import type { DecodedTransaction } from '../simulation/postgres-node.ts';
import { parseLsn } from '../trace/ids.ts';
import type { ColumnTypes, DecodedChange, DecodedRow, PgText, ReplicaIdentity } from '../trace/postgres-values.ts';
import { virtualMsOf } from './postgres-time.ts';

interface RowMessage {
  readonly schema: string;
  readonly table: string;
  readonly identity: 'd' | 'f' | 'i' | 'n';
  readonly key: readonly string[];
  readonly types: ColumnTypes;
}

type PluginMessage =
  | { readonly action: 'B'; readonly xid: number; readonly lsn: string; readonly time: number }
  | ({ readonly action: 'I'; readonly new: DecodedRow } & RowMessage)
  | ({ readonly action: 'U'; readonly new: DecodedRow; readonly old?: DecodedRow } & RowMessage)
  | ({ readonly action: 'D'; readonly old?: DecodedRow } & RowMessage)
  | {
      readonly action: 'T';
      readonly cascade: boolean;
      readonly restart: boolean;
      readonly tables: readonly { readonly schema: string; readonly table: string }[];
    }
  | { readonly action: 'M'; readonly prefix: string; readonly content: string };

const identities: Readonly<Record<RowMessage['identity'], ReplicaIdentity>> = {
  d: 'default',
  f: 'full',
  i: 'index',
  n: 'nothing',
};

/** @param rows the column `data` of `pg_logical_slot_peek_changes`, in order. */
export function decodedTransactions(rows: readonly PgText[]): DecodedTransaction[] {
  const transactions: (DecodedTransaction & { readonly changes: DecodedChange[] })[] = [];
  for (const row of rows) {
    const message = JSON.parse(row ?? 'null') as PluginMessage;
    if (message.action === 'B') {
      const committedAt = virtualMsOf(message.time);
      transactions.push({ xid: message.xid, lsn: parseLsn(message.lsn), committedAt, changes: [] });
    } else transactions.at(-1)!.changes.push(changeOf(message));
  }
  return transactions;
}

function changeOf(message: Exclude<PluginMessage, { action: 'B' }>): DecodedChange {
  switch (message.action) {
    case 'M':
      return { kind: 'message', prefix: message.prefix, content: message.content };
    case 'T': {
      const { tables, cascade, restart } = message;
      return { kind: 'truncate', tables, cascade, restartIdentity: restart };
    }
    case 'I': {
      const { schema, table, types } = message;
      return { kind: 'insert', schema, table, types, row: message.new };
    }
    case 'U': {
      const { schema, table, types, key, old } = message;
      const identity = identities[message.identity];
      return { kind: 'update', schema, table, types, row: message.new, identity, key, ...(old && { old }) };
    }
    case 'D': {
      const { schema, table, types, key, old } = message;
      return { kind: 'delete', schema, table, types, identity: identities[message.identity], key, ...(old && { old }) };
    }
  }
}

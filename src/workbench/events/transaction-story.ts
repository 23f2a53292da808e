/** What a run knows of one transaction, from its commit to where it landed and who heard of it. */
import type { EventOf, Trace } from '../../trace/events.ts';
import type { Lsn, VirtualMs } from '../../trace/ids.ts';
import type { DecodedChange, PgText, WalRecord } from '../../trace/postgres-values.ts';

export interface TransactionStory {
  readonly commit: EventOf<'transaction committed'>;
  readonly query: EventOf<'query ran'> | null;
  /** The answer to the request that committed it, once it reached the person. */
  readonly told: EventOf<'request responded'> | null;
  readonly received: EventOf<'transaction received'> | null;
  readonly appliedAt: VirtualMs | null;
  /** Of its records in the log; null where the log could not be read. */
  readonly bytes: number | null;
}

/** Null where the trace has no such commit. */
export function transactionStory(trace: Trace, lsn: Lsn): TransactionStory | null {
  const commit = trace.find((event) => event.type === 'transaction committed' && event.lsn === lsn);
  if (commit?.type !== 'transaction committed') return null;
  const { client, queryId, wal } = commit;
  const found = <Type extends Trace[number]['type']>(
    type: Type,
    matches: (event: EventOf<Type>) => boolean,
  ): EventOf<Type> | null =>
    trace.find((event): event is EventOf<Type> => event.type === type && matches(event as EventOf<Type>)) ?? null;
  return {
    commit,
    query: found('query ran', (event) => event.queryId === queryId),
    told:
      client.kind === 'console' ? null : found('request responded', (event) => event.requestId === client.requestId),
    received: found('transaction received', (event) => event.lsn === lsn),
    appliedAt: found('transaction applied', (event) => event.lsn === lsn)?.at ?? null,
    bytes: wal ? bytesOf(wal) : null,
  };
}

const bytesOf = (wal: readonly WalRecord[]): number => wal.reduce((sum, { bytes }) => sum + bytes, 0);

/** A decoded change as a small table: its columns, and the row before and after, as far as the log tells them. */
export interface ChangeTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly label: 'old' | 'new'; readonly cells: readonly (PgText | undefined)[] }[];
}

export function changeTable(change: DecodedChange): ChangeTable {
  if (change.kind === 'message') {
    return {
      title: `MESSAGE ${change.prefix}`,
      columns: ['content'],
      rows: [{ label: 'new', cells: [change.content] }],
    };
  }
  if (change.kind === 'truncate') {
    const names = change.tables.map(({ schema, table }) => `${schema}.${table}`).join(', ');
    return { title: `TRUNCATE ${names}`, columns: [], rows: [] };
  }
  const columns = Object.keys(change.types);
  const old = change.kind === 'insert' ? undefined : change.old;
  const row = change.kind === 'delete' ? undefined : change.row;
  return {
    title: `${change.kind.toUpperCase()} ${change.schema}.${change.table}`,
    columns,
    rows: [
      ...(old ? [{ label: 'old' as const, cells: columns.map((column) => old[column]) }] : []),
      ...(row ? [{ label: 'new' as const, cells: columns.map((column) => row[column]) }] : []),
    ],
  };
}

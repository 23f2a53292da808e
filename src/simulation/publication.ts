/**
 * What a publication lets through, as `pgoutput` would: which tables, which operations, which columns
 * (https://www.postgresql.org/docs/18/sql-createpublication.html). The replica subscribes to every publication of the
 * database; a table published by several travels if one of them publishes the operation.
 */
import type { DecodedChange, DecodedRow, PgResult } from '../trace/postgres-values.ts';
import { ApplyError } from './apply-statements.ts';
import type { Statement } from './postgres-node.ts';

interface PublishedTable {
  /** Empty until a publication publishes it for some operation. */
  readonly operations: ReadonlySet<'insert' | 'update' | 'delete' | 'truncate'>;
  readonly columns: ReadonlySet<string>;
  /** A row filter (`WHERE`), which the playground does not evaluate. */
  readonly rowFilter: string | null;
}

/** `schema.table` to what is published of it. */
export type Publication = ReadonlyMap<string, PublishedTable>;

/** Asks the primary. One row a table and publication. */
export const publicationQuery: Statement = {
  sql: `select t.schemaname, t.tablename, to_json(t.attnames)::text, t.rowfilter,
               p.pubinsert, p.pubupdate, p.pubdelete, p.pubtruncate
          from pg_publication_tables t join pg_publication p using (pubname)
         order by t.schemaname, t.tablename, p.pubname`,
  params: [],
};

/** Reads the answer to `publicationQuery`. */
export function publicationFrom(result: PgResult): Publication {
  const tables = new Map<string, PublishedTable>();
  for (const [schema, table, columns, rowFilter, ...flags] of result.rows) {
    const name = `${schema}.${table}`;
    const known = tables.get(name);
    const operations = (['insert', 'update', 'delete', 'truncate'] as const).filter((_, index) => flags[index] === 't');
    tables.set(name, {
      operations: new Set([...(known?.operations ?? []), ...operations]),
      columns: new Set([...(known?.columns ?? []), ...(JSON.parse(columns ?? '[]') as string[])]),
      rowFilter: known?.rowFilter ?? rowFilter ?? null,
    });
  }
  return tables;
}

/** The part of a transaction that travels. Messages (`pg_logical_emit_message`) do not reach tables and stay behind.
 * @throws ApplyError */
export function publishedChanges(changes: readonly DecodedChange[], publication: Publication): DecodedChange[] {
  return changes.flatMap((change) => publishedChange(change, publication) ?? []);
}

function publishedChange(change: DecodedChange, publication: Publication): DecodedChange | null {
  if (change.kind === 'message') return null;
  if (change.kind === 'truncate') {
    const tables = change.tables.filter((of) =>
      publication.get(`${of.schema}.${of.table}`)?.operations.has('truncate'),
    );
    return tables.length > 0 ? { ...change, tables } : null;
  }
  const table = publication.get(`${change.schema}.${change.table}`);
  if (!table?.operations.has(change.kind)) return null;
  if (table.rowFilter !== null) {
    throw new ApplyError({
      severity: 'ERROR',
      code: '0A000',
      message: `the playground does not evaluate the row filter of publication table "${change.schema}.${change.table}"`,
      hint: 'Publish the whole table, or restrict its columns instead.',
    });
  }
  const only = (row: DecodedRow): DecodedRow =>
    Object.fromEntries(Object.entries(row).filter(([column]) => table.columns.has(column)));
  if (change.kind === 'insert') return { ...change, row: only(change.row) };
  const old = change.old ? { old: only(change.old) } : {};
  return change.kind === 'update' ? { ...change, row: only(change.row), ...old } : { ...change, ...old };
}

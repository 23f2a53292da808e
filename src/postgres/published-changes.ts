/**
 * What the publications let through of a change, as `pgoutput` would send it: which tables, operations and columns, and
 * under which table's name (https://www.postgresql.org/docs/18/sql-createpublication.html). The plugin says of each table
 * what was published when the change was made; a table that several publications publish travels if one of them publishes
 * the operation.
 */
import type { DecodedChange, DecodedRow, PgMessage, ReplicaIdentity } from '../trace/postgres-values.ts';

/** A table as the plugin describes it. */
export interface DescribedTable {
  readonly schema: string;
  readonly table: string;
  /** The table that its changes are published as: its root, under `publish_via_partition_root`. */
  readonly as: {
    readonly schema: string;
    readonly table: string;
    readonly identity: ReplicaIdentity;
    readonly key: readonly string[];
  };
  readonly operations: ReadonlySet<Exclude<DecodedChange['kind'], 'message'>>;
  /** Once for each publication. */
  readonly columns: readonly (readonly string[])[];
  readonly hasRowFilter: boolean;
}

/** The publications are such that `pgoutput`, or the playground, gives up on the transaction. */
export class PublicationError extends Error {
  override readonly name = 'PublicationError';
  readonly error: PgMessage;
  constructor(message: string, hint?: string) {
    super(message);
    this.error = { severity: 'ERROR', code: '0A000', message, ...(hint !== undefined && { hint }) };
  }
}

type RowChange = Extract<DecodedChange, { schema: string }>;
type Truncate = Extract<DecodedChange, { kind: 'truncate' }>;

/** @throws PublicationError */
export function publishedRow(change: RowChange, of: DescribedTable): RowChange | null {
  if (!of.operations.has(change.kind)) return null;
  refuseWhatCannotBe(of);
  const { schema, table } = of.as;
  const columns = new Set(of.columns[0]);
  const only = <Row extends DecodedRow>(row: Row): Row =>
    Object.fromEntries(Object.entries(row).filter(([column]) => columns.has(column))) as Row;
  const isWhole = Object.keys(change.types).every((column) => columns.has(column));
  if (isWhole && of.as.table === change.table && schema === change.schema) return change;
  const named = { schema, table, types: only(change.types) };
  if (change.kind === 'insert') return { ...change, ...named, row: only(change.row) };
  const old = { identity: of.as.identity, key: of.as.key, ...(change.old && { old: only(change.old) }) };
  if (change.kind === 'delete') return { ...change, ...named, ...old };
  return { ...change, ...named, ...old, row: only(change.row) };
}

/** Of the tables that were truncated together, those whose truncation is published under their own name: a partition that
 * is published as its root is truncated with it. @throws PublicationError */
export function publishedTruncate(change: Truncate, of: readonly DescribedTable[]): Truncate | null {
  const published = of.filter(
    ({ operations, as, schema, table }) => operations.has('truncate') && as.table === table && as.schema === schema,
  );
  published.forEach(refuseWhatCannotBe);
  if (published.length === 0) return null;
  const tables = published.map(({ schema, table, columns }) => ({ schema, table, columns: columns[0] ?? [] }));
  return { ...change, tables };
}

function refuseWhatCannotBe({ as, columns, hasRowFilter }: DescribedTable): void {
  const name = `"${as.schema}.${as.table}"`;
  if (columns.some((list) => list.join('\n') !== columns[0]!.join('\n'))) {
    throw new PublicationError(`cannot use different column lists for table ${name} in different publications`);
  }
  if (!hasRowFilter) return;
  throw new PublicationError(
    `the playground does not evaluate the row filter of publication table ${name}`,
    'Publish the whole table, or restrict its columns instead.',
  );
}

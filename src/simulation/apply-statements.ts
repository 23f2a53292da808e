/**
 * What the apply worker does with a decoded change, as SQL. It follows PostgreSQL 18's
 * `src/backend/replication/logical/worker.c` and `relation.c`: rows are found by replica identity, columns that were
 * not sent are left alone, and what cannot be applied is an error in the worker's own words.
 */
import type { DecodedChange, DecodedRow, PgMessage, PgText } from '../trace/postgres-values.ts';
import type { Statement } from './postgres-node.ts';

/** `schema.table` to the columns it has on the replica. */
export type ReplicaColumns = ReadonlyMap<string, readonly string[]>;

/** The worker gives up on a transaction, and says why. */
export class ApplyError extends Error {
  override readonly name = 'ApplyError';
  readonly error: PgMessage;
  constructor(error: PgMessage) {
    super(error.message);
    this.error = error;
  }
}

/** The statements for one change: most often one, none when it changes nothing. @throws ApplyError */
export function applyStatements(change: DecodedChange, columns: ReplicaColumns): Statement[] {
  switch (change.kind) {
    case 'message':
      return [];
    case 'truncate':
      return truncate(change, columns);
    case 'insert':
      requireColumns(change, Object.keys(change.row), columns);
      return [insert(change)];
    case 'update':
      requireColumns(change, Object.keys(change.row), columns);
      return update(change);
    case 'delete':
      requireColumns(change, Object.keys(change.old ?? {}), columns);
      return [remove(change)];
  }
}

type RowChange = Extract<DecodedChange, { schema: string }>;

function requireColumns(change: RowChange, sent: readonly string[], columns: ReplicaColumns): void {
  const has = columns.get(`${change.schema}.${change.table}`);
  const relation = `"${change.schema}.${change.table}"`;
  if (!has) throw notReady(`logical replication target relation ${relation} does not exist`);
  const missing = sent.filter((column) => !has.includes(column));
  if (missing.length === 0) return;
  const names = missing.map((column) => `"${column}"`).join(', ');
  throw notReady(
    `logical replication target relation ${relation} is missing replicated column${missing.length > 1 ? 's' : ''}: ${names}`,
  );
}

function notReady(message: string): ApplyError {
  return new ApplyError({ severity: 'ERROR', code: '55000', message });
}

function insert(change: Extract<DecodedChange, { kind: 'insert' }>): Statement {
  const names = Object.keys(change.row);
  if (names.length === 0) return { sql: `insert into ${relationOf(change)} default values`, params: [] };
  const places = names.map((_, index) => `$${index + 1}`);
  return {
    sql: `insert into ${relationOf(change)} (${names.map(quoted).join(', ')}) overriding system value values (${places.join(', ')})`,
    params: Object.values(change.row),
  };
}

/** Sets what may have changed. A key that stayed is left out: SQL, unlike the apply worker, cannot set a column that is
 * `GENERATED ALWAYS AS IDENTITY`, even to the value it has. */
function update(change: Extract<DecodedChange, { kind: 'update' }>): Statement[] {
  const was = change.old ?? Object.fromEntries(change.key.map((name) => [name, change.row[name] ?? null]));
  const changed = Object.entries(change.row).filter(([name, value]) => value !== was[name]);
  if (changed.length === 0) return [];
  const sets = changed.map(([name], index) => `${quoted(name)} = $${index + 1}`);
  const params = changed.map(([, value]) => value);
  const where = locate(change, was, params);
  return [{ sql: `update ${relationOf(change)} set ${sets.join(', ')} where ${where}`, params }];
}

function remove(change: Extract<DecodedChange, { kind: 'delete' }>): Statement {
  const params: PgText[] = [];
  const where = locate(change, change.old ?? {}, params);
  return { sql: `delete from ${relationOf(change)} where ${where}`, params };
}

/** The condition that finds the one row, by key or, under `REPLICA IDENTITY FULL`, by all its old values. */
function locate(
  change: Extract<DecodedChange, { kind: 'update' | 'delete' }>,
  old: DecodedRow,
  params: PgText[],
): string {
  const bind = (value: PgText): string => `$${params.push(value)}`;
  if (change.identity === 'full') {
    const same = Object.entries(old).map(([name, value]) => `${quoted(name)} is not distinct from ${bind(value)}`);
    const relation = relationOf(change);
    return `ctid = (select ctid from ${relation} where ${same.join(' and ')} limit 1)`;
  }
  const key = change.key.filter((name) => old[name] !== undefined);
  if (key.length === 0 || key.length < change.key.length) {
    throw notReady(
      `logical replication target relation "${change.schema}.${change.table}" has neither REPLICA IDENTITY index nor ` +
        'PRIMARY KEY and published relation does not have REPLICA IDENTITY FULL',
    );
  }
  return key.map((name) => `${quoted(name)} = ${bind(old[name] ?? null)}`).join(' and ');
}

function truncate(change: Extract<DecodedChange, { kind: 'truncate' }>, columns: ReplicaColumns): Statement[] {
  for (const { schema, table } of change.tables) {
    if (!columns.has(`${schema}.${table}`)) {
      throw notReady(`logical replication target relation "${schema}.${table}" does not exist`);
    }
  }
  const options = `${change.restartIdentity ? ' restart identity' : ''}${change.cascade ? ' cascade' : ''}`;
  return [{ sql: `truncate ${change.tables.map(relationOf).join(', ')}${options}`, params: [] }];
}

const relationOf = (of: { schema: string; table: string }): string => `${quoted(of.schema)}.${quoted(of.table)}`;
const quoted = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;

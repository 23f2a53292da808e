/**
 * What the apply worker does with a change, as SQL. It follows PostgreSQL 18's
 * `src/backend/replication/logical/worker.c`: rows are found by the replica's own key or, without one, by all their
 * values; columns that were not sent are left alone; and TRUNCATE stops at the tables that were truncated and published.
 */
import type { DecodedChange, DecodedRow, PgText } from '../trace/postgres-values.ts';
import { quoted } from '../trace/quoted.ts';
import type { Statement } from './postgres-node.ts';
import { openRelation, type ReplicaRelation, type ReplicaRelations, requireUpdatable } from './replica-relations.ts';

type RowChange = Extract<DecodedChange, { schema: string }>;
type Located = Extract<DecodedChange, { kind: 'update' | 'delete' }>;

/** The statements for one change: most often one, none when it changes nothing. @throws ApplyError */
export function applyStatements(change: DecodedChange, relations: ReplicaRelations): Statement[] {
  if (change.kind === 'message') return [];
  if (change.kind === 'truncate') return [truncate(change, relations)];
  const relation = openRelation(change, Object.keys(change.types), relations);
  if (change.kind === 'insert') return [insert(change)];
  requireUpdatable(change, relation);
  return change.kind === 'update' ? update(change, relation) : [remove(change, relation)];
}

function insert(change: Extract<DecodedChange, { kind: 'insert' }>): Statement {
  const names = Object.keys(change.row);
  if (names.length === 0) return { sql: `insert into ${relationName(change)} default values`, params: [] };
  const places = names.map((_, index) => `$${index + 1}`);
  return {
    sql: `insert into ${relationName(change)} (${names.map(quoted).join(', ')}) overriding system value values (${places.join(', ')})`,
    params: Object.values(change.row),
  };
}

/** Sets what may have changed. A key that stayed is left out: SQL, unlike the apply worker, cannot set a column that is
 * `GENERATED ALWAYS AS IDENTITY`, even to the value it has. Nobody else can set one to a value of their own either, so
 * such a column is left alone when it is not known to have changed. */
function update(change: Extract<DecodedChange, { kind: 'update' }>, relation: ReplicaRelation): Statement[] {
  const was = change.old ?? Object.fromEntries(change.key.map((name) => [name, change.row[name] ?? null]));
  const always = new Set(relation.columns.filter((column) => column.isAlwaysIdentity).map(({ name }) => name));
  const changed = Object.entries(change.row).filter(
    ([name, value]) => value !== was[name] && (name in was || !always.has(name)),
  );
  if (changed.length === 0) return [];
  const sets = changed.map(([name], index) => `${quoted(name)} = $${index + 1}`);
  const params = changed.map(([, value]) => value);
  const where = located(change, relation, params);
  return [{ sql: `update ${onlyOf(relation)} set ${sets.join(', ')} where ${where}`, params }];
}

function remove(change: Extract<DecodedChange, { kind: 'delete' }>, relation: ReplicaRelation): Statement {
  const params: PgText[] = [];
  const where = located(change, relation, params);
  return { sql: `delete from ${onlyOf(relation)} where ${where}`, params };
}

/** What the row was before, as far as it was sent. */
export const formerRow = (change: Located): DecodedRow => change.old ?? (change.kind === 'update' ? change.row : {});

/** The condition that finds the one row; what it compares with is added to `params`. */
export function located(change: Located, relation: ReplicaRelation, params: PgText[]): string {
  const old = formerRow(change);
  const bind = (name: string, type: string): string => `$${params.push(old[name] ?? null)}::${type}`;
  const columns = relation.columns.filter(({ isGenerated }) => !isGenerated);
  // Where the replica's table is partitioned, each partition decides; all have the key of the root, if it has one.
  const byKey = relation.key.length > 0 && relation.key.every((name) => old[name] !== undefined);
  if (byKey) {
    const key = columns.filter(({ name }) => relation.key.includes(name));
    return key.map(({ name, type }) => `${quoted(name)} = ${bind(name, type)}`).join(' and ');
  }
  // A column that the publisher does not have is compared with null, as the worker does.
  const same = columns.map(({ name, type }) =>
    name in change.types ? `${quoted(name)} is not distinct from ${bind(name, type)}` : `${quoted(name)} is null`,
  );
  return `(tableoid, ctid) = (select tableoid, ctid from ${onlyOf(relation)} where ${same.join(' and ')} limit 1)`;
}

/** Even of a TRUNCATE ... CASCADE: only what was published is truncated, without cascading further. */
function truncate(change: Extract<DecodedChange, { kind: 'truncate' }>, relations: ReplicaRelations): Statement {
  const targets = change.tables.map((target) => onlyOf(openRelation(target, target.columns ?? [], relations)));
  const options = change.restartIdentity ? ' restart identity' : '';
  return { sql: `truncate ${targets.join(', ')}${options}`, params: [] };
}

export const relationName = ({ schema, table }: Pick<RowChange, 'schema' | 'table'>): string =>
  `${quoted(schema)}.${quoted(table)}`;

/** Tables that inherit from it are other tables; partitions are parts of it. */
export const onlyOf = (relation: ReplicaRelation): string =>
  `${relation.kind === 'p' ? '' : 'only '}${relationName(relation)}`;

/**
 * A duplicate key met by the apply worker, told as PostgreSQL 18 tells a conflict: every unique index that the new row
 * breaks, with the row that has its key (`CheckAndReportConflict` in src/backend/executor/execReplication.c,
 * `errdetail_apply_conflict` in src/backend/replication/logical/conflict.c). `track_commit_timestamp` is off, as by default.
 */
import type { VirtualMs } from '../trace/ids.ts';
import type { DecodedChange, PgMessage, PgText } from '../trace/postgres-values.ts';
import { quoted } from '../trace/quoted.ts';
import { formerRow, located, onlyOf } from './apply-statements.ts';
import type { ReplicaNode } from './postgres-node.ts';
import type { ReplicaRelation } from './replica-relations.ts';

type Conflicting = Extract<DecodedChange, { kind: 'insert' | 'update' }>;
type Row = ReadonlyMap<string, PgText>;

interface Found {
  readonly id: string;
  readonly xmin: string;
  readonly row: Row;
}

/** @param error what the statement for the change met: a 23505. */
export async function conflictOf(
  error: PgMessage,
  change: Conflicting,
  relation: ReplicaRelation,
  replica: Pick<ReplicaNode, 'ask'>,
  at: VirtualMs,
): Promise<PgMessage> {
  const params: PgText[] = [];
  const [updated] =
    change.kind === 'update' ? await find(located(change, relation, params), params, relation, replica, at) : [];
  const remote: Row = new Map(
    relation.columns.map(({ name }) => [name, change.row[name] ?? updated?.row.get(name) ?? null]),
  );
  const details: string[] = [];
  for (const index of relation.uniqueIndexes) {
    const [local] = await holderOf(index.columns, remote, updated, relation, replica, at);
    if (!local) continue;
    const values = [
      `Key ${keyText(index.columns, local.row)}`,
      `existing local row ${rowText(local.row)}`,
      `remote row ${rowText(remote)}`,
      ...(change.kind === 'update' ? [identityText(change, relation)] : []),
    ];
    const told = `Key already exists in unique index "${index.name}", modified in transaction ${local.xmin}.`;
    details.push(`${told}\n${values.join('; ')}.`);
  }
  // Neither is it there when the same transaction made it, which has been rolled back.
  if (details.length === 0) details.push(`Key already exists in unique index "${error.constraint}".`);
  const kind = details.length > 1 ? 'multiple_unique_conflicts' : `${change.kind}_exists`;
  const message = `conflict detected on relation "${relation.schema}.${relation.table}": conflict=${kind}`;
  return { ...error, message, detail: details.join('\n') };
}

/** Who has the key of the new row in an index, the updated row itself aside. Nulls are not equal. */
async function holderOf(
  columns: readonly string[],
  remote: Row,
  updated: Found | undefined,
  relation: ReplicaRelation,
  replica: Pick<ReplicaNode, 'ask'>,
  at: VirtualMs,
): Promise<Found[]> {
  if (columns.some((column) => remote.get(column) === null)) return [];
  const params = columns.map((column) => remote.get(column)!);
  const types = new Map(relation.columns.map(({ name, type }) => [name, type]));
  const same = columns.map((column, index) => `${quoted(column)} = $${index + 1}::${types.get(column)}`);
  const found = await find(same.join(' and '), params, relation, replica, at);
  return found.filter(({ id }) => id !== updated?.id);
}

async function find(
  condition: string,
  params: readonly PgText[],
  relation: ReplicaRelation,
  replica: Pick<ReplicaNode, 'ask'>,
  at: VirtualMs,
): Promise<Found[]> {
  const names = relation.columns.map(({ name }) => name);
  const selected = ['tableoid', 'ctid', 'xmin', ...names.map(quoted)].join(', ');
  const sql = `select ${selected} from ${onlyOf(relation)} where ${condition}`;
  const { rows } = await replica.ask({ sql, params }, at);
  return rows.map(([table, place, xmin, ...values]) => ({
    id: `${table} ${place}`,
    xmin: xmin!,
    row: new Map(names.map((name, index) => [name, values[index]!])),
  }));
}

function identityText(change: Extract<Conflicting, { kind: 'update' }>, relation: ReplicaRelation): string {
  const old: Row = new Map(Object.entries(formerRow(change)));
  if (relation.key.length > 0) return `replica identity ${keyText(relation.key, old)}`;
  return `replica identity full ${rowText(old)}`;
}

/** `(id, name)=(5, apple)`, as BuildIndexValueDescription prints it. */
function keyText(columns: readonly string[], row: Row): string {
  const names = columns.map((name) => (/^[a-z_][a-z0-9_$]*$/.test(name) ? name : quoted(name)));
  return `(${names.join(', ')})=(${columns.map((column) => row.get(column) ?? 'null').join(', ')})`;
}

/** `(5, apple)`, long values cut after 64 characters, as ExecBuildSlotValueDescription prints it. */
function rowText(row: Row): string {
  const values = [...row.values()].map((value) => value ?? 'null');
  return `(${values.map((value) => (value.length > 64 ? `${value.slice(0, 64)}...` : value)).join(', ')})`;
}

/**
 * The replica's tables as the apply worker sees them, and whether a change fits one: PostgreSQL 18's
 * `logicalrep_rel_open` and `logicalrep_rel_mark_updatable` (src/backend/replication/logical/relation.c) and
 * `check_relation_updatable` (worker.c), with their errors.
 */
import type { DecodedChange, PgMessage, PgResult } from '../trace/postgres-values.ts';
import type { Statement } from './postgres-node.ts';

export interface ReplicaColumn {
  readonly name: string;
  /** Without a length or precision, which a cast would enforce in silence. */
  readonly type: string;
  /** With them. */
  readonly fullType: string;
  readonly isGenerated: boolean;
  /** `GENERATED ALWAYS AS IDENTITY`. */
  readonly isAlwaysIdentity: boolean;
}

export interface ReplicaRelation {
  readonly schema: string;
  readonly table: string;
  /** `pg_class.relkind`. */
  readonly kind: string;
  readonly columns: readonly ReplicaColumn[];
  /** Of the replica identity's index, or else of the primary key. */
  readonly key: readonly string[];
  /** Indexes that an insert or update can conflict with, in the order in which Postgres asks them. Those on expressions
   * and those of some rows only are left out. */
  readonly uniqueIndexes: readonly { readonly name: string; readonly columns: readonly string[] }[];
  /** It has triggers or rules that fire for the apply worker too (`ENABLE ALWAYS`, `ENABLE REPLICA`). */
  readonly hasOwnLogic: boolean;
}

/** `schema.table` to the relation. */
export type ReplicaRelations = ReadonlyMap<string, ReplicaRelation>;

const indexColumns = `(select json_agg(a.attname order by k.place)
  from unnest(i.indkey::int2[]) with ordinality as k (attnum, place)
  join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
 where k.place <= i.indnkeyatts)`;

export const replicaRelationsQuery: Statement = {
  sql: `
  select json_build_object(
    'schema', n.nspname, 'table', c.relname, 'kind', c.relkind,
    'columns', (
      select coalesce(json_agg(json_build_object(
               'name', a.attname, 'type', format_type(a.atttypid, -1), 'fullType', format_type(a.atttypid, a.atttypmod),
               'isGenerated', a.attgenerated <> '', 'isAlwaysIdentity', a.attidentity = 'a') order by a.attnum), '[]')
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
    'key', coalesce((
      select ${indexColumns} from pg_index i
       where i.indrelid = c.oid and i.indisvalid and i.indimmediate
         and (i.indisprimary or (c.relreplident = 'i' and i.indisreplident))
       order by c.relreplident = 'i' and i.indisreplident desc limit 1), '[]'),
    'uniqueIndexes', coalesce((
      select json_agg(json_build_object('name', x.relname, 'columns', ${indexColumns}) order by x.oid)
        from pg_index i join pg_class x on x.oid = i.indexrelid
       where i.indrelid = c.oid and i.indisunique and i.indimmediate and i.indisvalid
         and i.indpred is null and i.indexprs is null), '[]'),
    'hasOwnLogic',
      exists (select from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal and t.tgenabled in ('A', 'R'))
      or exists (select from pg_rewrite r where r.ev_class = c.oid and r.ev_type <> '1' and r.ev_enabled in ('A', 'R')))
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p', 'v', 'm', 'f') and c.relpersistence <> 't'
     and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`,
  params: [],
};

/** Reads the answer to `replicaRelationsQuery`. */
export function replicaRelationsFrom({ rows }: PgResult): ReplicaRelations {
  const relations = rows.map(([row]) => JSON.parse(row ?? 'null') as ReplicaRelation);
  return new Map(relations.map((relation) => [`${relation.schema}.${relation.table}`, relation]));
}

/** The worker gives up on a transaction, and says why. */
export class ApplyError extends Error {
  override readonly name = 'ApplyError';
  readonly error: PgMessage;
  constructor(error: PgMessage) {
    super(error.message);
    this.error = error;
  }
}

const refuse = (message: string, code = '55000', detail?: string): ApplyError =>
  new ApplyError({ severity: 'ERROR', code, message, ...(detail !== undefined && { detail }) });

/** The replica's table of that name, which has every column that was published. @throws ApplyError */
export function openRelation(
  { schema, table }: { readonly schema: string; readonly table: string },
  published: readonly string[],
  relations: ReplicaRelations,
): ReplicaRelation {
  const name = `${schema}.${table}`;
  const relation = relations.get(name);
  if (!relation) throw refuse(`logical replication target relation "${name}" does not exist`);
  if (relation.kind !== 'r' && relation.kind !== 'p') {
    const detail = relation.kind === 'v' ? 'This operation is not supported for views.' : undefined;
    throw refuse(`cannot use relation "${name}" as logical replication target`, '42809', detail);
  }
  const own = new Map(relation.columns.map((column) => [column.name, column]));
  const complain = (columns: readonly string[], are: string): void => {
    if (columns.length === 0) return;
    const names = columns.map((column) => `"${column}"`).join(', ');
    const plural = columns.length > 1 ? 's' : '';
    throw refuse(`logical replication target relation "${name}" ${are} column${plural}: ${names}`);
  };
  complain(
    published.filter((column) => !own.has(column)),
    'is missing replicated',
  );
  complain(
    published.filter((column) => own.get(column)?.isGenerated),
    'has incompatible generated',
  );
  return relation;
}

/** Whether the row of an update or delete can be found: the publisher has sent the replica's own key, or, where the
 * replica has none, the whole row. @throws ApplyError */
export function requireUpdatable(
  change: Extract<DecodedChange, { kind: 'update' | 'delete' }>,
  relation: ReplicaRelation,
): void {
  if (relation.kind === 'p') return;
  const isFull = change.identity === 'full';
  const sent = isFull ? Object.keys(change.types) : change.key;
  const hasKey = relation.key.length > 0;
  if (hasKey ? relation.key.every((column) => sent.includes(column)) : isFull) return;
  const name = `logical replication target relation "${change.schema}.${change.table}"`;
  throw refuse(
    hasKey
      ? `publisher did not send replica identity column expected by the ${name}`
      : `${name} has neither REPLICA IDENTITY index nor PRIMARY KEY and published relation does not have REPLICA IDENTITY FULL`,
  );
}

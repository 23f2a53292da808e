/** What the catalogs of a node say of its tables, and the question that asks them. */
import type { PgResult } from '../trace/postgres-values.ts';
import type { PlanNode } from './plan.ts';

export interface TableFacts {
  readonly schema: string;
  readonly name: string;
  /** As of the last ANALYZE or VACUUM (`pg_class.reltuples`); null before the first. */
  readonly rows: number | null;
  /** Blocks of 8 kB. */
  readonly blocks: number;
  /** Whether the planner has statistics of any of its columns. */
  readonly isAnalysed: boolean;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly indexes: readonly IndexFacts[];
}

export interface IndexFacts {
  readonly name: string;
  /** `CREATE INDEX ...`, as `pg_get_indexdef` writes it. */
  readonly definition: string;
  /** Its columns and expressions, in its order. */
  readonly keys: readonly string[];
  readonly isUnique: boolean;
  readonly blocks: number;
}

/** Asks a node for the facts of all user tables: the answer is one value, `tableFactsFrom` reads it. */
export const tableFactsQuery = `
  select coalesce(json_agg(facts), '[]') from (
    select n.nspname as schema, c.relname as name, nullif(c.reltuples, -1) as rows,
      pg_relation_size(c.oid) / 8192 as blocks,
      exists (select from pg_stats s where s.schemaname = n.nspname and s.tablename = c.relname) as "isAnalysed",
      (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      (select coalesce(json_agg(json_build_object(
          'name', i.relname, 'definition', pg_get_indexdef(i.oid), 'isUnique', x.indisunique,
          'blocks', pg_relation_size(i.oid) / 8192,
          'keys', (select json_agg(pg_get_indexdef(i.oid, k, true) order by k) from generate_series(1, x.indnkeyatts) k)
        ) order by i.relname), '[]')
        from pg_index x join pg_class i on i.oid = x.indexrelid where x.indrelid = c.oid) as indexes
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'm')
      and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'
    order by 1, 2
  ) facts`;

/** What it answered. */
export const tableFactsFrom = ({ rows }: PgResult): readonly TableFacts[] =>
  JSON.parse(rows[0]?.[0] ?? '[]') as readonly TableFacts[];

/** The facts of the table that a node reads or changes. A schema that EXPLAIN does not tell (without VERBOSE) is taken for `public`. */
export const factsOf = ({ source }: PlanNode, facts: readonly TableFacts[] | null): TableFacts | null =>
  (source?.kind === 'table' &&
    facts?.find(({ schema, name }) => name === source.name && schema === (source.schema ?? 'public'))) ||
  null;

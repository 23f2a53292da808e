/**
 * What the promoted node has, and has not, of what the primary kept outside of its tables: sequences and replication slots. Asked of
 * the node itself, by questions that leave nothing behind.
 */
import type { VirtualMs } from '../trace/ids.ts';
import type { PgMessage, PgResult, PgSequence, PgSlot } from '../trace/postgres-values.ts';
import { quoted } from '../trace/quoted.ts';
import type { PostgresNode } from './postgres-node.ts';

/** Where a sequence belongs, and how it counts. */
type Owned = Pick<PgSequence, 'schema' | 'name' | 'tableSchema' | 'table' | 'column' | 'increment' | 'isUnique'>;

/** Sequences that a column of whole numbers owns (`serial`, `generated as identity`, `owned by`), those that count down left out. */
const ownedSequences = `
  select json_build_object(
    'schema', sn.nspname, 'name', s.relname, 'tableSchema', tn.nspname, 'table', t.relname, 'column', a.attname,
    'increment', q.seqincrement::text,
    'isUnique', exists (select from pg_index i
                         where i.indrelid = t.oid and i.indisunique and i.indisvalid and i.indnkeyatts = 1
                           and i.indkey[0] = a.attnum and i.indpred is null))
    from pg_depend d
    join pg_class s on s.oid = d.objid and s.relkind = 'S'
    join pg_namespace sn on sn.oid = s.relnamespace
    join pg_sequence q on q.seqrelid = s.oid and q.seqincrement > 0
    join pg_class t on t.oid = d.refobjid and t.relkind in ('r', 'p') and t.relpersistence = 'p'
    join pg_namespace tn on tn.oid = t.relnamespace
    join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
   where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')
     and a.atttypid in ('int2'::regtype, 'int4'::regtype, 'int8'::regtype)
     and tn.nspname !~ '^pg_' and tn.nspname <> 'information_schema'
   order by tn.nspname, t.relname, a.attnum, s.relname`;

const slotsOfNode = 'select slot_name, slot_type from pg_replication_slots order by 1';

/** One row a sequence, in their order. */
function positionsQuery(sequences: readonly Owned[]): string {
  const positions = sequences.map(({ schema, name, tableSchema, table, column, increment }, at) => {
    const of = `${quoted(tableSchema)}.${quoted(table)}`;
    const next = `s.last_value::numeric + case when s.is_called then ${increment} else 0 end`;
    return `select ${at}, s.last_value, s.is_called, (select max(${quoted(column)}) from ${of}),
                   exists (select from ${of} where ${quoted(column)} = ${next})
              from ${quoted(schema)}.${quoted(name)} s`;
  });
  return `${positions.join(' union all ')} order by 1`;
}

/** `in_failed_sql_transaction`. */
const failedTransaction = '25P02';

export class PromotedNode {
  readonly #node: PostgresNode;
  /** The sequences that were told last. */
  #told = '';

  constructor(node: PostgresNode) {
    this.#node = node;
  }

  /** At its promotion. Nothing where a client's transaction that has failed keeps its session. @throws NodeCrashed */
  async look(
    at: VirtualMs,
  ): Promise<{ readonly sequences?: readonly PgSequence[]; readonly slots?: readonly PgSlot[] }> {
    try {
      const moved = await this.moved(at);
      const { rows } = await this.#ask(slotsOfNode, at);
      return { ...moved, slots: rows.map(([name, type]) => ({ name: name!, type: type as PgSlot['type'] })) };
    } catch (error) {
      const cause = error instanceof Error ? (error.cause as PgMessage | undefined) : undefined;
      if (cause?.code !== failedTransaction) throw error;
      return {};
    }
  }

  /** Its sequences, where they are others than those that were told last. Not while a transaction has failed. @throws NodeCrashed */
  async moved(at: VirtualMs): Promise<{ readonly sequences?: readonly PgSequence[] }> {
    const sequences = await this.#sequences(at);
    const text = JSON.stringify(sequences);
    if (text === this.#told) return {};
    this.#told = text;
    return { sequences };
  }

  async #sequences(at: VirtualMs): Promise<readonly PgSequence[]> {
    const { rows } = await this.#ask(ownedSequences, at);
    const owned = rows.map(([sequence]) => JSON.parse(sequence!) as Owned);
    if (owned.length === 0) return [];
    const positions = await this.#ask(positionsQuery(owned), at);
    return owned.map((sequence, index) => {
      const [, lastValue, isCalled, highest, isUsed] = positions.rows[index]!;
      return {
        ...sequence,
        lastValue: lastValue!,
        isCalled: isCalled === 't',
        highest: highest ?? null,
        isUsed: isUsed === 't',
      };
    });
  }

  #ask(sql: string, at: VirtualMs): Promise<PgResult> {
    return this.#node.ask({ sql, params: [] }, at);
  }
}

/** What is asked of the catalogs, and how the answers are read. */
import { parseLsn } from '../trace/ids.ts';
import type { SlotState } from '../trace/events.ts';
import type { PgResult, PgTable } from '../trace/postgres-values.ts';
import { quoted } from '../trace/quoted.ts';
import { slotName } from './server-configuration.ts';
import type { WireStatement } from './wire.ts';

const statement = (sql: string): WireStatement => ({ sql, params: [] });

export const createSlot = statement(
  `select pg_create_logical_replication_slot('${slotName}', 'replayground_decoding')`,
);

/** Answers with a notice, `the slot is at ADDRESS` (`plugin/output_plugin.c`). */
export const slotAddressQuery = statement(
  `select * from pg_logical_slot_peek_changes('${slotName}', null, null, 'where', '')`,
);

export const slotQuery = statement(
  `select restart_lsn, confirmed_flush_lsn from pg_replication_slots where slot_name = '${slotName}'`,
);

export function slotFrom(result: PgResult): SlotState {
  const [restart, confirmed] = result.rows[0] ?? [];
  if (!restart || !confirmed) throw new Error(`The slot "${slotName}" is gone: somebody dropped it.`);
  return { restartLsn: parseLsn(restart), confirmedFlushLsn: parseLsn(confirmed) };
}

export const publicationExists = statement('select exists (select from pg_publication)');

/** Libraries in the server's process. One more than at the time of an image, and the image does not fit any more. */
export const loadedLibraries = statement('select count(*) from pg_get_loaded_modules()');

/** Tables that the open transaction has read or written: it holds a lock on each. Asked under a client's `search_path`. */
export const lockedTables = `
  select distinct n.nspname || '.' || c.relname
    from pg_catalog.pg_locks l
    join pg_catalog.pg_class c on c.oid = l.relation
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where l.locktype = 'relation' and c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   order by 1`;

/** User tables with their columns, the columns of the primary key or else of the replica identity, and their publications. */
export const tablesQuery = statement(`
  select n.nspname, c.relname,
         (select json_agg(a.attname order by a.attnum) from pg_attribute a
           where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
         (select json_agg(a.attname order by k.place)
            from pg_index i cross join unnest(i.indkey::int2[]) with ordinality as k (attnum, place)
            join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
           where i.indexrelid = (select indexrelid from pg_index where indrelid = c.oid and (indisprimary or indisreplident)
                                  order by indisprimary desc limit 1)),
         (select json_agg(p.pubname order by p.pubname) from pg_publication p
           where p.puballtables
              or exists (select from pg_publication_rel r where r.prpubid = p.oid and r.prrelid = c.oid)
              or exists (select from pg_publication_namespace s where s.pnpubid = p.oid and s.pnnspid = c.relnamespace))
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'r' and c.relpersistence = 'p' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   order by 1, 2`);

export type TableShape = Omit<PgTable, 'rows'>;

export function tableShapes(result: PgResult): TableShape[] {
  return result.rows.map(([schema, name, columns, key, publications]) => ({
    schema: schema!,
    name: name!,
    columns: JSON.parse(columns ?? '[]') as string[],
    key: JSON.parse(key ?? '[]') as string[],
    ...(publications && { publications: JSON.parse(publications) as string[] }),
  }));
}

/** All rows of a table, by key, or by all columns where there is no key. */
export function rowsOf({ schema, name, columns, key }: TableShape): WireStatement {
  const order = key.length > 0 ? key.map(quoted) : columns.map((column) => `${quoted(column)}::text collate "C"`);
  const by = order.length > 0 ? ` order by ${order.join(', ')}` : '';
  return statement(`select ${columns.map(quoted).join(', ')} from ${quoted(schema)}.${quoted(name)}${by}`);
}

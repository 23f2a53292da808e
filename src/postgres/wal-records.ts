/** The records of the write-ahead log, as `pg_walinspect` reads them. */
import { formatLsn, type Lsn, parseLsn } from '../trace/ids.ts';
import type { PgResult, WalRecord } from '../trace/postgres-values.ts';
import type { WireStatement } from './wire.ts';

/** What transactions have written from `from` to `to` and the disk has, each record with the pages that it names. What a checkpoint
 * has removed meanwhile is not among them. Where nothing was flushed the function would fail, and is given null instead, for which
 * it answers nothing. */
export const walRecordsQuery = (from: Lsn, to: Lsn): WireStatement => ({
  sql: `
    with oldest as (
      select (pg_split_walfile_name(min(name))).segment_number
             * (select setting::bigint from pg_settings where name = 'wal_segment_size') as bytes
        from pg_ls_waldir() where name ~ '^[0-9A-F]{24}$'),
    wanted as (select greatest($1::pg_lsn, '0/0'::pg_lsn + bytes) as lsn from oldest)
    select r.start_lsn, r.end_lsn, r.xid, r.resource_manager, r.record_type, r.record_length, r.fpi_length, r.description,
           (select json_agg(coalesce(pg_filenode_relation(b.reltablespace, b.relfilenode)::text, 'relation ' || b.relfilenode)
                            || ', block ' || b.relblocknumber order by b.block_id)
              from pg_get_wal_block_info(r.start_lsn, r.end_lsn, false) b
             where r.block_ref is not null)
      from wanted, pg_get_wal_records_info(case when pg_current_wal_flush_lsn() > wanted.lsn then wanted.lsn end, $2) r
     where r.xid <> '0'`,
  params: [formatLsn(from), formatLsn(to)],
});

export const walRecordsFrom = ({ rows }: PgResult): readonly WalRecord[] =>
  rows.map(([start, end, xid, resourceManager, recordType, bytes, fullPageBytes, description, blocks]) => ({
    startLsn: parseLsn(start!),
    endLsn: parseLsn(end!),
    xid: Number(xid),
    resourceManager: resourceManager!,
    recordType: recordType!,
    bytes: Number(bytes),
    fullPageBytes: Number(fullPageBytes),
    description: description ?? '',
    blocks: JSON.parse(blocks ?? '[]') as string[],
  }));

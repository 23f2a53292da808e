/** `postgresql.conf` of every node. */
export const serverConfiguration: readonly string[] = [
  'wal_level = logical',
  'max_replication_slots = 4',
  // The slot has to keep what a paused replica has not applied, however much that is.
  'max_slot_wal_keep_size = -1',
  // PostgreSQL 18 loads an output plugin only when it is named here.
  "output_plugin_libraries = 'replayground_decoding'",
  // Every start and every rerun copies them.
  'shared_buffers = 4MB',
  'min_wal_size = 2MB',
  'max_wal_size = 64MB',
  'autovacuum = off',
  "timezone = 'UTC'",
  "log_timezone = 'UTC'",
  "datestyle = 'ISO, MDY'",
];

/** The name of the replica's slot, and of the replica in `pg_stat_replication`. */
export const slotName = 'replica';

/** The process that would serve the replica: it holds the slot, and `pg_stat_replication` shows it. */
export const walSenderPid = 4711;

/** The setting that the view below answers from: JSON, or empty when no replica is connected. */
export const walSenderSetting = 'replayground.wal_sender';

/**
 * `pg_stat_replication` with its own columns (https://www.postgresql.org/docs/18/monitoring-stats.html). PGlite has no
 * WAL sender process whose shared memory Postgres's view could read, so this one reads what the simulation reports.
 */
export const statReplicationView = `
  create or replace view pg_catalog.pg_stat_replication as
  select ${walSenderPid}::integer as pid, 10::oid as usesysid, 'postgres'::name as usename,
         '${slotName}'::text as application_name, null::inet as client_addr, null::text as client_hostname,
         null::integer as client_port, null::timestamptz as backend_start, null::xid as backend_xmin,
         sender->>'state' as state,
         (sender->>'sentLsn')::pg_lsn as sent_lsn, (sender->>'sentLsn')::pg_lsn as write_lsn,
         (sender->>'sentLsn')::pg_lsn as flush_lsn, (sender->>'replayLsn')::pg_lsn as replay_lsn,
         null::interval as write_lag, null::interval as flush_lag,
         make_interval(secs => (sender->>'replayLagMs')::float8 / 1000) as replay_lag,
         0 as sync_priority, 'async'::text as sync_state, now() as reply_time
    from (select nullif(current_setting('${walSenderSetting}', true), '')::json as sender) as reported
   where sender is not null`;

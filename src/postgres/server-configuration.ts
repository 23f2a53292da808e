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
const statReplicationView = `
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

/** SQLSTATEs of the messages below. */
export const sleptCode = 'RG001';
export const promotedCode = 'RG002';

/** Postgres calls its built-in functions by their number, whatever the catalog says of them, so they are not replaced: they
 * give their name to another. */
const setAside = (name: string, parameters: string): string =>
  `alter function pg_catalog.${name}(${parameters}) rename to ${name}_of_postgres`;

/** Virtual time stands still inside a call, so a sleep as Postgres does it would never end. This one says how long it
 * would have been, at a level that no setting of a client holds back, and the answer is that much later. */
const sleepFunctions = [
  setAside('pg_sleep', 'double precision'),
  `create function pg_catalog.pg_sleep(double precision) returns void
     language plpgsql volatile strict parallel safe
     as $$ begin if $1 > 0 then raise info 'slept' using errcode = '${sleptCode}', detail = $1::text; end if; end $$`,
  `create or replace function pg_catalog.pg_sleep_for(interval) returns void
     language sql volatile strict parallel safe
     return pg_catalog.pg_sleep(extract(epoch from clock_timestamp() + $1 - clock_timestamp())::float8)`,
  `create or replace function pg_catalog.pg_sleep_until(timestamptz) returns void
     language sql volatile strict parallel safe
     return pg_catalog.pg_sleep(extract(epoch from $1 - clock_timestamp())::float8)`,
];

/** There is no postmaster to be told: whoever reads the answer is, and promotes the server when it has been given. */
const promoteFunctions = [
  setAside('pg_promote', 'boolean, integer'),
  `create function pg_catalog.pg_promote(wait boolean default true, wait_seconds integer default 60)
     returns boolean language plpgsql volatile strict parallel safe
     as $$ begin
       if not pg_catalog.pg_is_in_recovery() then
         raise exception 'recovery is not in progress' using errcode = '55000',
           hint = 'Recovery control functions can only be executed during recovery.';
       end if;
       raise info 'promoted' using errcode = '${promotedCode}';
       return true;
     end $$`,
];

/** What of `pg_catalog` is ours, since PGlite lacks the process behind Postgres's own. */
export const ownCatalog: readonly string[] = [statReplicationView, ...sleepFunctions, ...promoteFunctions];

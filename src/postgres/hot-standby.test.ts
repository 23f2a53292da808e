import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Answer, Cluster } from '../simulation/postgres-node.ts';
import { epochMs, lsn, virtualMs } from '../trace/ids.ts';
import { ensureSnapshot } from '../../scripts/build-snapshot.ts';
import { loadServerFiles } from './load-server-files-node.ts';
import { startCluster } from './start-cluster.ts';

let cluster: Cluster;
beforeAll(async () => {
  const schemaSql = 'create table juice (id serial primary key, name text not null unique)';
  cluster = await startCluster({
    files: await loadServerFiles(await ensureSnapshot()),
    schemaSql,
    where: 'in-process',
  });
}, 60_000);
afterAll(() => cluster.terminate());
beforeEach(() => cluster.replica.restore(1));

const at = virtualMs(1_000);
const onReplica = (sql: string): Promise<Answer> => cluster.replica.query({ sql, params: [] }, at);

function said({ outcome }: Answer): string | null {
  if (outcome.kind === 'error') return `${outcome.error.code} ${outcome.error.message}`;
  return outcome.results[0]?.rows[0]?.[0] ?? outcome.results[0]?.tag ?? null;
}

describe('the replica', () => {
  it.each([
    [`insert into juice (name) values ('apple')`, '25006 cannot execute INSERT in a read-only transaction'],
    [`update juice set name = ''`, '25006 cannot execute UPDATE in a read-only transaction'],
    ['truncate juice', '25006 cannot execute TRUNCATE TABLE in a read-only transaction'],
    [`select nextval('juice_id_seq')`, '25006 cannot execute nextval() in a read-only transaction'],
    ['select * from juice for update', '25006 cannot execute SELECT FOR UPDATE in a read-only transaction'],
    ['create temp table x (i int)', '25006 cannot execute CREATE TABLE in a read-only transaction'],
    ['do $$ begin delete from juice; end $$', '25006 cannot execute DELETE in a read-only transaction'],
    ['vacuum', '25006 cannot execute VACUUM during recovery'],
    ['analyze juice', '25006 cannot execute ANALYZE during recovery'],
    ['listen news', '25006 cannot execute LISTEN during recovery'],
    ['lock table juice', '25006 cannot execute LOCK TABLE during recovery'],
    ['select txid_current()', '25006 cannot execute pg_current_xact_id() during recovery'],
    ['select pg_current_wal_lsn()', '55000 recovery is in progress'],
    ['set transaction_read_only = off', '0A000 cannot set transaction read-write mode during recovery'],
    ['begin read write', '0A000 cannot set transaction read-write mode during recovery'],
  ])('says to %s: %s', async (sql, answer) => {
    expect(said(await onReplica(sql))).toBe(answer);
  });

  it('cannot be talked out of it', async () => {
    await onReplica('set default_transaction_read_only = off');
    await onReplica('set session characteristics as transaction read write');
    await onReplica('reset all');
    expect(said(await onReplica(`insert into juice (name) values ('apple')`))).toMatch(/^25006/);
    expect(said(await onReplica('show transaction_read_only'))).toBe('on');
    expect(said(await onReplica('show in_hot_standby'))).toBe('on');
  });

  it('reports how far it has replayed, and when what it replayed last was committed', async () => {
    const report = `select pg_is_in_recovery(), pg_last_wal_replay_lsn(),
      (extract(epoch from pg_last_xact_replay_timestamp()) * 1000)::bigint, pg_is_wal_replay_paused()`;
    const row = async () => {
      const { outcome } = await onReplica(report);
      return outcome.kind === 'ok' ? outcome.results[0]?.rows[0] : outcome.error;
    };
    cluster.replica.reportReplay({ lsn: lsn(0x1234567), lastCommitAt: null, paused: false });
    expect(await row()).toEqual(['t', '0/1234567', null, 'f']);
    cluster.replica.reportReplay({ lsn: lsn(0x2234567), lastCommitAt: virtualMs(250), paused: true });
    expect(await row()).toEqual(['t', '0/2234567', `${epochMs + 250}`, 't']);
  });

  it('applies a transaction whole or not at all, without asking triggers, and is a standby again after it', async () => {
    const replay = { lsn: lsn(0x3000000), lastCommitAt: at, paused: false };
    const insert = (id: string, name: string | null) => ({
      sql: 'insert into public.juice values ($1, $2)',
      params: [id, name],
    });
    const failed = await cluster.replica.apply([insert('1', 'apple'), insert('2', null)], replay, at);
    expect(said(failed)).toMatch(/^23502/);
    expect(failed.succeeded).toBe(1);
    expect(said(await onReplica('select count(*) from juice'))).toBe('0');
    expect(said(await onReplica('select pg_last_wal_replay_lsn()'))).not.toBe('0/3000000');
    const applied = await cluster.replica.apply([insert('1', 'apple'), insert('2', 'pear')], replay, at);
    expect(applied.outcome.kind).toBe('ok');
    expect(said(await onReplica('select count(*) from juice'))).toBe('2');
    expect(said(await onReplica('select pg_last_wal_replay_lsn()'))).toBe('0/3000000');
    expect(said(await onReplica('delete from juice'))).toMatch(/^25006/);
  });

  it('lets its operator write, as one transaction, and is a standby again after it', async () => {
    const failed = await cluster.replica.operate(
      `insert into juice values (1, 'a'); insert into juice values (1, 'b')`,
      at,
    );
    expect(said(failed)).toMatch(/^23505/);
    await cluster.replica.operate(`insert into juice values (2, 'b'); create index on juice (name)`, at);
    expect(said(await onReplica('select count(*) from juice'))).toBe('1');
    expect(said(await onReplica('delete from juice'))).toMatch(/^25006/);
  });
});

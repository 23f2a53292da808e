import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ensureSnapshot } from '../../scripts/build-snapshot.ts';
import { type Cluster, NodeCrashed, type PostgresNode } from '../simulation/postgres-node.ts';
import { epochMs, formatLsn, lsn, parseLsn, virtualMs } from '../trace/ids.ts';
import type { PgText } from '../trace/postgres-values.ts';
import { loadServerFiles } from './load-server-files-node.ts';
import { startCluster } from './start-cluster.ts';

let cluster: Cluster;
beforeAll(async () => {
  const schemaSql = `
    create table juice (id serial primary key, name text not null);
    create table written (transaction integer, statement integer)`;
  const files = await loadServerFiles(await ensureSnapshot());
  cluster = await startCluster({ files, schemaSql, where: 'in-process' });
});
afterAll(() => cluster.terminate());
beforeEach(async () => {
  await cluster.primary.restore(1);
  await cluster.replica.restore(1);
});

async function rows(
  sql: string,
  at = 0,
  node: PostgresNode = cluster.primary,
): Promise<readonly (readonly PgText[])[]> {
  const { outcome } = await node.query({ sql, params: [] }, virtualMs(at));
  if (outcome.kind === 'error') throw new Error(outcome.error.message);
  return outcome.results[0]?.rows ?? [];
}
const value = async (sql: string, at = 0, node?: PostgresNode): Promise<PgText | undefined> =>
  (await rows(sql, at, node))[0]?.[0];
const names = async (): Promise<PgText[]> => (await rows('select name from juice order by id')).map(([name]) => name!);

async function crashAndRestart(at = 1_000) {
  await cluster.primary.crash();
  return cluster.primary.restart(virtualMs(at));
}

describe('what a crash keeps', () => {
  it('is a commit under synchronous_commit = on, with no page of it written', async () => {
    await value(`insert into juice (name) values ('apple')`);
    await crashAndRestart();
    expect(await names()).toEqual(['apple']);
  });

  it('is not a commit under synchronous_commit = off that nothing has flushed', async () => {
    await value(`insert into juice (name) values ('apple')`);
    await value('set synchronous_commit = off');
    await value(`insert into juice (name) values ('pear')`);
    expect(await names()).toEqual(['apple', 'pear']);
    expect(await value('select pg_current_wal_flush_lsn() < pg_current_wal_insert_lsn()')).toBe('t');
    await crashAndRestart();
    expect(await names()).toEqual(['apple']);
  });

  it.each([
    ['a later commit that is flushed', `set synchronous_commit = on; insert into juice (name) values ('plum')`],
    ['a checkpoint', 'checkpoint'],
    ['a DDL that removes a file, which is always flushed', 'create table gone (); drop table gone'],
    ['a full log buffer', `insert into written select 0, n from generate_series(1, 5000) n`],
  ])('is a commit under off that was flushed with %s', async (_, sql) => {
    await value('set synchronous_commit = off');
    await value(`insert into juice (name) values ('pear')`);
    await cluster.primary.script(sql, virtualMs(0));
    await crashAndRestart();
    expect(await names()).toContain('pear');
  });

  it('is without what can be read of it before, as if nobody had looked', async () => {
    await value('set synchronous_commit = off');
    await value(`insert into juice (name) values ('pear')`);
    await value('begin');
    await value(`insert into juice (name) values ('open')`);
    const ends = async () => {
      const { from, bytes } = await cluster.primary.walBytes(cluster.lsn);
      return [from + bytes.length, await cluster.primary.decode(cluster.lsn, virtualMs(0))];
    };
    const before = await ends();
    const unflushed = await cluster.primary.decodeUnflushed(cluster.lsn, virtualMs(0));
    expect(unflushed.map(({ changes }) => changes)).toMatchObject([[{ kind: 'insert', row: { name: 'pear' } }]]);
    expect(await ends()).toEqual(before);
    expect(await names()).toEqual(['pear', 'open']);
    await crashAndRestart();
    expect(await names()).toEqual([]);
  });

  it('is what was written to the file system, although PGlite runs with fsync = off', async () => {
    expect(await value('show fsync')).toBe('off');
    await value('begin');
    await value(`insert into juice select n, repeat('x', 200) from generate_series(1, 4000) n`);
    const before = await value('select pg_current_wal_insert_lsn()');
    const { redoDoneLsn } = await crashAndRestart();
    expect(redoDoneLsn).toBeGreaterThan(cluster.lsn);
    expect(formatLsn(redoDoneLsn!)).not.toBe(before);
    expect(await names()).toEqual([]);
  });

  it('is nothing of an open transaction, a session, a temporary table', async () => {
    await value('create temp table mine (i int)');
    await value('prepare mine as select 1');
    await value(`set datestyle = 'German'`);
    await value('begin');
    await value(`insert into juice (name) values ('apple')`);
    await crashAndRestart();
    const { status } = await cluster.primary.query({ sql: 'select 1', params: [] }, virtualMs(0));
    expect(status).toBe('idle');
    expect(await names()).toEqual([]);
    expect(await value(`select to_regclass('mine')`)).toBeNull();
    expect(await value('select count(*) from pg_prepared_statements where from_sql')).toBe('0');
    expect(await value('show datestyle')).toBe('ISO, MDY');
  });

  it('is the slot, at which decoding goes on', async () => {
    await value(`insert into juice (name) values ('apple')`);
    await crashAndRestart();
    expect(await rows(`select slot_name, active from pg_replication_slots`)).toEqual([['replica', 't']]);
    await value(`insert into juice (name) values ('pear')`);
    const decoded = await cluster.primary.decode(cluster.lsn, virtualMs(2_000));
    expect(decoded.map(({ changes }) => changes.length)).toEqual([1, 1]);
    await cluster.primary.confirm(decoded[1]!.lsn, virtualMs(2_000));
    expect(await cluster.primary.walRecords(cluster.lsn, virtualMs(2_000))).not.toEqual([]);
  });
});

describe('a restart', () => {
  it('tells what redo did', async () => {
    await value(`insert into juice (name) values ('apple')`);
    const flushed = await value('select pg_current_wal_flush_lsn()');
    const recovery = await crashAndRestart(5_000);
    const { redoStartLsn, redoDoneLsn, log } = recovery;
    expect(redoStartLsn).toBeLessThan(cluster.lsn);
    expect(redoDoneLsn).toBeGreaterThan(cluster.lsn);
    expect(formatLsn(recovery.lsn)).toBe(await value('select pg_current_wal_insert_lsn()'));
    expect(log).toEqual([
      expect.stringContaining('LOG:  database system was interrupted; last known up at 2024-10-24 09:00:00 UTC'),
      expect.stringContaining('LOG:  database system was not properly shut down; automatic recovery in progress'),
      expect.stringContaining(`LOG:  redo starts at ${formatLsn(redoStartLsn!)}`),
      expect.stringContaining(`LOG:  invalid record length at ${flushed}: expected at least 24, got 0`),
      expect.stringMatching(`LOG:  redo done at ${formatLsn(redoDoneLsn!)}$`),
    ]);
    expect(log[0]).toMatch(/^2024-10-24 09:00:05.000 UTC \[/);
  });

  it('begins its redo where the last checkpoint began', async () => {
    await value(`insert into juice (name) values ('apple')`);
    const inserted = parseLsn((await value('select pg_current_wal_insert_lsn()'))!);
    await value('checkpoint');
    const checkpoint = await value('select redo_lsn from pg_control_checkpoint()');
    const { redoStartLsn } = await crashAndRestart();
    expect(redoStartLsn).toBeGreaterThanOrEqual(inserted);
    expect(formatLsn(redoStartLsn!)).toBe(checkpoint);
    expect(await names()).toEqual(['apple']);
  });

  it('happens at its own moment, and time goes on', async () => {
    await crashAndRestart(5_000);
    const seconds = async (moment: string) => Number(await value(`select extract(epoch from ${moment})`, 6_000));
    expect(await seconds('pg_postmaster_start_time()')).toBe(epochMs / 1_000 + 5);
    expect(await seconds('now()')).toBe(epochMs / 1_000 + 6);
    expect(await seconds(`(pg_stat_file('PG_VERSION')).modification`)).toBe(epochMs / 1_000);
  });

  it('waits for one that happens at another moment', async () => {
    const nodes = [cluster.primary, cluster.replica];
    for (const node of nodes) await node.crash();
    await Promise.all(nodes.map((node, index) => node.restart(virtualMs(1_000 + index * 1_000))));
    const started = nodes.map((node) => value('select pg_postmaster_start_time()', 5_000, node));
    expect(await Promise.all(started)).toEqual(['2024-10-24 09:00:01+00', '2024-10-24 09:00:02+00']);
  });

  it('starts no timer of the clock on the wall', async () => {
    const timers: unknown[] = [];
    const { setTimeout } = globalThis;
    Object.assign(globalThis, { setTimeout: (...timer: unknown[]) => void timers.push(timer) });
    try {
      await value(`insert into juice (name) values ('apple')`);
      await crashAndRestart();
    } finally {
      Object.assign(globalThis, { setTimeout });
    }
    expect(timers).toEqual([]);
  });

  it('draws other numbers than before, and the same in the same run', async () => {
    const draw = async () => [await value('select random()'), await value('select gen_random_uuid()')];
    const run = async () => {
      await cluster.primary.restore(7);
      const drawn = [await draw()];
      for (let crash = 0; crash < 2; crash++) {
        await crashAndRestart();
        drawn.push(await draw());
      }
      return drawn.flat();
    };
    const first = await run();
    expect(new Set(first).size).toBe(6);
    expect(await run()).toEqual(first);
  });

  it('gives the same LSNs and the same stream in the same run', async () => {
    const run = async () => {
      await cluster.primary.restore(3);
      const said: unknown[] = [];
      for (let crash = 0; crash < 3; crash++) {
        await value(`insert into juice (name) select 'juice ' || random() from generate_series(1, 100)`, crash * 1_000);
        await value(`create table made_${crash} (at timestamptz default now())`);
        said.push(await crashAndRestart(crash * 1_000 + 500), await value('select pg_current_wal_insert_lsn()'));
      }
      return [...said, await cluster.primary.decode(lsn(0), virtualMs(9_000))];
    };
    const first = await run();
    expect(await run()).toEqual(first);
  });

  it('is of a server that a trap has ended, too', async () => {
    await value(`insert into juice (name) values ('apple')`);
    await expect(value(`select (repeat('[', 500000))::json`)).rejects.toBeInstanceOf(NodeCrashed);
    await crashAndRestart();
    expect(await names()).toEqual(['apple']);
  });

  it('is of a server that is down', async () => {
    await expect(cluster.primary.restart(virtualMs(0))).rejects.toThrow('it is restarted after a crash');
    await cluster.primary.crash();
    for (const asked of [value('select 1'), cluster.primary.tables(virtualMs(0)), cluster.primary.crash()])
      await expect(asked).rejects.toThrow('primary crashed: it was killed');
    await cluster.primary.restart(virtualMs(0));
    expect(await value('select 1')).toBe('1');
  });
});

describe('restore', () => {
  it('goes back to the image after a crash, after a restart, and after two', async () => {
    const run = async () => [
      await value('select pg_current_wal_insert_lsn()'),
      await value('insert into juice (name) values (random()) returning name'),
      await value('select xmin || ctid::text from juice'),
      await value('select pg_current_wal_insert_lsn()'),
      await cluster.primary.decode(cluster.lsn, virtualMs(0)),
    ];
    const first = await run();
    for (const restarts of [0, 1, 2]) {
      for (let restart = 0; restart < restarts; restart++) await crashAndRestart();
      await cluster.primary.crash();
      await cluster.primary.restore(1);
      expect(await run()).toEqual(first);
    }
  });
});

describe('the replica', () => {
  const onReplica = (sql: string, at = 0) => value(sql, at, cluster.replica);
  const apply = (name: string, at: number) =>
    cluster.replica.apply(
      [{ sql: 'insert into public.juice (name) values ($1)', params: [name] }],
      { lsn: lsn(0xd40000 + at), lastCommitAt: virtualMs(at), paused: false },
      virtualMs(at),
    );

  it('crashes and is a standby again, with what it had applied and reported', async () => {
    await apply('apple', 10);
    await cluster.replica.crash();
    await cluster.replica.restart(virtualMs(100));
    expect(await onReplica('select name from juice')).toBe('apple');
    expect(await onReplica('select pg_is_in_recovery()')).toBe('t');
    expect(await onReplica('select pg_last_wal_replay_lsn()')).toBe('0/D4000A');
    await expect(onReplica('delete from juice')).rejects.toThrow('cannot execute DELETE in a read-only transaction');
    await apply('pear', 200);
    expect(await onReplica('select count(*) from juice')).toBe('2');
  });

  it('can be told what it replays while it is down', async () => {
    await cluster.replica.crash();
    cluster.replica.reportReplay({ lsn: lsn(0xd50000), lastCommitAt: null, paused: false });
    await cluster.replica.restart(virtualMs(100));
    expect(await onReplica('select pg_last_wal_replay_lsn()')).toBe('0/D50000');
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ensureSnapshot } from '../../scripts/build-snapshot.ts';
import type { BaseBackup, Cluster, PostgresNode } from '../simulation/postgres-node.ts';
import type { ReplicationKind } from '../trace/events.ts';
import type { Recovery } from '../trace/postgres-values.ts';
import { formatLsn, type Lsn, lsn, parseLsn, virtualMs } from '../trace/ids.ts';
import type { PgText } from '../trace/postgres-values.ts';
import { loadServerFiles } from './load-server-files-node.ts';
import { startCluster } from './start-cluster.ts';

const startOne = async (replication: ReplicationKind): Promise<Cluster> => {
  const schemaSql = `
    create table juice (id serial primary key, name text not null);
    insert into juice (name) values ('from the start')`;
  const files = await loadServerFiles(await ensureSnapshot());
  return startCluster({ files, schemaSql, replication, where: 'in-process' });
};

let cluster: Cluster;
let backup: BaseBackup;
beforeAll(async () => {
  cluster = await startOne('physical');
  backup = await cluster.primary.baseBackup();
});
afterAll(() => cluster.terminate());
beforeEach(() => cluster.primary.restore(1));

async function value(sql: string, node: PostgresNode = cluster.primary, at = 0): Promise<PgText | undefined> {
  const { outcome } = await node.query({ sql, params: [] }, virtualMs(at));
  if (outcome.kind === 'error') throw new Error(`${outcome.error.code} ${outcome.error.message}`);
  return outcome.results[0]?.rows[0]?.[0];
}
const onReplica = (sql: string): Promise<PgText | undefined> => value(sql, cluster.replica);
const names = (node: PostgresNode = cluster.replica) =>
  value(`select string_agg(name, ' ' order by id) from juice`, node);
const end = async (): Promise<Lsn> => parseLsn((await value('select pg_current_wal_insert_lsn()'))!);

async function replayTo(position: Lsn, at = 1_000): Promise<Recovery> {
  const replay = { lsn: position, lastCommitAt: virtualMs(500), paused: false };
  return cluster.replica.replayTo(replay, await cluster.primary.walBytes(backup.lsn), virtualMs(at));
}

describe('a standby', () => {
  it('has replayed the log up to a position and no record more, forwards and back', async () => {
    const states: [Lsn, PgText | undefined][] = [[await end(), 'from the start']];
    for (const name of ['apple', 'pear', 'plum']) {
      await value(`insert into juice (name) values ('${name}')`);
      states.push([await end(), await names(cluster.primary)]);
    }
    for (const index of [1, 3, 0, 2]) {
      const [position, expected] = states[index]!;
      const { log } = await replayTo(position);
      expect(await names()).toBe(expected);
      expect(await onReplica('select pg_last_wal_replay_lsn()')).toBe(formatLsn(position));
      expect(await onReplica('select pg_last_xact_replay_timestamp()')).toBe('2024-10-24 09:00:00.5+00');
      expect(log.join('\n')).toContain(`invalid record length at ${formatLsn(position)}`);
    }
  });

  it('stops before a commit whose transaction it has otherwise replayed', async () => {
    await value('begin');
    await value(`insert into juice (name) values ('apple')`);
    await cluster.primary.flushWal();
    const before = await end();
    await value('commit');
    await replayTo(before);
    expect(await names()).toBe('from the start');
    await replayTo(await end());
    expect(await names()).toBe('from the start apple');
  });

  it.each([
    [`insert into juice (name) values ('x')`, '25006 cannot execute INSERT in a read-only transaction'],
    [`select nextval('juice_id_seq')`, '25006 cannot execute nextval() in a read-only transaction'],
    ['vacuum', '25006 cannot execute VACUUM during recovery'],
    ['begin read write', '0A000 cannot set transaction read-write mode during recovery'],
  ])('refuses %s', async (sql, refusal) => {
    await replayTo(await end());
    expect(await onReplica('select pg_is_in_recovery()')).toBe('t');
    await expect(onReplica(sql)).rejects.toThrow(refusal);
  });

  it('gets DDL, sequences and the statistics of the planner, and not the counts of what was done', async () => {
    await value('create table made_later as select n, n % 7 as remainder from generate_series(1, 1000) n');
    await value(`insert into juice (name) select 'juice' from generate_series(1, 40)`);
    await value('alter table juice add column price integer default 3');
    await value('analyze made_later');
    await value('select count(*) from made_later');
    await value('select pg_stat_force_next_flush()');
    await replayTo(await end());
    expect(await onReplica('select sum(remainder) from made_later')).toBe(
      await value('select sum(remainder) from made_later'),
    );
    expect(await onReplica('select max(price) from juice')).toBe('3');
    const statistics = `select n_distinct from pg_stats where tablename = 'made_later' and attname = 'remainder'`;
    expect(await value(statistics)).toBe('7');
    expect(await onReplica(statistics)).toBe('7');
    const lastValue = 'select last_value from juice_id_seq';
    expect(await value(lastValue)).toBe('41');
    // What the log says: 32 numbers are logged ahead.
    expect(Number(await onReplica(lastValue))).toBeGreaterThan(41);
    const inserted = `select n_tup_ins from pg_stat_user_tables where relname = 'made_later'`;
    expect(await value(inserted)).toBe('1000');
    expect(await onReplica(inserted)).not.toBe('1000');
  });

  it('is a copy of the primary before it has replayed anything, and again when its image is restored', async () => {
    const identity = `select system_identifier || ' ' || (select string_agg(ctid || xmin::text, ' ') from juice) || ' ' ||
      (select string_agg(pubname, ' ') from pg_publication) from pg_control_system()`;
    await value(`insert into juice (name) values ('apple')`);
    await replayTo(await end());
    await Promise.all([cluster.primary.restore(1), cluster.replica.restore(1)]);
    expect(await onReplica(identity)).toContain('replayground');
    expect(await onReplica(identity)).toBe(await value(identity));
    expect(await onReplica('select pg_is_in_recovery()')).toBe('t');
  });

  it('has no slot, which a base backup leaves out', async () => {
    await replayTo(await end());
    expect(await onReplica('select count(*) from pg_replication_slots')).toBe('0');
  });

  it('follows over pages and segments, a switch of the log, and checkpoints', async () => {
    for (let round = 0; round < 4; round++) {
      await value(`insert into juice (name) select repeat('x', 300) from generate_series(1, 2000)`);
      if (round === 1) await value('checkpoint');
      if (round === 2) await value('select pg_switch_wal()');
    }
    expect((await end()) - backup.lsn).toBeGreaterThan(2 ** 21);
    await replayTo(await end());
    const all = 'select count(*), sum(id), sum(length(name)), max(ctid) from juice';
    const row = `select r::text from (${all}) r`;
    expect(await onReplica(row)).toBe(await value(row));
  });

  it('follows a primary that has crashed, and its backup is not touched by what the restarted primary writes', async () => {
    await value('checkpoint');
    await cluster.primary.crash();
    await cluster.primary.restart(virtualMs(100));
    await value(`insert into juice (name) values ('apple')`);
    await value('checkpoint');
    await value(`update juice set name = upper(name)`);
    await replayTo(lsn(Number(backup.lsn)));
    expect(await names()).toBe('from the start');
    await replayTo(await end());
    expect(await names()).toBe('FROM THE START APPLE');
  });

  it('can crash and restart by itself, and replay again', async () => {
    await replayTo(await end());
    await cluster.replica.crash();
    await cluster.replica.restart(virtualMs(2_000));
    expect(await onReplica('select pg_is_in_recovery()')).toBe('t');
    expect(await names()).toBe('from the start');
    await cluster.replica.crash();
    await value(`insert into juice (name) values ('apple')`);
    await replayTo(await end());
    expect(await names()).toBe('from the start apple');
    await cluster.replica.restore(1);
    expect(await names()).toBe('from the start');
  });

  it('says what is missing, and stays as it was', async () => {
    await replayTo(await end());
    await expect(replayTo(lsn(backup.lsn - 8))).rejects.toThrow('is not consistent before');
    await expect(replayTo(lsn((await end()) + 8))).rejects.toThrow('needs more log than');
    expect(await names()).toBe('from the start');
  });
});

describe('the log that is sent', () => {
  it('is what is flushed, and a flush moves no other position', async () => {
    await value('set synchronous_commit = off');
    await value(`insert into juice (name) values ('apple')`);
    const inserted = await end();
    const sentTo = async () => {
      const { from, bytes } = await cluster.primary.walBytes(backup.lsn);
      return from + bytes.length;
    };
    expect(await sentTo()).toBeLessThan(inserted);
    await expect(replayTo(inserted)).rejects.toThrow('needs more log than');
    expect(await cluster.primary.flushWal()).toBe(inserted);
    expect(await sentTo()).toBe(inserted);
    expect(await end()).toBe(inserted);
    await replayTo(inserted);
    expect(await names()).toBe('from the start apple');
  });

  it.each([8_192, 1_048_576])(
    'is flushed and replayed from wherever it ends, the border of %d bytes too',
    async (border) => {
      const message = (bytes: number) => `select pg_logical_emit_message(false, 'p', repeat('x', ${bytes}))`;
      let borders = 0;
      for (let before = 48; before >= 0; before -= 8) {
        await cluster.primary.restore(1);
        await value(`insert into juice (name) values ('apple')`);
        const start = await end();
        await value(message(100));
        const withoutText = (await end()) - start - 100;
        const left = border - ((await end()) % border) - before;
        const headers = Math.floor(left / 8_192) * 24;
        await value(message(left - withoutText - headers));
        const flushed = await cluster.primary.flushWal();
        expect(flushed).toBe(parseLsn((await value('select pg_current_wal_flush_lsn()'))!));
        if (flushed % border !== 0) continue;
        borders++;
        expect(await end()).toBeGreaterThan(flushed);
        expect(await cluster.primary.walBytes(await end())).toMatchObject({ from: flushed, bytes: { length: 0 } });
        await replayTo(await end());
        expect(await names()).toBe('from the start apple');
        await value(`insert into juice (name) values ('pear')`);
        await replayTo(await end());
        expect(await names()).toBe('from the start apple pear');
      }
      expect(borders).toBeGreaterThan(0);
    },
  );

  it('tells which segment is gone', async () => {
    await expect(cluster.primary.walBytes(lsn(1_048_576))).rejects.toThrow(
      'requested WAL segment 000000010000000000000001 has already been removed',
    );
  });
});

describe('a promotion', () => {
  it('accepts writes on the same rows, with sequences up to 32 later, and a log that goes on', async () => {
    await value(`insert into juice (name) values ('apple')`);
    const position = await end();
    await replayTo(position);
    const promoted = await cluster.replica.promote();
    expect(promoted).toBeGreaterThan(position);
    expect(await onReplica('select pg_is_in_recovery()')).toBe('f');
    expect(await onReplica('select pg_current_wal_insert_lsn()')).toBe(formatLsn(promoted));
    const id = Number(await onReplica(`insert into juice (name) values ('pear') returning id`));
    expect(id).toBeGreaterThan(3);
    expect(id).toBeLessThanOrEqual(3 + 32);
    expect(parseLsn((await onReplica('select pg_current_wal_insert_lsn()'))!)).toBeGreaterThan(promoted);
    expect(await names()).toBe('from the start apple pear');
    await cluster.replica.crash();
    await cluster.replica.restart(virtualMs(2_000));
    expect(await onReplica('select pg_is_in_recovery()')).toBe('f');
    expect(await names()).toBe('from the start apple pear');
    await cluster.replica.restore(1);
    expect(await onReplica('select pg_is_in_recovery()')).toBe('t');
    expect(await names()).toBe('from the start');
  });

  it('is of the replica of logical replication, too', async () => {
    const logical = await startOne('logical');
    const { replica } = logical;
    await replica.promote();
    expect(await value(`insert into juice (name) values ('pear') returning id`, replica)).toBe('2');
    await replica.restore(1);
    await expect(value('delete from juice', replica)).rejects.toThrow('25006');
    logical.terminate();
  });
});

describe('recovery to a point in time', () => {
  it('brings back what a DELETE without its WHERE has taken', async () => {
    await value(`insert into juice (name) values ('apple')`);
    const good = await end();
    await value('delete from juice');
    await value(`insert into juice (name) values ('too late')`);
    await replayTo(good);
    expect(await names()).toBe('from the start apple');
    await cluster.replica.promote();
    expect(await onReplica(`delete from juice where name = 'apple' returning name`)).toBe('apple');
  });
});

describe('a backup', () => {
  it('is the same of a primary that was started anew for its image', async () => {
    await cluster.primary.crash();
    await cluster.primary.restore(1);
    const again = await cluster.primary.baseBackup();
    expect(again.lsn).toBe(backup.lsn);
    expect(again.files.map(({ name }) => name)).toEqual(backup.files.map(({ name }) => name));
    const differ = again.files.filter(({ content }, index) => {
      const { content: before } = backup.files[index]!;
      return content && Buffer.compare(content, before!) !== 0;
    });
    expect(differ.map(({ name }) => name)).toEqual([]);
  });
});

describe('the same run', () => {
  it('gives the same log, the same redo and the same standby', async () => {
    const run = async () => {
      await cluster.primary.restore(4);
      await cluster.replica.restore(4);
      await value(`insert into juice (name) select random() from generate_series(1, 50)`, cluster.primary, 100);
      const recovery = await replayTo(await end());
      const promoted = await cluster.replica.promote();
      const all = await onReplica('select json_agg(j) from juice j');
      const drawn = await onReplica('select random()');
      return [recovery, promoted, all, drawn, await cluster.primary.walBytes(backup.lsn)];
    };
    expect(await run()).toEqual(await run());
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Cluster, NodeCrashed } from '../simulation/postgres-node.ts';
import { epochMs, formatLsn, virtualMs } from '../trace/ids.ts';
import type { PgText } from '../trace/postgres-values.ts';
import { ensureSnapshot } from '../../scripts/build-snapshot.ts';
import { loadServerFiles } from './load-server-files-node.ts';
import { startCluster } from './start-cluster.ts';

let cluster: Cluster;
beforeAll(async () => {
  const schemaSql = `create table juice (id int primary key, name text check (name <> ''))`;
  cluster = await startCluster({
    files: await loadServerFiles(await ensureSnapshot()),
    schemaSql,
    where: 'in-process',
  });
}, 60_000);
afterAll(() => cluster.terminate());
beforeEach(() => cluster.primary.restore(1));

async function value(sql: string, at = 0, ...params: PgText[]): Promise<PgText | undefined> {
  const { outcome } = await cluster.primary.query({ sql, params }, virtualMs(at));
  if (outcome.kind === 'error') throw new Error(outcome.error.message);
  return outcome.results[0]?.rows[0]?.[0];
}

describe('an answer', () => {
  it('carries an error of Postgres whole', async () => {
    const sql = `insert into juice values (1, '')`;
    const { outcome, status } = await cluster.primary.query({ sql, params: [] }, virtualMs(0));
    expect(outcome).toEqual({
      kind: 'error',
      error: {
        severity: 'ERROR',
        code: '23514',
        message: 'new row for relation "juice" violates check constraint "juice_name_check"',
        detail: 'Failing row contains (1, ).',
        schema: 'public',
        table: 'juice',
        constraint: 'juice_name_check',
        routine: 'ExecConstraints',
      },
    });
    expect(status).toBe('idle');
  });

  it('carries position and hint', async () => {
    const { outcome } = await cluster.primary.query({ sql: 'select nmae from juice', params: [] }, virtualMs(0));
    expect(outcome).toMatchObject({
      error: { code: '42703', position: 8, hint: expect.stringContaining('juice.name') },
    });
  });

  it('carries notices, and all results of a script', async () => {
    const script = `do $$ begin raise notice 'hello' using hint = 'wave'; end $$; select 1; select 2`;
    const { outcome, notices } = await cluster.primary.script(script, virtualMs(0));
    expect(notices).toMatchObject([{ severity: 'NOTICE', message: 'hello', hint: 'wave' }]);
    expect(outcome).toMatchObject({ results: [{ tag: 'DO' }, { rows: [['1']] }, { rows: [['2']] }] });
  });

  it('tells whether a transaction is open', async () => {
    const statusAfter = async (sql: string) => (await cluster.primary.query({ sql, params: [] }, virtualMs(0))).status;
    expect(await statusAfter('begin')).toBe('in transaction');
    expect(await statusAfter('select 1/0')).toBe('failed transaction');
    expect(await statusAfter('select 1')).toBe('failed transaction');
    expect(await statusAfter('rollback')).toBe('idle');
  });

  it('gives the position of the log, also after a client has thrown away every prepared statement', async () => {
    const { lsn: before } = await cluster.primary.query({ sql: 'discard all', params: [] }, virtualMs(0));
    const { lsn: after } = await cluster.primary.query(
      { sql: 'insert into juice values (1)', params: [] },
      virtualMs(0),
    );
    expect(after).toBeGreaterThan(before);
    const peeked = await cluster.primary.peek({ sql: 'select * from juice', params: [] }, virtualMs(0));
    expect(peeked.tables).toEqual(['public.juice']);
  });
});

describe('COPY', () => {
  it.each(['copy juice from stdin', 'select 1; copy juice from stdin'])(
    'ends with an error of Postgres where it waits for data: %s',
    async (sql) => {
      const { outcome } = await cluster.primary.script(sql, virtualMs(0));
      expect(outcome).toMatchObject({ error: { code: '57014', message: expect.stringMatching(/^COPY from stdin/) } });
      await expect(cluster.primary.query({ sql: 'copy juice from stdin', params: [] }, virtualMs(0))).resolves.toEqual(
        expect.objectContaining({ outcome: expect.objectContaining({ kind: 'error' }) }),
      );
      expect(await value('select 1')).toBe('1');
    },
  );

  it('gives the lines that it copies out', async () => {
    const { outcome } = await cluster.primary.script(`copy (values (1, 'a'), (2, 'ü')) to stdout`, virtualMs(0));
    expect(outcome).toMatchObject({ results: [{ tag: 'COPY 2', rows: [['1\ta'], ['2\tü']] }] });
  });
});

describe('the log', () => {
  it('ends where Postgres says, in a transaction too, over pages and segments', async () => {
    const ends = async () => {
      const { lsn } = await cluster.primary.query({ sql: 'select 1', params: [] }, virtualMs(0));
      return [formatLsn(lsn), await value('select pg_current_wal_insert_lsn()')];
    };
    for (let rows = 1; rows < 10_000; rows = Math.ceil(rows * 2.3)) {
      await value('begin');
      await value(
        `insert into juice select n, 'apple' from generate_series($1::int, $2::int) n`,
        0,
        `${rows * 20_000}`,
        `${rows * 20_001}`,
      );
      const [ours, theirs] = await ends();
      expect(ours).toBe(theirs);
      await value('rollback');
    }
    const [ours, theirs] = await ends();
    expect(ours).toBe(theirs);
  });

  it('stays where it is when a client reads', async () => {
    await value(`insert into juice select n, 'apple' from generate_series(1, 300) n`);
    const before = await value('select pg_current_wal_insert_lsn()');
    await value('select count(*) from juice');
    expect(await value('select pg_current_wal_insert_lsn()')).toBe(before);
  });
});

describe('a peek', () => {
  it('writes nothing to the log, not even what a read leaves in pages that were written before', async () => {
    await value(`insert into juice select n, 'apple' from generate_series(1, 300) n`);
    await value(`update juice set name = 'pear'`);
    const before = await value('select pg_current_wal_insert_lsn()');
    for (const sql of ['select * from juice', 'select id from juice where id = 7']) {
      await cluster.primary.peek({ sql, params: [] }, virtualMs(0));
    }
    await cluster.primary.tables(virtualMs(0));
    expect(await value('select pg_current_wal_insert_lsn()')).toBe(before);
  });

  it('reads inside an open transaction what it sees, and leaves that transaction as it was', async () => {
    await value('begin');
    await value(`insert into juice values (1, 'apple')`);
    const peeked = await cluster.primary.peek({ sql: 'select name from juice', params: [] }, virtualMs(0));
    expect(peeked.outcome).toMatchObject({ results: [{ rows: [['apple']] }] });
    const failing = await cluster.primary.peek({ sql: 'select nothing', params: [] }, virtualMs(0));
    expect(failing.outcome.kind).toBe('error');
    const writing = await cluster.primary.peek({ sql: `delete from juice returning 1`, params: [] }, virtualMs(0));
    expect(writing.outcome).toMatchObject({ error: { code: '25006' } });
    await value('commit');
    expect(await value('select count(*) from juice')).toBe('1');
  });
});

describe('virtual time and the seed', () => {
  it('are when the server was started, and the date of everything that it has', async () => {
    const moments = [
      'pg_postmaster_start_time()',
      'pg_conf_load_time()',
      '(select backend_start from pg_stat_activity where pid = pg_backend_pid())',
      `(pg_stat_file('PG_VERSION')).modification`,
      `(pg_stat_file('base')).modification`,
      '(select stats_reset from pg_stat_bgwriter)',
    ];
    for (const moment of moments) {
      expect([moment, Number(await value(`select extract(epoch from ${moment})::numeric * 1000`))]).toEqual([
        moment,
        epochMs,
      ]);
    }
  });

  it('pass in pg_sleep(), as far as the client can tell, and however little it wants to be told', async () => {
    await value('set client_min_messages = error');
    for (const sql of [`select pg_sleep(1.5)`, `select pg_sleep_for('1500 ms')`]) {
      const slept = await cluster.primary.query({ sql, params: [] }, virtualMs(0));
      expect(slept).toMatchObject({ sleptMs: 1_500, notices: [], outcome: { kind: 'ok' } });
    }
    expect(await cluster.primary.query({ sql: 'select 1', params: [] }, virtualMs(0))).not.toHaveProperty('sleptMs');
  });

  it('are what the server goes by', async () => {
    const now = await value('select extract(epoch from now())::numeric * 1000', 61_234);
    expect(Number(now)).toBe(epochMs + 61_234);
    const wall = Date.now();
    expect(wall).toBeGreaterThan(epochMs + 365 * 24 * 3_600_000);
  });

  it('give the same random() and gen_random_uuid() again, and others under another seed', async () => {
    const draw = async (seed: number) => {
      await cluster.primary.restore(seed);
      return [await value('select random()'), await value('select gen_random_uuid()')];
    };
    const first = await draw(1);
    expect(await draw(1)).toEqual(first);
    const other = await draw(2);
    expect(other[0]).not.toBe(first[0]);
    expect(other[1]).not.toBe(first[1]);
  });
});

describe('the image', () => {
  it('gives every run the same bytes: files, LSNs, transaction ids, decoded stream', async () => {
    const run = async () => {
      await cluster.primary.restore(3);
      await value(`insert into juice select i, 'juice ' || i from generate_series(1, 400) i`, 10);
      await value(`create table made_later (at timestamptz default now(), id uuid default gen_random_uuid())`, 20);
      await value('insert into made_later select', 30);
      await value(`update juice set name = upper(name) where id % 3 = 0`, 40);
      await value('delete from juice where id % 7 = 0', 50);
      return [
        await value('select pg_current_wal_insert_lsn()', 60),
        await cluster.primary.decode(cluster.lsn, virtualMs(60)),
      ];
    };
    const first = await run();
    for (let again = 0; again < 4; again++) expect(await run()).toEqual(first);
    await cluster.primary.restore(3);
    expect(await value(`select to_regclass('made_later')`)).toBeNull();
    expect(await value('select count(*) from juice')).toBe('0');
  });

  it('is given up for a new start when a library was loaded since', async () => {
    await cluster.primary.script(
      `create function lib() returns int language c as 'dict_snowball', 'dsnowball_init'`,
      virtualMs(0),
    );
    await value('select count(*) from juice');
    await cluster.primary.restore(1);
    expect(await value('select count(*) from juice')).toBe('0');
  });
});

describe('a crash', () => {
  it.each(['query', 'script'] as const)('is seen when a %s runs out of stack', async (how) => {
    const sql = `select (repeat('[', 500000))::json`;
    const trap =
      how === 'query'
        ? cluster.primary.query({ sql, params: [] }, virtualMs(0))
        : cluster.primary.script(sql, virtualMs(0));
    await expect(trap).rejects.toBeInstanceOf(NodeCrashed);
  });

  it.each(['', ' -- nothing', ';'])('is not what an empty statement is: "%s"', async (sql) => {
    for (const answer of [
      cluster.primary.query({ sql, params: [] }, virtualMs(0)),
      cluster.primary.script(sql, virtualMs(0)),
    ]) {
      expect((await answer).outcome).toEqual({ kind: 'ok', results: [] });
    }
  });

  it('is what a WebAssembly trap is, and the next restore brings the node back', async () => {
    // pgoutput imports functions that PGlite does not have, and calls one of them to write a change.
    await value(`set output_plugin_libraries = 'pgoutput'`);
    await value(`select pg_create_logical_replication_slot('other', 'pgoutput')`);
    await value(`insert into juice values (1, 'apple')`);
    const options = `'proto_version', '1', 'publication_names', 'replayground'`;
    const trap = {
      sql: `select * from pg_logical_slot_peek_binary_changes('other', null, null, ${options})`,
      params: [],
    };
    await expect(cluster.primary.query(trap, virtualMs(0))).rejects.toBeInstanceOf(NodeCrashed);
    const next = cluster.primary.query({ sql: 'select 1', params: [] }, virtualMs(0));
    await expect(next).rejects.toBeInstanceOf(NodeCrashed);
    await cluster.primary.restore(1);
    expect(await value('select count(*) from juice')).toBe('0');
    await value(`insert into juice values (1, 'apple')`);
    expect(await cluster.primary.decode(cluster.lsn, virtualMs(0))).toHaveLength(1);
  });
});

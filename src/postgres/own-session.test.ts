import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Answer, Cluster } from '../simulation/postgres-node.ts';
import { virtualMs } from '../trace/ids.ts';
import type { PgText } from '../trace/postgres-values.ts';
import { ensureSnapshot } from '../../scripts/build-snapshot.ts';
import { loadServerFiles } from './load-server-files-node.ts';
import { startCluster } from './start-cluster.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster({
    files: await loadServerFiles(await ensureSnapshot()),
    schemaSql: `create table sale (id int primary key, day date, share float8, took interval, mark bytea, at timestamptz);
                create role app; grant select, insert on sale to app`,
    where: 'in-process',
  });
}, 60_000);
afterAll(() => cluster.terminate());
beforeEach(() => Promise.all([cluster.primary.restore(1), cluster.replica.restore(1)]));

const at = virtualMs(1_000);
const onPrimary = (sql: string): Promise<Answer> => cluster.primary.query({ sql, params: [] }, at);
const row = {
  day: '2024-02-01',
  share: '0.1',
  took: '-1 days +02:00:00',
  mark: '\\x00ff',
  at: '2024-02-01 10:00:00+00',
};
const sell = (id: number) =>
  onPrimary(`insert into public.sale values (${id}, date '2024-02-01', 0.1::float8, interval '-1 days 2 hours', decode('00ff', 'hex'),
             timestamptz '2024-02-01 10:00Z')`);

async function decodedRows(): Promise<readonly unknown[]> {
  const transactions = await cluster.primary.decode(cluster.lsn, at);
  return transactions.flatMap(({ changes }) => changes.map((change) => 'row' in change && change.row));
}

function valueOf({ outcome }: Answer): PgText | undefined {
  if (outcome.kind === 'error') throw new Error(outcome.error.message);
  return outcome.results[0]?.rows[0]?.[0];
}

describe("a client's settings", () => {
  const settings: readonly (readonly [string, string])[] = [
    ['datestyle', 'SQL, DMY'],
    ['intervalstyle', 'sql_standard'],
    ['extra_float_digits', '-10'],
    ['bytea_output', 'escape'],
    ['timezone', 'Asia/Tokyo'],
    ['search_path', 'nowhere'],
    ['output_plugin_libraries', 'pgoutput'],
    ['default_transaction_read_only', 'on'],
    ['default_transaction_isolation', 'serializable'],
  ];

  it.each(settings)('do not reach what is decoded and looked at, and stay as they were: %s', async (name, setting) => {
    await sell(1);
    await onPrimary(`set ${name} = ${setting.includes(',') ? `'${setting}'` : setting}`);
    const before = valueOf(await onPrimary(`show ${name}`));
    expect(await decodedRows()).toEqual([{ id: '1', ...row }]);
    const [table] = await cluster.primary.tables(at);
    expect(table?.rows).toEqual([['1', ...Object.values(row)]]);
    await cluster.primary.confirm((await onPrimary('select 1')).lsn, at);
    expect(valueOf(await onPrimary(`show ${name}`))).toBe(before);
  });

  it('do not reach what is applied', async () => {
    for (const [name, setting] of settings)
      await cluster.replica.query({ sql: `set ${name} = '${setting}'`, params: [] }, at);
    const params = ['7', ...Object.values(row)];
    const insert = { sql: 'insert into public.sale values ($1, $2, $3, $4, $5, $6)', params };
    const applied = await cluster.replica.apply([insert], { lsn: cluster.lsn, lastCommitAt: at, paused: false }, at);
    expect(applied.outcome.kind).toBe('ok');
    expect((await cluster.replica.tables(at))[0]?.rows).toEqual([params]);
  });
});

describe('a client that is another user', () => {
  it.each(['set role app', 'set session authorization app'])(
    'stays it, and stops nothing of ours: %s',
    async (become) => {
      await onPrimary(become);
      await sell(1);
      expect(await decodedRows()).toHaveLength(1);
      expect(await cluster.primary.tables(at)).toHaveLength(1);
      await cluster.primary.confirm((await onPrimary('select 1')).lsn, at);
      expect(valueOf(await onPrimary('select current_user'))).toBe('app');

      await cluster.replica.query({ sql: become, params: [] }, at);
      const insert = { sql: 'insert into public.sale (id) values ($1)', params: ['7'] };
      const replay = { lsn: cluster.lsn, lastCommitAt: at, paused: false };
      expect((await cluster.replica.apply([insert], replay, at)).outcome.kind).toBe('ok');
      expect(valueOf(await cluster.replica.query({ sql: 'select current_user', params: [] }, at))).toBe('app');
    },
  );
});

describe('a transaction that a client has open', () => {
  it('goes on as it was after what was committed before it is decoded', async () => {
    await onPrimary('begin');
    await sell(1);
    await onPrimary('commit and chain');
    await sell(2);
    await onPrimary('create table made_meanwhile (id int)');
    expect(await decodedRows()).toEqual([{ id: '1', ...row }]);
    await onPrimary('insert into made_meanwhile values (1)');
    expect(valueOf(await onPrimary('select count(*) from sale'))).toBe('2');
    await onPrimary('commit');
    expect(await decodedRows()).toHaveLength(3);
  });
});

describe('the slot', () => {
  it.each([
    `select pg_drop_replication_slot('replica')`,
    `select pg_logical_slot_get_changes('replica', null, null)`,
    `select pg_replication_slot_advance('replica', pg_current_wal_lsn())`,
  ])('is active, so that Postgres refuses %s', async (sql) => {
    const { outcome } = await onPrimary(sql);
    const message = 'replication slot "replica" is active for PID 4711';
    expect(outcome).toMatchObject({ error: { code: '55006', message } });
    await sell(1);
    expect(await decodedRows()).toHaveLength(1);
    const shown = await onPrimary('select active, active_pid from pg_replication_slots');
    expect(shown.outcome).toMatchObject({ results: [{ rows: [['t', '4711']] }] });
  });
});

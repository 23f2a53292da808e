/** What redo gives back of generated transactions, after a crash and on a standby. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureSnapshot } from '../../scripts/build-snapshot.ts';
import type { Cluster, PostgresNode } from '../simulation/postgres-node.ts';
import { type Lsn, virtualMs } from '../trace/ids.ts';
import type { PgText } from '../trace/postgres-values.ts';
import { loadServerFiles } from './load-server-files-node.ts';
import { startCluster } from './start-cluster.ts';

let cluster: Cluster;
beforeAll(async () => {
  const schemaSql = `
    create table written (transaction integer, statement integer);
    create table counter (id integer primary key, transactions integer not null);
    insert into counter values (1, 0)`;
  const files = await loadServerFiles(await ensureSnapshot());
  cluster = await startCluster({ files, schemaSql, where: 'in-process' });
  await cluster.replica.useBackup(await cluster.primary.baseBackup());
});
afterAll(() => cluster.terminate());

async function run(sql: string, node: PostgresNode = cluster.primary) {
  const { outcome, lsn } = await node.query({ sql, params: [] }, virtualMs(0));
  if (outcome.kind === 'error') throw new Error(outcome.error.message);
  return { rows: outcome.results[0]?.rows ?? [], lsn };
}

interface Work {
  readonly isSynchronous: boolean;
  readonly inserts: number;
  readonly alsoRun: string | null;
  readonly end: 'commit' | 'rollback';
}

const works = fc.array(
  fc.record<Work>({
    isSynchronous: fc.boolean(),
    inserts: fc.integer({ min: 1, max: 3 }),
    alsoRun: fc.constantFrom(null, null, 'create table if not exists made_later ()', 'savepoint s', 'analyze written'),
    end: fc.constantFrom('commit', 'commit', 'rollback'),
  }),
  { minLength: 1, maxLength: 6 },
);

function statementsOf({ isSynchronous, inserts, alsoRun, end }: Work, transaction: number): string[] {
  return [
    'begin',
    `set local synchronous_commit = ${isSynchronous ? 'on' : 'off'}`,
    ...Array.from({ length: inserts }, (_, n) => `insert into written values (${transaction}, ${n})`),
    ...(alsoRun === null ? [] : [alsoRun]),
    'update counter set transactions = transactions + 1',
    end,
  ];
}

const allOf = (generated: readonly Work[]) =>
  generated.flatMap((work, transaction) => statementsOf(work, transaction).map((sql) => ({ sql, work, transaction })));

const settings = { numRuns: 20, seed: 20_241_024 };

it('of a crash at any statement, it is whole transactions, up to some point not before the last flushed commit', async () => {
  const property = fc.asyncProperty(works, fc.nat(), async (generated, moment) => {
    await cluster.primary.restore(1);
    const all = allOf(generated);
    const done = all.slice(0, moment % (all.length + 1));
    for (const { sql } of done) await run(sql);
    await cluster.primary.crash();
    await cluster.primary.restart(virtualMs(1_000));
    const ended = done.filter(({ sql }) => sql === 'commit');
    const flushed = ended.findLastIndex(({ work }) => work.isSynchronous) + 1;
    const { rows: counted } = await run('select transaction, count(*) from written group by 1 order by 1');
    const whole = ended.map(({ transaction, work }) => [`${transaction}`, `${work.inserts}`]);
    expect(counted).toEqual(whole.slice(0, counted.length));
    expect(counted.length).toBeGreaterThanOrEqual(flushed);
    expect((await run('select transactions from counter')).rows).toEqual([[`${counted.length}`]]);
  });
  await fc.assert(property, settings);
});

it('on a standby at any position, it is what the primary had committed there', async () => {
  const state = async (node: PostgresNode): Promise<readonly (readonly PgText[])[]> =>
    (
      await run(
        `select (select json_agg(w) from written w), (select transactions from counter), to_regclass('made_later')`,
        node,
      )
    ).rows;
  const property = fc.asyncProperty(works, fc.nat(), async (generated, moment) => {
    await cluster.primary.restore(1);
    let committed = await state(cluster.primary);
    const moments: { readonly lsn: Lsn; readonly committed: typeof committed }[] = [];
    for (const { sql } of allOf(generated)) {
      const { lsn } = await run(sql);
      if (sql === 'commit') committed = await state(cluster.primary);
      moments.push({ lsn, committed });
    }
    await cluster.primary.flushWal();
    const there = moments[moment % moments.length]!;
    const wal = await cluster.primary.walBytes((await cluster.primary.baseBackup()).lsn);
    const replay = { lsn: there.lsn, lastCommitAt: null, paused: false };
    await cluster.replica.replayTo(replay, wal, virtualMs(1_000));
    expect(await state(cluster.replica)).toEqual(there.committed);
  });
  await fc.assert(property, settings);
});

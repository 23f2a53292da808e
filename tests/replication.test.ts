import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cluster } from '../src/simulation/postgres-node.ts';
import { virtualMs } from '../src/trace/ids.ts';
import { clusterOf, shownAndReal } from './support/console-run.ts';
import { nextEvents, pausedCluster, write, writeAll } from './support/paused-cluster.ts';
import { ddlWorkload, workload, workloadSchema } from './support/workload.ts';

let cluster: Cluster;
let physical: Cluster;
beforeAll(async () => {
  cluster = await clusterOf(workloadSchema);
  physical = await clusterOf(workloadSchema, 'physical');
}, 60_000);
afterAll(() => {
  cluster.terminate();
  physical.terminate();
});

describe('logical replication', () => {
  it('makes the replica equal the primary, row by row, at every LSN that it has applied', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(workload, async (writes) => {
        const paused = await pausedCluster(cluster);
        const { clock, replication, resume, trace, tablesOf } = paused;
        const history = await writeAll(paused, writes);
        await replication.catchUp(clock.now);
        resume();
        for await (const _ of nextEvents(paused)) {
          const then = history.find(({ lsn }) => lsn >= replication.replayLsn);
          expect(await tablesOf('replica')).toEqual(then?.tables);
          compared++;
        }
        expect(trace().filter(({ type }) => type === 'replication stopped')).toEqual([]);
        expect(await tablesOf('replica')).toEqual(await tablesOf('primary'));
      }),
      { numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(60);
  }, 120_000);
});

describe('physical replication', () => {
  it('makes the replica equal the primary, DDL and sequences too, whenever it is looked at, and shown as it is', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(ddlWorkload, fc.nat(1), async (writes, looksAt) => {
        const paused = await pausedCluster(physical);
        const { clock, replication, resume, trace, tablesOf } = paused;
        const history = await writeAll(paused, writes);
        await replication.catchUp(clock.now);
        resume();
        let applied = 0;
        for await (const next of nextEvents(paused)) {
          if (applied++ % 2 !== looksAt) continue;
          await replication.catchUpReplica(next);
          const then = history.find(({ lsn }) => lsn >= replication.replayLsn);
          expect(await tablesOf('replica')).toEqual(then?.tables);
          const { shown, real } = await shownAndReal(physical, trace(), 'replica');
          expect(shown).toEqual(real);
          compared++;
        }
        // What no commit is decoded for, such as `nextval` alone, comes along once the primary is idle.
        clock.advanceTo(virtualMs(clock.now + 1_000));
        await replication.catchUpReplica(clock.now);
        expect(trace().filter(({ type }) => type === 'replication stopped')).toEqual([]);
        expect(await tablesOf('replica')).toEqual(await tablesOf('primary'));
        expect(await lastNumber('replica')).toBeGreaterThanOrEqual(await lastNumber('primary'));
      }),
      { numRuns: 10 },
    );
    expect(compared).toBeGreaterThan(8);
  }, 240_000);

  it('keeps the log that the primary has removed', async () => {
    const paused = await pausedCluster(physical);
    paused.resume();
    const writes = [
      `insert into whole select n, repeat('x', 900) from generate_series(1, 2000) n`,
      'select pg_current_wal_lsn()',
      'checkpoint',
      'select pg_current_wal_lsn()',
    ];
    for (const sql of [...writes, ...writes, ...writes]) await write(paused, { sql, params: [] }, 5_000);
    const now = virtualMs(paused.clock.now + 10_000);
    await paused.replication.catchUpReplica(now);
    expect(await paused.tablesOf('replica')).toEqual(await paused.tablesOf('primary'));
    await expect(physical.primary.walBytes(physical.lsn)).rejects.toThrow('has already been removed');
  });

  async function lastNumber(node: 'primary' | 'replica'): Promise<number> {
    const { rows } = await physical[node].ask(
      { sql: 'select last_value from public.ticket', params: [] },
      virtualMs(60_000),
    );
    return Number(rows[0]?.[0]);
  }
});

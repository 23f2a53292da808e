import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureSnapshot } from '../scripts/build-snapshot.ts';
import { loadServerFiles } from '../src/postgres/load-server-files-node.ts';
import { startCluster } from '../src/postgres/start-cluster.ts';
import { ClientStatements } from '../src/simulation/client-statements.ts';
import type { Cluster } from '../src/simulation/postgres-node.ts';
import { randomFrom } from '../src/simulation/random.ts';
import { Recorder } from '../src/simulation/recorder.ts';
import { Replication } from '../src/simulation/replication.ts';
import { ServerSession } from '../src/simulation/server-session.ts';
import { VirtualClock } from '../src/simulation/virtual-clock.ts';
import { type Lsn, type VirtualMs, virtualMs } from '../src/trace/ids.ts';
import type { PgTable } from '../src/trace/postgres-values.ts';
import { defaultSettings, type Settings } from '../src/trace/settings.ts';
import { type Workload, workload, workloadSchema } from './support/workload.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster({
    files: await loadServerFiles(await ensureSnapshot()),
    schemaSql: workloadSchema,
    where: 'in-process',
  });
}, 60_000);
afterAll(() => cluster.terminate());

/** A primary with a replica whose replication is paused until `resume`. */
async function pausedCluster() {
  await Promise.all([cluster.primary.restore(1), cluster.replica.restore(1)]);
  let settings: Settings = {
    ...defaultSettings,
    replication: { delayMs: 0, jitterMs: 0, changesPerSecond: 1_000, paused: true },
  };
  const clock = new VirtualClock();
  const sessions = {
    primary: new ServerSession(),
    replica: new ServerSession(),
    standalone: new ServerSession(),
  };
  const recorder = new Recorder();
  const shared = { cluster, recorder, sessions, settings: () => settings };
  const replication = new Replication({ ...shared, random: randomFrom(1) });
  const statements = new ClientStatements({ ...shared, clock, replication });
  const resume = (): void => {
    settings = { ...settings, replication: { ...settings.replication, paused: false } };
    replication.settingsChanged(clock.now);
  };
  return { clock, recorder, replication, statements, sessions, resume };
}

type Paused = Awaited<ReturnType<typeof pausedCluster>>;

/** Sends the workload to the primary; gives what its tables held whenever no transaction was open, by LSN. */
async function writeAll({ clock, statements, sessions, replication }: Paused, writes: Workload) {
  const history: { lsn: Lsn; tables: readonly PgTable[] }[] = [
    { lsn: cluster.lsn, tables: withoutPublications(cluster.tables.primary) },
  ];
  for (const { sql, params } of writes) {
    clock.advanceTo(virtualMs(clock.now + 10));
    const sent = { node: 'primary', client: { kind: 'console' }, sql, params, sentAt: clock.now, returnMs: 0 } as const;
    await statements.run(sent, () => {});
    if (sessions.primary.status !== 'idle') continue;
    history.push({ lsn: replication.primaryLsn, tables: await tablesOf('primary', clock.now) });
  }
  return history;
}

/** The publications are the primary's own. */
const withoutPublications = (tables: readonly PgTable[]): PgTable[] =>
  tables.map(({ publications: _, ...table }) => table);

const tablesOf = async (node: 'primary' | 'replica', at: VirtualMs): Promise<PgTable[]> =>
  withoutPublications(await cluster[node].tables(at));

describe('logical replication', () => {
  it('makes the replica equal the primary, row by row, at every LSN that it has applied', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(workload, async (writes) => {
        const paused = await pausedCluster();
        const { clock, replication, resume, recorder } = paused;
        const history = await writeAll(paused, writes);
        await replication.catchUp(clock.now);
        resume();
        for (let next = replication.nextEventAt(); next !== null; next = replication.nextEventAt()) {
          clock.advanceTo(next);
          await replication.catchUp(next);
          const then = history.find(({ lsn }) => lsn >= replication.replayLsn);
          expect(await tablesOf('replica', next)).toEqual(then?.tables);
          compared++;
        }
        const stopped = recorder.trace(new Map()).filter(({ type }) => type === 'replication stopped');
        expect(stopped).toEqual([]);
        expect(await tablesOf('replica', clock.now)).toEqual(await tablesOf('primary', clock.now));
      }),
      { numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(60);
  }, 120_000);
});

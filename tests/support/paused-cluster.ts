import { ClientStatements } from '../../src/simulation/client-statements.ts';
import type { Cluster } from '../../src/simulation/postgres-node.ts';
import { randomFrom } from '../../src/simulation/random.ts';
import { Recorder } from '../../src/simulation/recorder.ts';
import { Replication } from '../../src/simulation/replication.ts';
import { ServerSession } from '../../src/simulation/server-session.ts';
import { VirtualClock } from '../../src/simulation/virtual-clock.ts';
import type { Trace } from '../../src/trace/events.ts';
import { type Lsn, type VirtualMs, virtualMs } from '../../src/trace/ids.ts';
import type { PgTable } from '../../src/trace/postgres-values.ts';
import { defaultSettings, type Settings } from '../../src/trace/settings.ts';
import type { Workload, WorkloadStatement } from './workload.ts';

/** A primary with a replica whose replication is paused until `resume`. */
export async function pausedCluster(cluster: Cluster) {
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
  const { lsn, slot, tables } = cluster;
  recorder.record({ type: 'run started', at: virtualMs(0), seed: 1, settings, lsn, slot, tables });
  const shared = { cluster, recorder, sessions, settings: () => settings };
  const replication = new Replication({ ...shared, random: randomFrom(1) });
  const statements = new ClientStatements({ ...shared, clock, replication });
  const resume = (): void => {
    settings = { ...settings, replication: { ...settings.replication, paused: false } };
    replication.settingsChanged(clock.now);
  };
  const trace = (): Trace => recorder.trace(new Map());
  const tablesOf = async (node: 'primary' | 'replica'): Promise<PgTable[]> =>
    withoutPublications(await cluster[node].tables(clock.now));
  return { cluster, clock, replication, statements, sessions, resume, trace, tablesOf };
}

type Paused = Awaited<ReturnType<typeof pausedCluster>>;

/** Sends a statement to the primary, some ms after the last one. */
export async function write({ clock, statements }: Paused, { sql, params }: WorkloadStatement, ms = 10): Promise<void> {
  clock.advanceTo(virtualMs(clock.now + ms));
  const sent = { node: 'primary', client: { kind: 'console' }, sql, params, sentAt: clock.now, returnMs: 0 } as const;
  await statements.run(sent, () => {});
}

/** Sends the workload to the primary; gives what its tables held whenever no transaction was open, by LSN. */
export async function writeAll(paused: Paused, writes: Workload) {
  const { cluster, sessions, replication, tablesOf } = paused;
  const history: { lsn: Lsn; tables: readonly PgTable[] }[] = [
    { lsn: cluster.lsn, tables: withoutPublications(cluster.tables.primary) },
  ];
  for (const statement of writes) {
    await write(paused, statement);
    if (sessions.primary.status !== 'idle') continue;
    history.push({ lsn: replication.primaryLsn, tables: await tablesOf('primary') });
  }
  return history;
}

/** Whatever the replica does next, one thing at a time. */
export async function* nextEvents({ clock, replication }: Paused): AsyncGenerator<VirtualMs> {
  for (let next = replication.nextEventAt(); next !== null; next = replication.nextEventAt()) {
    clock.advanceTo(next);
    await replication.catchUp(next);
    yield next;
  }
}

/** The publications are the primary's own. */
const withoutPublications = (tables: readonly PgTable[]): PgTable[] =>
  tables.map(({ publications: _, ...table }) => table);

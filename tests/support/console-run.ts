import { ensureSnapshot } from '../../scripts/build-snapshot.ts';
import { loadServerFiles } from '../../src/postgres/load-server-files-node.ts';
import { startCluster } from '../../src/postgres/start-cluster.ts';
import type { Cluster } from '../../src/simulation/postgres-node.ts';
import { runScenario } from '../../src/simulation/run-scenario.ts';
import type { EventOf, ReplicationKind, Trace, TraceEvent } from '../../src/trace/events.ts';
import { type NodeName, type ReplicationNode, virtualMs } from '../../src/trace/ids.ts';
import type { PgText } from '../../src/trace/postgres-values.ts';
import { defaultSettings, type Settings } from '../../src/trace/settings.ts';
import { viewAt } from '../../src/trace/view.ts';
import { viewProgram } from './view-program.ts';

export async function clusterOf(schemaSql: string, replication?: ReplicationKind): Promise<Cluster> {
  const files = await loadServerFiles(await ensureSnapshot());
  return startCluster({ files, schemaSql, replication, where: 'in-process' });
}

/** What is typed, when and where: `operator` is the replica's, past its refusal. */
export type Typed = readonly [at: number, where: NodeName | 'operator', sql: string];

/** A run in which nobody does anything but type, with a delay of 100 ms. */
export function typeAll(
  cluster: Cluster,
  typed: readonly Typed[],
  replication: Partial<Settings['replication']> = {},
): Promise<Trace> {
  const settings = {
    ...defaultSettings,
    replication: { ...defaultSettings.replication, delayMs: 100, ...replication },
  };
  const console = typed.map(([at, where, sql]) =>
    where === 'operator' ? { at, node: 'replica' as const, sql, asOperator: true } : { at, node: where, sql },
  );
  const program = viewProgram(async () => ({}));
  return runScenario({ cluster, program, scenario: { seed: 7, settings, people: [], console } });
}

export const eventsOf = <Type extends TraceEvent['type']>(trace: Trace, type: Type): EventOf<Type>[] =>
  trace.filter((event): event is EventOf<Type> => event.type === type);

/** What the last statement was answered with: its rows, or SQLSTATE and message. */
export function lastAnswer(trace: Trace): readonly (readonly PgText[])[] | string {
  const { outcome } = eventsOf(trace, 'query ran').at(-1)!;
  if (outcome.kind === 'error') return `${outcome.error.code} ${outcome.error.message}`;
  return outcome.results.at(-1)?.rows ?? [];
}

type TableRows = Readonly<Record<string, readonly string[]>>;

/** The rows of a node as the tables view shows them at the end of the run, and as the node itself gives them. */
export async function shownAndReal(
  cluster: Cluster,
  trace: Trace,
  node: ReplicationNode,
): Promise<{ shown: TableRows; real: TableRows }> {
  const real = await cluster[node].tables(virtualMs(trace.at(-1)!.at));
  const { tables } = viewAt(trace, trace.length - 1);
  const text = (rows: readonly unknown[]): string[] => rows.map((row) => JSON.stringify(row)).toSorted();
  return {
    real: Object.fromEntries(real.map(({ schema, name, rows }) => [`${schema}.${name}`, text(rows)])),
    shown: Object.fromEntries(
      real.map(({ schema, name, columns }) => {
        const id = `${schema}.${name}`;
        const table = tables.find((view) => view.id === id);
        const places = columns.map((column) => table?.columns.indexOf(column) ?? -1);
        const rows = table?.rows.map((row) => row[node]).filter((row) => row !== null) ?? [];
        return [id, text(rows.map((row) => places.map((place) => row[place])))];
      }),
    ),
  };
}

import snapshotUrl from 'virtual:replayground/snapshot-url';
import { loadServerFiles } from '../src/postgres/load-server-files-browser.ts';
import { startCluster } from '../src/postgres/start-cluster.ts';
import type { Cluster, Statement } from '../src/simulation/postgres-node.ts';
import { runScenario } from '../src/simulation/run-scenario.ts';
import type { NodeName } from '../src/trace/ids.ts';
import { defaultSettings } from '../src/trace/settings.ts';
import { BarePglite } from './bare-pglite.ts';
import { compare, type Compared, timed } from './rounds.ts';
import { StatementProgram } from './statement-program.ts';
import { shopReads, shopStatements, statementsSchema } from './statements.ts';

const rounds = 9;

/** One statement of a shop through the simulation to the primary, against the same on a bare PGlite worker. */
export const statement = (): Promise<Compared> => perStatement('primary', shopStatements);

/** One read of the replica, its staleness told, against the same read on a bare PGlite worker. */
export const replicaRead = (): Promise<Compared> => perStatement('replica', shopReads);

async function perStatement(node: NodeName, statements: readonly Statement[]): Promise<Compared> {
  const files = await loadServerFiles(snapshotUrl);
  const cluster = await startCluster({ files, schemaSql: statementsSchema, where: 'workers' });
  const bare = new BarePglite();
  await bare.ready();
  const { value, baseline } = await compare(
    rounds,
    () => throughTheSimulation(cluster, node, statements),
    () => onBarePglite(bare, statements),
  );
  bare.terminate();
  cluster.terminate();
  return { value: value / statements.length, baseline: baseline / statements.length };
}

async function throughTheSimulation(
  cluster: Cluster,
  node: NodeName,
  statements: readonly Statement[],
): Promise<number> {
  const program = new StatementProgram(node, statements);
  const people = [{ name: 'Ana', startsAt: 0, steps: [{ visit: '/' }] }];
  const trace = await runScenario({ cluster, program, scenario: { seed: 1, settings: defaultSettings, people } });
  const end = trace.at(-1);
  if (end?.type !== 'run ended' || end.reason !== 'finished') throw new Error(`The run ended: ${JSON.stringify(end)}`);
  return program.elapsedMs;
}

async function onBarePglite(bare: BarePglite, statements: readonly Statement[]): Promise<number> {
  // The simulation begins every run from its image; here the same rows are put back by hand, and not clocked.
  await bare.query('drop table if exists item');
  for (const sql of statementsSchema.split(';').filter((part) => part.trim())) await bare.query(sql);
  return timed(async () => {
    for (const { sql, params } of statements) await bare.query(sql, params);
  });
}

/** The run of a program that was refused: in another environment than the learner's own, say, which lacks a variable. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureSnapshot } from '../scripts/build-snapshot.ts';
import { loadServerFiles } from '../src/postgres/load-server-files-node.ts';
import { startCluster } from '../src/postgres/start-cluster.ts';
import type { Cluster } from '../src/simulation/postgres-node.ts';
import { neverStartedProgram } from '../src/simulation/program.ts';
import { runScenario } from '../src/simulation/run-scenario.ts';
import type { Person } from '../src/simulation/scenario.ts';
import { defaultSettings } from '../src/trace/settings.ts';

let cluster: Cluster;
beforeAll(async () => {
  const files = await loadServerFiles(await ensureSnapshot());
  cluster = await startCluster({ files, schemaSql: 'create table juice (id int primary key)', where: 'in-process' });
}, 60_000);
afterAll(() => cluster.terminate());

const visitor = (name: string): Person => ({ name, startsAt: 0, steps: [{ visit: '/' }] });

it('ends with the first who comes, who gets no answer', async () => {
  const error = { name: 'KeyError', message: "'REPLICA_HOST'", place: { file: 'settings.ts', line: 10 } };
  const program = neverStartedProgram({ kind: 'refused', error });
  const people = [visitor('Ana'), visitor('Ben')];
  const trace = await runScenario({ cluster, program, scenario: { seed: 7, settings: defaultSettings, people } });
  const ana = trace.find((event) => event.type === 'request started');
  const stops = trace.filter((event) => event.type === 'code stopped');
  expect(stops).toMatchObject([{ error, neverStarted: true, requestId: ana!.requestId }]);
  expect(trace.filter((event) => event.type === 'request responded')).toEqual([]);
  expect(trace.at(-1)).toEqual({ type: 'run ended', at: expect.any(Number), reason: 'code stopped' });
});

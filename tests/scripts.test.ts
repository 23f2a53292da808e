import { afterAll, beforeAll, expect, it } from 'vitest';
import { planOfRaw } from '../src/explain/plan-of-raw.ts';
import { readJson } from '../src/explain/read-json.ts';
import type { Cluster } from '../src/simulation/postgres-node.ts';
import { runScenario } from '../src/simulation/run-scenario.ts';
import type { Scenario } from '../src/simulation/scenario.ts';
import { withScripts } from '../src/simulation/scripts.ts';
import type { Trace } from '../src/trace/events.ts';
import { defaultSettings } from '../src/trace/settings.ts';
import { clusterOf, eventsOf } from './support/console-run.ts';
import { viewProgram } from './support/view-program.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await clusterOf(`
    create table juice (id int primary key, name text not null);
    insert into juice select n, 'juice ' || n || repeat('x', 300) from generate_series(1, 1000) n;
  `);
}, 60_000);
afterAll(() => cluster.terminate());

const scenario: Scenario = {
  seed: 3,
  settings: defaultSettings,
  people: [{ name: 'Ana', startsAt: 100, steps: [{ visit: '/' }] }],
  scripts: [
    { at: 10, node: 'primary', file: 'primary.sql' },
    { at: 10, node: 'replica', file: 'replica.sql', asOperator: true },
  ],
};

const index = '-- For the search.\ncreate index on juice (name); analyze juice';

function run(files: Readonly<Record<string, string>>, more: Partial<Scenario> = {}): Promise<Trace> {
  const program = viewProgram(async (_, nodes) => {
    for (const alias of ['default', 'replica'])
      await nodes.query(alias, 'select * from juice where name = $1', 'juice 7');
    await nodes.query('replica', 'select name from nowhere');
    return { context: {} };
  });
  return runScenario({ cluster, program, scenario: withScripts({ ...scenario, ...more }, files) });
}

it('files of the program are typed at the prompts that the scenario names, the replica’s by its operator', async () => {
  const trace = await run({ 'primary.sql': '-- nothing yet', 'replica.sql': index });
  const typed = eventsOf(trace, 'query ran').filter(({ client }) => client.kind === 'console');
  expect(typed.map(({ at, node, sql, place, outcome }) => [at, node, sql, place?.file, outcome.kind])).toEqual([
    [10, 'replica', index, 'replica.sql', 'ok'],
  ]);
});

it('a file that the program does not have is an error', () => {
  expect(() => withScripts(scenario, { 'primary.sql': '' })).toThrow(
    'runs replica.sql, and the program has no such file',
  );
});

it('where a scenario asks for it, each read tells its plan, of its node, and the run is the same without', async () => {
  const files = { 'primary.sql': index, 'replica.sql': '' };
  const explained = await run(files, { explains: true });
  const reads = eventsOf(explained, 'query ran').filter(({ client }) => client.kind === 'request');
  const plans = reads.map(({ node, plan }) => [node, plan && planOfRaw(readJson(plan)).root.type]);
  expect(plans).toEqual([
    ['primary', 'Index Scan'],
    ['replica', 'Seq Scan'],
    ['replica', undefined],
  ]);
  expect(await run(files, { explains: true })).toEqual(explained);
  const without = explained.map((event) => {
    if (event.type !== 'query ran') return event;
    const { plan: _, ...rest } = event;
    return rest;
  });
  expect(await run(files)).toEqual(without);
});

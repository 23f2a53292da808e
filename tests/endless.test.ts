/** Code that always yields and never ends, in the real sandbox, under the budget that every run has. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureSnapshot } from '../scripts/build-snapshot.ts';
import { loadServerFiles } from '../src/postgres/load-server-files-node.ts';
import { startCluster } from '../src/postgres/start-cluster.ts';
import { startShop } from '../src/sandbox/start-shop.fixture.ts';
import type { Cluster } from '../src/simulation/postgres-node.ts';
import { runScenario } from '../src/simulation/run-scenario.ts';
import type { Trace } from '../src/trace/events.ts';
import { defaultSettings } from '../src/trace/settings.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster({
    files: await loadServerFiles(await ensureSnapshot()),
    schemaSql: 'create table juice (id int primary key);',
    where: 'in-process',
  });
});
afterAll(() => cluster.terminate());

async function run(views: string): Promise<Trace> {
  const program = await startShop(views);
  const people = [{ name: 'Ana', startsAt: 0, steps: [{ visit: '/page/' }] }];
  return runScenario({ cluster, program, scenario: { seed: 1, settings: defaultSettings, people } });
}

const ask = "connections['replica'].cursor().execute('select count(*) from juice')";

test.each([
  ['a pause in a loop', 'while (true) await sleep(1);'],
  ['a pause of nothing in a loop', 'for (;;) await sleep(0);'],
  ['a statement in a loop', `for (;;) await ${ask};`],
  ['an interval', 'setInterval(() => {}, 1); await new Promise(() => {});'],
  ['an interval that asks', `setInterval(() => void ${ask}, 1); await new Promise(() => {});`],
  ['a timer that sets itself', 'const again = () => setTimeout(again, 1); again(); await new Promise(() => {});'],
  ['recursion through promises', 'const again = (): Promise<void> => sleep(1).then(again); await again();'],
  ['a pause of days in a loop', 'for (;;) await sleep(86_400_000);'],
])('%s ends by its budget, names its line, and leaves the next run alone', async (_what, statement) => {
  const endless = await run(`export async function page(request: never) {\n${statement}\n}`);
  expect(endless.at(-1)).toMatchObject({
    type: 'run ended',
    reason: 'budget',
    detail: expect.stringMatching(/views\.ts:3/),
  });
  const next = await run("export const page = (request: never) => render(request, 'page', { works: true });");
  expect(next).toContainEqual(
    expect.objectContaining({ type: 'request responded', response: expect.objectContaining({ status: 200 }) }),
  );
  expect(next.at(-1)).toMatchObject({ type: 'run ended', reason: 'finished' });
});

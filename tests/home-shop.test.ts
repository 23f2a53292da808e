/** The shop of the home page on real servers: it goes stale as the page says, and what is done later changes nothing earlier. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleWorker } from '../src/sandbox/bundle-worker.ts';
import { startProgram } from '../src/sandbox/node-program.ts';
import type { Cluster } from '../src/simulation/postgres-node.ts';
import { runScenario } from '../src/simulation/run-scenario.ts';
import { type Act, type DoneActs, nothingDone, scenarioOf, withAct } from '../src/site/home/demo-acts.ts';
import { demoStory } from '../src/site/home/demo-story.ts';
import { homeShop, rowsAtRest } from '../src/site/home/home-shop.ts';
import { readOrdersContext } from '../src/site/home/orders-context.ts';
import { cursorAt, endOf } from '../src/site/home/playhead.ts';
import type { Trace } from '../src/trace/events.ts';
import { virtualMs } from '../src/trace/ids.ts';
import { viewAt } from '../src/trace/view.ts';
import { clusterOf } from './support/console-run.ts';

let cluster: Cluster;
let workerSource: string;
beforeAll(async () => {
  [cluster, { source: workerSource }] = await Promise.all([
    clusterOf(homeShop.schemaSql),
    bundleWorker({ minify: false }),
  ]);
});
afterAll(() => cluster.terminate());

async function run(done: DoneActs): Promise<Trace> {
  const scenario = scenarioOf(homeShop.scenario, done);
  const program = await startProgram({ files: homeShop.given, seed: scenario.seed, environment: {}, workerSource });
  if ('kind' in program) throw new Error(program.error.message);
  try {
    return await runScenario({ cluster, program, scenario });
  } finally {
    program.terminate();
  }
}

/** What was done, and `act` at a moment of its run. */
async function after(done: DoneActs, trace: Trace, act: Act, at: number): Promise<{ done: DoneActs; trace: Trace }> {
  const more = withAct(done, act, trace, virtualMs(at))!;
  return { done: more, trace: await run(more) };
}

const storyAt = (trace: Trace, at: number): string => demoStory(trace, viewAt(trace, cursorAt(trace, virtualMs(at))));
const ordersAt = (trace: Trace, at: number) =>
  readOrdersContext(viewAt(trace, cursorAt(trace, virtualMs(at))).people[0]!.page!.response.context);

test('an order is placed, goes missing, lands, and is found: told as it happens', async () => {
  const opened = await run(nothingDone);
  const begin = endOf(opened);
  expect(viewAt(opened, 0).tables[0]!.rows.map(({ primary }) => primary)).toEqual(rowsAtRest);
  expect(storyAt(opened, begin)).toMatch(/^Both servers hold the same rows/);

  const bought = await after(nothingDone, opened, 'buy', begin);
  expect(storyAt(bought.trace, begin + 10)).toBe('Your order travels to the primary, which takes every write.');
  expect(storyAt(bought.trace, begin + 500)).toMatch(/^You were told OK: the primary has committed/);
  expect(storyAt(bought.trace, begin + 1_200)).toMatch(
    /^You were told OK\. The replica did not have your order yet: .* 1 commit and \d+ ms behind/,
  );
  expect(ordersAt(bought.trace, begin + 1_200)).toEqual({ placed: '4', orders: [] });
  expect(storyAt(bought.trace, endOf(bought.trace))).toMatch(/^Now the replica has it too, 3,000 ms after the primary/);

  const early = await after(bought.done, bought.trace, 'reload', begin + 1_500);
  expect(storyAt(early.trace, begin + 2_000)).toMatch(/^Still not all there: this time the replica was 1 commit/);

  const late = await after(bought.done, bought.trace, 'reload', endOf(bought.trace));
  expect(storyAt(late.trace, endOf(late.trace))).toMatch(/^The replica has your order, and so does your page/);
  expect(ordersAt(late.trace, endOf(late.trace))).toEqual({ placed: '4', orders: [{ id: '4', juice: 'Apple juice' }] });
});

test('a delay that is set holds from its moment on', async () => {
  const opened = await run(nothingDone);
  const begin = endOf(opened);
  const quick = await after(nothingDone, opened, { delayMs: 0 }, begin);
  expect(storyAt(quick.trace, begin)).toMatch(/^From now on the replica applies each commit 0 ms after/);
  const bought = await after(quick.done, quick.trace, 'buy', begin);
  expect(storyAt(bought.trace, endOf(bought.trace))).toMatch(/^This time the replica was quick enough/);
});

test('what is done later changes nothing that has happened', async () => {
  const opened = await run(nothingDone);
  const bought = await after(nothingDone, opened, 'buy', endOf(opened));
  const moment = endOf(opened) + 1_500;
  const again = await after(bought.done, bought.trace, 'buy', moment);
  const until = (trace: Trace): Trace => trace.filter(({ at }) => at < moment);
  expect(until(again.trace)).toEqual(until(bought.trace));
  expect(until(again.trace).length).toBeGreaterThan(10);
});

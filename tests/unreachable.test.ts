/** An application that is cut off from a node: it hears nothing, and waits until it gives up or the network is whole again. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Intervention } from '../src/simulation/intervention.ts';
import type { Cluster } from '../src/simulation/postgres-node.ts';
import type { Program } from '../src/simulation/program.ts';
import { runScenario } from '../src/simulation/run-scenario.ts';
import type { Trace } from '../src/trace/events.ts';
import { type NodeName, virtualMs } from '../src/trace/ids.ts';
import { defaultSettings } from '../src/trace/settings.ts';
import { clusterOf, eventsOf } from './support/console-run.ts';
import { type View, viewProgram } from './support/view-program.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await clusterOf('create table payment (id int primary key)');
}, 60_000);
afterAll(() => cluster.terminate());

const { personRoundTripMs, primaryRoundTripMs, replicaRoundTripMs } = defaultSettings.network;
/** When the request is at the application. */
const arrives = personRoundTripMs / 2;

function run(view: View, ...interventions: readonly Intervention<Program>[]): Promise<Trace> {
  const people = [{ name: 'Ana', startsAt: 0, steps: [{ visit: '/' }] }];
  const scenario = { seed: 7, settings: defaultSettings, people };
  return runScenario({ cluster, program: viewProgram(view), scenario, interventions });
}

const reach = (at: number, unreachable: boolean, node: NodeName = 'primary'): Intervention<Program> => ({
  kind: 'settings',
  at: virtualMs(at),
  change: { network: { unreachable: { [node]: unreachable } } },
});

/** Each statement after the other, and what came back. */
const asks =
  (
    ...statements: readonly (readonly [
      host: string,
      sql: string,
      more?: Parameters<Parameters<View>[1]['queryHost']>[2],
    ])[]
  ): View =>
  async (_, shop) => {
    const said: string[] = [];
    for (const [host, sql, more] of statements) {
      const reply = await shop.queryHost(host, sql, more);
      said.push(reply.kind === 'lost' ? reply.message : reply.kind);
    }
    return { context: said };
  };

const said = (trace: Trace): unknown => eventsOf(trace, 'request responded')[0]?.response.context;
const failed = (trace: Trace) =>
  eventsOf(trace, 'connection failed').map(({ node, at, answeredAt }) => [node, at, answeredAt]);
const ran = (trace: Trace) => eventsOf(trace, 'query ran').map(({ node, at }) => [node, at]);
const expired = (node: NodeName): string =>
  `connection to server at "${node}", port 5432 failed: connection timeout expired`;
const insert = 'insert into payment values (1)';

describe('whoever asks for a connection', () => {
  it('gives up after its time-out, and asks the next host', async () => {
    const trace = await run(asks(['primary,replica', 'select 1', { connectTimeoutMs: 3_000 }]), reach(0, true));
    const gaveUp = arrives + 3_000;
    expect(failed(trace)).toEqual([['primary', gaveUp, gaveUp]]);
    expect(ran(trace)).toEqual([['replica', gaveUp + replicaRoundTripMs / 2]]);
    expect(said(trace)).toEqual(['ok']);
  });

  it('waits as long as psycopg does where nothing is said, and hears libpq’s words', async () => {
    const trace = await run(asks(['primary', 'select 1']), reach(0, true));
    expect(failed(trace)).toEqual([['primary', arrives + 130_000, arrives + 130_000]]);
    expect(said(trace)).toEqual([expired('primary')]);
  });

  it('gets through when the network is whole again before, and then nothing is left of it', async () => {
    const trace = await run(asks(['primary', 'select 1']), reach(0, true), reach(500, false));
    expect(ran(trace)).toEqual([['primary', 500]]);
    expect(failed(trace)).toEqual([]);
    expect(trace.at(-1)).toMatchObject({ type: 'run ended', reason: 'finished' });
    expect(trace.at(-1)!.at).toBeLessThan(1_000);
  });
});

describe('whoever has a connection', () => {
  it('waits for a sign of life, and takes the connection for lost', async () => {
    const cut = arrives + primaryRoundTripMs + 1;
    const trace = await run(
      asks(['primary', 'select 1'], ['primary', insert, { tcpUserTimeoutMs: 5_000 }], ['primary', insert]),
      reach(cut, true),
    );
    expect(said(trace)).toEqual([
      'ok',
      'could not receive data from server: Connection timed out',
      'the connection is closed',
    ]);
    expect(await rowsOnPrimary()).toEqual([]);
    const [first] = failed(trace);
    expect(first).toEqual(['primary', cut + 5_000, cut + 5_000]);
  });

  it('does not know what became of a commit whose answer was lost on the way: it was made', async () => {
    const cut = arrives + primaryRoundTripMs / 2 + 2;
    const trace = await run(asks(['primary', insert]), reach(cut, true));
    expect(said(trace)).toBeUndefined();
    expect(trace.at(-1)).toMatchObject({
      reason: 'unanswered',
      detail: 'GET / of Ana got no answer. The network to a node is cut, and it waits.',
    });
    expect(await rowsOnPrimary()).toEqual([['1']]);
    const healed = await run(asks(['primary', insert]), reach(cut, true), reach(900, false));
    expect(said(healed)).toEqual(['ok']);
    expect(eventsOf(healed, 'request responded')[0]!.at).toBe(900 + personRoundTripMs / 2);
  });
});

it('the nodes reach each other meanwhile, and other nodes are reached', async () => {
  const trace = await run(asks(['replica', 'select 1']), reach(0, true), {
    kind: 'statement',
    at: virtualMs(0),
    node: 'primary',
    sql: insert,
  });
  expect(said(trace)).toEqual(['ok']);
  expect(eventsOf(trace, 'transaction applied')).toHaveLength(1);
});

async function rowsOnPrimary() {
  const tables = await cluster.primary.tables(virtualMs(10_000_000));
  return tables[0]!.rows;
}

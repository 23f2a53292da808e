/** An alias with several hosts: which of them its connection is made with, when, and what is said where none will do. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Intervention } from '../src/simulation/intervention.ts';
import type { Cluster } from '../src/simulation/postgres-node.ts';
import type { Program } from '../src/simulation/program.ts';
import { runScenario } from '../src/simulation/run-scenario.ts';
import type { Trace } from '../src/trace/events.ts';
import { type NodeName, virtualMs } from '../src/trace/ids.ts';
import { defaultSettings } from '../src/trace/settings.ts';
import { clusterOf, eventsOf } from './support/console-run.ts';
import { crash, promote, restart } from './support/interventions.ts';
import { valueOf, type View, viewProgram } from './support/view-program.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await clusterOf('create table juice (id int primary key)');
}, 60_000);
afterAll(() => cluster.terminate());

const { personRoundTripMs, primaryRoundTripMs, replicaRoundTripMs } = defaultSettings.network;
/** When the first request is at the application. */
const arrives = personRoundTripMs / 2;
const both = 'primary,replica';
const who = 'select pg_is_in_recovery()';

function run(view: View, ...interventions: readonly Intervention<Program>[]): Promise<Trace> {
  const people = [{ name: 'Ana', startsAt: 0, steps: [{ visit: '/' }] }];
  const scenario = { seed: 7, settings: defaultSettings, people };
  return runScenario({ cluster, program: viewProgram(view), scenario, interventions });
}

/** One statement with these words of libpq. */
const asks =
  (host: string, targetSessionAttrs?: string): View =>
  async (_, shop) => ({
    context: valueOf(await shop.queryHost(host, who, targetSessionAttrs ? { targetSessionAttrs } : {})),
  });

const answer = (trace: Trace): unknown => eventsOf(trace, 'request responded')[0]?.response.context;
const ran = (trace: Trace) => eventsOf(trace, 'query ran').map(({ node, at }) => ({ node, at }));
const failed = (trace: Trace) =>
  eventsOf(trace, 'connection failed').map(({ node, at, message }) => [node, at, message]);

const refused = (node: NodeName): string =>
  `connection to server at "${node}", port 5432 failed: Connection refused\n` +
  '\tIs the server running on that host and accepting TCP/IP connections?';
const turnedDown = (node: NodeName, why: string): string =>
  `connection to server at "${node}", port 5432 failed: ${why}`;

describe('a former primary', () => {
  it.each([
    ['is fenced', { kind: 'settings', at: virtualMs(0), change: { replication: { fencing: true } } }],
    ['follows the promoted node', { kind: 'rejoin', at: virtualMs(0) }],
  ] as const)('that %s is read-only, so the next host is asked', async (_, what) => {
    const trace = await run(asks(both, 'read-write'), promote(0), what);
    expect(failed(trace).map(([node, , message]) => [node, message])).toEqual([
      ['primary', turnedDown('primary', 'session is read-only')],
    ]);
    expect(answer(trace)).toBe('f');
  });
});

describe('of several hosts', () => {
  it('the first that answers is taken, at no cost', async () => {
    const trace = await run(asks(both));
    expect(ran(trace)).toEqual([{ node: 'primary', at: arrives + primaryRoundTripMs / 2 }]);
    expect(failed(trace)).toEqual([]);
  });

  it('a dead one costs a round trip, and the trace says that it was asked', async () => {
    const trace = await run(asks(both), crash(0));
    expect(failed(trace)).toEqual([['primary', arrives + primaryRoundTripMs / 2, refused('primary')]]);
    expect(ran(trace)).toEqual([{ node: 'replica', at: arrives + primaryRoundTripMs + replicaRoundTripMs / 2 }]);
    expect(answer(trace)).toBe('t');
  });

  it('one that nobody knows is passed over', async () => {
    const trace = await run(asks('primry,replica'));
    expect(ran(trace)).toEqual([{ node: 'replica', at: arrives + replicaRoundTripMs / 2 }]);
    expect(failed(trace)).toEqual([]);
  });

  it.each([
    ['any', 'replica,primary', 'replica', []],
    ['read-write', 'replica,primary', 'primary', [turnedDown('replica', 'session is read-only')]],
    ['primary', 'replica,primary', 'primary', [turnedDown('replica', 'server is in hot standby mode')]],
    ['read-only', both, 'replica', [turnedDown('primary', 'session is not read-only')]],
    ['standby', both, 'replica', [turnedDown('primary', 'server is not in hot standby mode')]],
    ['prefer-standby', both, 'replica', [turnedDown('primary', 'server is not in hot standby mode')]],
  ])('%s of %s is %s, after a round trip for each that will not do', async (attributes, hosts, node, said) => {
    const trace = await run(asks(hosts, attributes));
    expect(ran(trace).map((query) => query.node)).toEqual([node]);
    expect(failed(trace).map(([, , message]) => message)).toEqual(said);
    const before = { replica: primaryRoundTripMs, primary: replicaRoundTripMs }[
      node === 'replica' ? 'replica' : 'primary'
    ];
    const own = node === 'replica' ? replicaRoundTripMs : primaryRoundTripMs;
    expect(ran(trace)[0]?.at).toBe(arrives + (said.length > 0 ? before : 0) + own / 2);
  });

  it('prefer-standby takes what there is where there is no standby', async () => {
    const trace = await run(asks(both, 'prefer-standby'), crash(0, 'replica'));
    expect(ran(trace).map(({ node }) => node)).toEqual(['primary']);
    expect(failed(trace).map(([node]) => node)).toEqual(['primary', 'replica']);
  });

  it('none will do: everything that was said is said together', async () => {
    const trace = await run(asks(`${both},standalone`, 'read-write'), crash(0));
    expect(answer(trace)).toBe(
      `lost: ${refused('primary')}\n${turnedDown('replica', 'session is read-only')}\n` +
        'could not translate host name "standalone" to address: Name or service not known',
    );
    expect(ran(trace)).toEqual([]);
    expect(eventsOf(trace, 'request responded')[0]?.at).toBe(2 * arrives + primaryRoundTripMs + replicaRoundTripMs);
  });

  it('nobody is asked where libpq does not know what is wanted', async () => {
    const trace = await run(asks(both, 'writable'));
    expect(answer(trace)).toBe('lost: invalid target_session_attrs value: "writable"');
    expect(failed(trace)).toEqual([]);
  });
});

describe('after a promotion', () => {
  it('read-write is the promoted node, and one of a single host is still refused', async () => {
    const faults = [crash(0), promote(10)];
    expect(ran(await run(asks(both, 'read-write'), ...faults)).map(({ node }) => node)).toEqual(['replica']);
    expect(answer(await run(asks('primary'), ...faults))).toBe(`lost: ${refused('primary')}`);
  });

  it('an old primary that comes back is first in the list again: nobody has told it', async () => {
    const trace = await run(asks(both, 'read-write'), crash(0), promote(5), restart(10));
    expect(ran(trace).map(({ node }) => node)).toEqual(['primary']);
  });
});

describe('a connection', () => {
  const thrice: View = async (_, shop) => {
    const said: (string | null)[] = [];
    for (const reconnects of [false, false, false, true]) {
      said.push(
        valueOf(await shop.queryHost(both, who, { targetSessionAttrs: 'any', ...(reconnects && { reconnects }) })),
      );
      await shop.sleep(100);
    }
    return { context: said };
  };

  it('stays where it is until it breaks, which the client hears once, and is made anew when it was closed', async () => {
    const trace = await run(thrice, crash(100), promote(110));
    expect(answer(trace)).toEqual([
      'f',
      expect.stringContaining('server closed the connection unexpectedly'),
      'lost: the connection is closed',
      'f',
    ]);
    expect(ran(trace).map(({ node }) => node)).toEqual(['primary', 'replica']);
  });

  it('that was made with the second host does not go back to the first', async () => {
    const trace = await run(thrice, crash(0), restart(60));
    expect(ran(trace).map(({ node }) => node)).toEqual(['replica', 'replica', 'replica', 'primary']);
  });
});

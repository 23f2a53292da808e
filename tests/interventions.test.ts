import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Intervention } from '../src/simulation/intervention.ts';
import type { Cluster } from '../src/simulation/postgres-node.ts';
import type { Program } from '../src/simulation/program.ts';
import { runScenario } from '../src/simulation/run-scenario.ts';
import type { Fault, Person } from '../src/simulation/scenario.ts';
import type { Trace } from '../src/trace/events.ts';
import { type VirtualMs, virtualMs } from '../src/trace/ids.ts';
import { defaultSettings } from '../src/trace/settings.ts';
import { viewAt } from '../src/trace/view.ts';
import { clusterOf, eventsOf } from './support/console-run.ts';
import { type View, viewProgram, valueOf } from './support/view-program.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await clusterOf(`
    create table juice (id int generated always as identity primary key, name text not null);
    insert into juice (name) values ('apple');
  `);
}, 60_000);
afterAll(() => cluster.terminate());

/** Adds a juice on the primary and counts them on the replica. */
const shop =
  (version: string): View =>
  async ({ path }, nodes) => {
    const added =
      path === '/add' ? valueOf(await nodes.query('default', `insert into juice (name) values ('pear')`)) : null;
    const counted = valueOf(await nodes.query('replica', 'select count(*) from juice'));
    return { context: { version, added, counted } };
  };

const ana: Person = { name: 'Ana', startsAt: 0, steps: ['/add', '/', '/add', '/'].map((visit) => ({ visit })) };

function run(
  interventions: readonly Intervention<Program>[],
  people: readonly Person[] = [ana],
  faults: readonly Fault[] = [],
): Promise<Trace> {
  const replication = { ...defaultSettings.replication, delayMs: 100 };
  const scenario = { seed: 3, settings: { ...defaultSettings, replication }, people, faults };
  return runScenario({ cluster, program: viewProgram(shop('old')), scenario, interventions });
}

const contexts = (trace: Trace): unknown[] =>
  eventsOf(trace, 'request responded').map(({ response }) => response.context);

const momentOf = (trace: Trace, type: 'transaction committed' | 'transaction applied'): VirtualMs =>
  eventsOf(trace, type)[0]!.at;

const typed = (at: VirtualMs, node: 'primary' | 'replica', sql: string): Intervention<Program> => ({
  kind: 'statement',
  at,
  node,
  sql,
});

describe('what is done to a run from outside', () => {
  it('happens when everything else of its instant has happened', async () => {
    const count = 'select count(*) from juice';
    const plain = await run([]);
    const [committed, applied] = [momentOf(plain, 'transaction committed'), momentOf(plain, 'transaction applied')];
    const trace = await run([typed(committed, 'primary', count), typed(applied, 'replica', count)]);
    const answers = eventsOf(trace, 'query ran').filter(({ client }) => client.kind === 'console');
    expect(answers.map(({ outcome }) => outcome)).toMatchObject([
      { results: [{ rows: [['2']] }] },
      { results: [{ rows: [['2']] }] },
    ]);
  });

  it('leaves what was before as it was, and gives the same run each time', async () => {
    const plain = await run([]);
    const kinds: ((at: VirtualMs) => Intervention<Program>)[] = [
      (at) => ({ kind: 'settings', at, change: { replication: { paused: true } } }),
      (at) => ({ kind: 'crash', at, node: 'replica' }),
      (at) => ({ kind: 'crash', at, node: 'primary' }),
      (at) => ({ kind: 'deploy', at, code: viewProgram(shop('new')) }),
      (at) => typed(at, 'primary', `delete from juice where name = 'apple'`),
    ];
    await fc.assert(
      fc.asyncProperty(fc.nat(plain.length - 2), fc.constantFrom(...kinds), async (cursor, kind) => {
        const { at } = plain[cursor]!;
        const forked = await run([kind(at)]);
        const shared = plain.filter((event) => event.at < at);
        expect(forked.slice(0, shared.length)).toEqual(shared);
        expect(await run([kind(at)])).toEqual(forked);
      }),
      { numRuns: 12 },
    );
  }, 60_000);
});

describe('a node that crashes', () => {
  it('refuses whoever talks to it, and what the primary had sent still arrives', async () => {
    const committed = momentOf(await run([]), 'transaction committed');
    const trace = await run([{ kind: 'crash', at: committed, node: 'primary' }]);
    expect(contexts(trace)).toMatchObject([
      { added: null, counted: '1' },
      { added: null, counted: expect.stringMatching(/^[12]$/) },
      { added: expect.stringContaining('Connection refused'), counted: '2' },
      { counted: '2' },
    ]);
    expect(eventsOf(trace, 'transaction applied')).toHaveLength(1);
    expect(eventsOf(trace, 'slot advanced')).toEqual([]);
    const [read] = eventsOf(trace, 'query ran').filter(({ at, node }) => node === 'replica' && at > committed);
    expect(read?.staleness?.difference).toMatchObject({ kind: 'unknown', why: expect.stringContaining('is down') });
    expect(viewAt(trace, trace.length - 1).crashed.primary).not.toBeNull();
  });

  it('is kept the log by its slot, for as long as it is away', async () => {
    const trace = await run([{ kind: 'crash', at: virtualMs(0), node: 'replica' }]);
    expect(contexts(trace)).toMatchObject(
      Array.from({ length: 4 }, () => ({ counted: expect.stringContaining('Connection refused') })),
    );
    expect(eventsOf(trace, 'transaction received')).toEqual([]);
    const { replication } = viewAt(trace, trace.length - 1);
    expect(replication.commitsBehind).toBe(2);
    expect(replication.retainedBytes).toBeGreaterThan(viewAt(trace, 0).replication.retainedBytes);
  });

  it('rolls back what was open on it, and ends the wait of those who stood in line', async () => {
    const opens: View = async ({ person }, nodes) => {
      const said = [valueOf(await nodes.query('default', person === 'Ana' ? 'begin' : 'select 1'))];
      if (person === 'Ana')
        said.push(valueOf(await nodes.query('default', `insert into juice (name) values ('plum')`)));
      said.push(valueOf(await nodes.query('default', 'commit')), valueOf(await nodes.query('default', 'select 1')));
      return { context: said };
    };
    const scenario = {
      seed: 3,
      settings: defaultSettings,
      people: ['Ana', 'Ben'].map((name) => ({ name, startsAt: 0, steps: [{ visit: '/' }] })),
    };
    const crash = { kind: 'crash', at: virtualMs(60), node: 'primary' } as const;
    const trace = await runScenario({ cluster, program: viewProgram(opens), scenario, interventions: [crash] });
    expect(eventsOf(trace, 'transaction committed')).toEqual([]);
    const said = Object.fromEntries(
      eventsOf(trace, 'request responded').map(({ person, response }) => [person, response.context as string[]]),
    );
    expect(said.Ana!.slice(-2)).toEqual([
      expect.stringContaining('closed the connection unexpectedly'),
      'lost: the connection is closed',
    ]);
    expect(said.Ben![0]).toContain('closed the connection unexpectedly');
  });
});

describe('code that is deployed', () => {
  it('answers the requests that arrive from then on, and the old code finishes those under way', async () => {
    const plain = await run([]);
    const underWay = eventsOf(plain, 'query ran')[1]!.at;
    const trace = await run([{ kind: 'deploy', at: underWay, code: viewProgram(shop('new')) }]);
    const versions = contexts(trace).map((context) => (context as { version: string }).version);
    expect(versions).toEqual(['old', 'new', 'new', 'new']);
    expect(eventsOf(trace, 'code deployed').map(({ at }) => at)).toEqual([underWay]);
  });
});

describe('a fault that the scenario brings itself', () => {
  it('is what the same one from outside is', async () => {
    const faults: readonly Fault[] = [
      { at: 60, kind: 'crash', node: 'primary' },
      { at: 90, kind: 'promote' },
      { at: 120, kind: 'restart', node: 'primary' },
    ];
    const own = await run([], [ana], faults);
    expect(own).toEqual(await run(faults.map((fault) => ({ ...fault, at: virtualMs(fault.at) }))));
    expect(own.filter(({ type }) => type.startsWith('node ')).map(({ at, type }) => [at, type])).toEqual([
      [60, 'node crashed'],
      [90, 'node promoted'],
      [120, 'node restarted'],
    ]);
  });
});

describe('a node that is slow', () => {
  it('takes longer for a statement, as long as it is, and the other does not', async () => {
    const slow = (at: number, times: number): Intervention<Program> => ({
      kind: 'settings',
      at: virtualMs(at),
      change: { slowdown: { primary: times } },
    });
    const one = (at: number, node: 'primary' | 'replica'): Intervention<Program> =>
      typed(virtualMs(at), node, 'select 1');
    const trace = await run(
      [slow(5, 50), one(10, 'primary'), one(10, 'replica'), slow(500, 1), one(600, 'primary')],
      [],
    );
    const took = eventsOf(trace, 'query ran').map(({ node, at, answeredAt }) => [node, answeredAt! - at]);
    expect(took).toEqual([
      ['primary', 50 * defaultSettings.statementMs],
      ['replica', defaultSettings.statementMs],
      ['primary', defaultSettings.statementMs],
    ]);
  });
});

describe('a network between the nodes that is cut', () => {
  const cut = (at: number, streamCut: boolean): Intervention<Program> => ({
    kind: 'settings',
    at: virtualMs(at),
    change: { network: { streamCut } },
  });
  const add = (at: number): Intervention<Program> =>
    typed(virtualMs(at), 'primary', `insert into juice (name) values ('pear')`);
  const times = (trace: Trace, type: 'transaction received' | 'transaction applied'): number[] =>
    eventsOf(trace, type).map(({ at }) => at);

  it('lets nothing through, and what had arrived before is applied', async () => {
    const trace = await run([add(0), cut(50, true), add(60), typed(virtualMs(900), 'replica', 'select 1')], []);
    expect(times(trace, 'transaction received')).toEqual([12]);
    expect(times(trace, 'transaction applied')).toEqual([100]);
    expect(eventsOf(trace, 'slot advanced')).toEqual([]);
    expect(viewAt(trace, trace.length - 1).replication.commitsBehind).toBe(1);
  });

  it('sends again what was under way, as soon as it is whole', async () => {
    const trace = await run([add(0), cut(5, true), add(60), cut(1_000, false)], []);
    expect(times(trace, 'transaction received')).toEqual([1_012, 1_012]);
    expect(times(trace, 'transaction applied')).toEqual([1_012, 1_012]);
    expect(eventsOf(trace, 'slot advanced')).toHaveLength(1);
  });
});

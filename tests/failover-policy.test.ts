/** A failover that the application decides: its monitor detects, cuts the power of the primary, promotes, and sends writes elsewhere. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Intervention } from '../src/simulation/intervention.ts';
import type { Cluster } from '../src/simulation/postgres-node.ts';
import type { Program } from '../src/simulation/program.ts';
import { runScenario } from '../src/simulation/run-scenario.ts';
import type { Person } from '../src/simulation/scenario.ts';
import type { Trace } from '../src/trace/events.ts';
import { ledgerAt } from '../src/trace/ledger.ts';
import { defaultSettings } from '../src/trace/settings.ts';
import { clusterOf, eventsOf } from './support/console-run.ts';
import { crash, set, typed } from './support/interventions.ts';
import { type View, valueOf, viewProgram } from './support/view-program.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await clusterOf('create table payment (id int primary key)');
}, 60_000);
afterAll(() => cluster.terminate());

const everyMs = 500;
const connectTimeoutMs = 400;
const missesToFailOver = 2;

/** Writes go to the leader; two checks in a row that nobody answers make the replica the leader. */
function shopWithPolicy({ fences }: { fences: boolean }): Program {
  let leader = 'primary';
  let misses = 0;
  const view: View = async ({ path, form }, shop) => {
    if (path === '/pay/') {
      const reply = await shop.queryHost(leader, `insert into payment values (${form['id']})`, { connectTimeoutMs });
      return reply.kind === 'ok' ? {} : { status: 500 };
    }
    if (leader === 'replica') return { context: 'failed over' };
    const reply = await shop.queryHost('primary', 'select 1', { connectTimeoutMs });
    misses = reply.kind === 'ok' ? 0 : misses + 1;
    if (misses < missesToFailOver) return { context: misses };
    if (fences) await shop.powerOff('primary');
    const promoted = valueOf(await shop.queryHost('replica', 'select pg_promote()'));
    leader = 'replica';
    return { context: promoted };
  };
  return viewProgram(view);
}

const monitor: Person = {
  name: 'monitor',
  startsAt: 0,
  steps: Array.from({ length: 12 }, () => [{ visit: '/watch/' }, { wait: everyMs }]).flat(),
};
const pays = (id: number, startsAt: number): Person => ({
  name: `customer ${id}`,
  startsAt,
  steps: [{ submit: '/pay/', form: { id: String(id) } }],
});
/** Payment 1 before anything happens, 2 while nobody has decided yet, 3 long after. */
const people = [monitor, pays(1, 100), pays(2, 1_050), pays(3, 5_000)];

function run(program: Program, ...interventions: readonly Intervention<Program>[]): Promise<Trace> {
  return runScenario({ cluster, program, scenario: { seed: 7, settings: defaultSettings, people }, interventions });
}

const statusOf = (trace: Trace, id: number) =>
  eventsOf(trace, 'request responded').find(({ person }) => person === `customer ${id}`)?.response.status;
const paidOn = (trace: Trace, node: string) =>
  eventsOf(trace, 'query ran').flatMap((event) =>
    event.node === node && event.sql.startsWith('insert') && event.outcome.kind === 'ok' ? [event.sql] : [],
  );
const unreachable = { network: { unreachable: { primary: true } } };

describe('a monitor', () => {
  it('does nothing while the primary answers', async () => {
    const trace = await run(shopWithPolicy({ fences: true }));
    expect(eventsOf(trace, 'node promoted')).toEqual([]);
    expect(paidOn(trace, 'primary')).toHaveLength(3);
  });

  it('promotes the replica of a dead primary, and the shop goes on there', async () => {
    const trace = await run(shopWithPolicy({ fences: true }), crash(1_000));
    expect([1, 2, 3].map((id) => statusOf(trace, id))).toEqual([200, 500, 200]);
    expect(paidOn(trace, 'replica')).toEqual(['insert into payment values (3)']);
    const paid = eventsOf(trace, 'query ran').find(({ node, sql }) => node === 'replica' && sql.startsWith('insert'));
    expect(ledgerAt(trace, trace.length - 1)!.recoveryMs).toBe(paid!.at - 1_000);
    expect(eventsOf(trace, 'node crashed')).toHaveLength(1);
  });

  it('cannot tell a primary that it does not reach from one that is dead, so it makes it dead', async () => {
    const trace = await run(shopWithPolicy({ fences: true }), set(1_000, unreachable));
    const [crashed] = eventsOf(trace, 'node crashed');
    const [promoted] = eventsOf(trace, 'node promoted');
    expect(crashed).toMatchObject({ node: 'primary', reason: 'the application cut its power', onPurpose: true });
    expect(crashed!.at).toBeLessThan(promoted!.at);
    expect(statusOf(trace, 3)).toBe(200);
  });

  it('that does not makes two primaries', async () => {
    const trace = await run(
      shopWithPolicy({ fences: false }),
      set(1_000, unreachable),
      typed(6_000, 'primary', 'insert into payment values (3)'),
    );
    expect(eventsOf(trace, 'node crashed')).toEqual([]);
    expect(paidOn(trace, 'replica')).toEqual(paidOn(trace, 'primary').slice(-1));
  });
});

describe('the power switch', () => {
  const switches: View = async (_, shop) => {
    await shop.powerOff('primary');
    await shop.powerOff('primary');
    await shop.powerOff('standalone');
    return {};
  };

  it('takes its time, and does nothing to a server that has no power or is not there', async () => {
    const trace = await runScenario({
      cluster,
      program: viewProgram(switches),
      scenario: { seed: 7, settings: defaultSettings, people: [{ name: 'Ana', startsAt: 0, steps: [{ visit: '/' }] }] },
    });
    const { personRoundTripMs } = defaultSettings.network;
    expect(eventsOf(trace, 'node crashed').map(({ at, node }) => [at, node])).toEqual([
      [personRoundTripMs / 2 + 100, 'primary'],
    ]);
    expect(eventsOf(trace, 'request responded')[0]!.at).toBe(personRoundTripMs + 300);
  });
});

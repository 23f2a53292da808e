/** The replica restored to the moment just before a commit of the primary: point-in-time recovery. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Intervention } from '../src/simulation/intervention.ts';
import type { Cluster } from '../src/simulation/postgres-node.ts';
import { runScenario } from '../src/simulation/run-scenario.ts';
import type { ReplicationKind, Trace } from '../src/trace/events.ts';
import { formatLsn, type Lsn, lsn } from '../src/trace/ids.ts';
import { ledgerAt } from '../src/trace/ledger.ts';
import { defaultSettings, type Settings } from '../src/trace/settings.ts';
import { viewAt } from '../src/trace/view.ts';
import { oldestOutstanding } from '../src/trace/view-replication.ts';
import { clusterOf, eventsOf, lastAnswer, shownAndReal } from './support/console-run.ts';
import { crash, promote, restart, restore, set, typed } from './support/interventions.ts';
import { viewProgram } from './support/view-program.ts';

const schema = `
  create table payment (id int primary key, note text);
  create sequence receipt`;

const clusters: Partial<Record<ReplicationKind, Cluster>> = {};
beforeAll(async () => {
  for (const kind of ['logical', 'physical'] as const) clusters[kind] = await clusterOf(schema, kind);
}, 60_000);
afterAll(() => Object.values(clusters).forEach((cluster) => cluster.terminate()));

type Interventions = readonly Intervention<never>[];

function run(
  interventions: Interventions,
  replication: Partial<Settings['replication']> = {},
  kind: ReplicationKind = 'physical',
): Promise<Trace> {
  const settings = {
    ...defaultSettings,
    replication: { ...defaultSettings.replication, delayMs: 100, ...replication },
  };
  const scenario = { seed: 5, settings, people: [] };
  const cluster = clusters[kind]!;
  return runScenario({ cluster, program: viewProgram(async () => ({})), scenario, interventions });
}

const pay = (when: number) => typed(when, 'primary', `insert into payment values (${when}, 'at ${when}')`);
const notes = `select string_agg(note, ', ' order by id) from payment`;
const badAt = 200;
const badDelete = typed(badAt, 'primary', 'delete from payment where id < 1000');

/** By 500 the replica has applied all of it. */
const workload: Interventions = [
  pay(0),
  typed(20, 'primary', `create table added (n int); insert into added values (1)`),
  typed(40, 'primary', `select nextval('receipt') from generate_series(1, 50)`),
  pay(60),
  badDelete,
  pay(250),
  typed(260, 'primary', 'create table too_late (n int)'),
];

const commitAt = (trace: Trace, when: number): Lsn =>
  eventsOf(trace, 'transaction committed').find(({ at }) => at === when)!.lsn;

/** The same input, and then more, given what the run without it knows. */
async function forked(
  make: (first: Trace) => Interventions,
  { input = workload, ...replication }: Partial<Settings['replication']> & { input?: Interventions } = {},
): Promise<Trace> {
  const first = await run(input, replication);
  return run([...input, ...make(first)], replication);
}

const restoredTo = (when: number, at: number, input?: Interventions, replication = {}): Promise<Trace> =>
  forked((first) => [restore(at, commitAt(first, when)), typed(at + 10, 'replica', notes)], {
    ...(input && { input }),
    ...replication,
  });

/** What the statements typed at the replica were answered with: their rows, or SQLSTATE. */
const answers = (trace: Trace) =>
  eventsOf(trace, 'query ran')
    .filter(({ node }) => node === 'replica')
    .map(({ outcome }) => (outcome.kind === 'ok' ? outcome.results.at(-1)?.rows.flat().join() : outcome.error.code));

async function expectShownIsReal(trace: Trace): Promise<void> {
  const { shown, real } = await shownAndReal(clusters.physical!, trace, 'replica');
  expect(shown).toEqual(real);
}

it('has what the primary had just before, though it had applied the commit, and DDL and sequences with it', async () => {
  const trace = await forked((first) => [
    typed(490, 'replica', notes),
    restore(500, commitAt(first, badAt)),
    // The prompt finds out that the server it was connected to is gone, and connects anew.
    typed(505, 'replica', 'select 1'),
    typed(510, 'replica', notes),
    typed(520, 'replica', 'select n from added'),
    typed(530, 'replica', 'select last_value >= 50 from receipt'),
    typed(540, 'replica', 'select n from too_late'),
  ]);
  expect(answers(trace)).toEqual(['at 250', 'at 0, at 60', '1', 't', '42P01']);
  const [event] = eventsOf(trace, 'node restored');
  const applied = eventsOf(trace, 'transaction applied');
  expect(event).toMatchObject({ at: 500, before: commitAt(trace, badAt), replayedLsn: applied.at(-1)!.lsn });
  expect(event!.lsn).toBeGreaterThan(commitAt(trace, 60));
  expect(event!.lsn).toBeLessThan(event!.before);
  await expectShownIsReal(trace);
});

it('stops where the record of the commit begins, so what was logged before it is there', async () => {
  const trace = await forked(
    (first) => [restore(500, commitAt(first, 100)), typed(510, 'replica', 'select last_value >= 50 from receipt')],
    { input: [pay(0), typed(50, 'primary', `select nextval('receipt') from generate_series(1, 50)`), pay(100)] },
  );
  expect(answers(trace)).toEqual(['t']);
});

it('stays there, read-only, however much time goes by and whatever the settings become', async () => {
  const trace = await forked((first) => [
    restore(500, commitAt(first, badAt)),
    typed(510, 'replica', `insert into payment values (1, 'no')`),
    set(520, { replication: { paused: true } }),
    set(530, { replication: { paused: false, delayMs: 0 } }),
    pay(600),
    typed(60_000, 'replica', 'select pg_last_wal_replay_lsn()'),
    typed(60_000, 'replica', 'select pg_is_wal_replay_paused()'),
    typed(60_000, 'replica', notes),
  ]);
  const position = eventsOf(trace, 'node restored')[0]!.lsn;
  expect(answers(trace)).toEqual(['25006', formatLsn(position), 't', 'at 0, at 60']);
  const ofReplica = trace.filter(({ at, type }) => at > 500 && /^transaction (received|applied)$/.test(type));
  expect(ofReplica).toEqual([]);
  const since = eventsOf(trace, 'transaction committed').filter(({ at }) => at >= badAt);
  const staleness = eventsOf(trace, 'query ran').at(-1)!.staleness!;
  expect(staleness).toMatchObject({ commitsBehind: since.length, msBehind: 60_000 - badAt, replayLsn: position });
  const { replication } = viewAt(trace, trace.length - 1);
  expect(replication).toMatchObject({ restored: true, commitsBehind: since.length, replayLsn: position });
  expect(replication.inFlight.map(({ appliesAt }) => appliesAt)).toEqual(since.map(() => null));
  const oldest = oldestOutstanding(trace);
  const at = trace.findIndex(({ type }) => type === 'node restored');
  expect(oldest.slice(at - 1, at + 1)).toEqual([null, badAt]);
  expect(oldest.at(-1)).toBe(badAt);
});

it.each([
  ['a promotion', () => promote(600)],
  ['pg_promote()', () => typed(600, 'replica', 'select pg_promote()')],
  [
    'pg_wal_replay_resume(), which at a target ends recovery',
    () => typed(600, 'replica', 'select pg_wal_replay_resume()'),
  ],
])('takes writes after %s, and the ledger names the later commits and no other', async (_, end) => {
  const trace = await forked((first) => [
    restore(500, commitAt(first, badAt)),
    typed(510, 'replica', notes),
    end(),
    typed(700, 'replica', `insert into payment values (700, 'at 700')`),
    typed(710, 'replica', notes),
  ]);
  expect(answers(trace).at(-1)).toBe('at 0, at 60, at 700');
  expect(eventsOf(trace, 'node promoted')).toMatchObject([
    { at: 600, replayLsn: eventsOf(trace, 'node restored')[0]!.lsn },
  ]);
  const lost = ledgerAt(trace, trace.length - 1)!.lost.map(({ commit }) => commit.at);
  expect(lost).toEqual([badAt, 250, 260]);
  expect(viewAt(trace, trace.length - 1).replication).toMatchObject({ restored: false, promoted: true });
  await expectShownIsReal(trace);
});

it('goes forward as well, to what the archive has and the stream has not brought', async () => {
  const cut = [set(0, { network: { streamCut: true } }), ...workload];
  for (const [input, replication] of [
    [workload, { delayMs: 60_000 }],
    [cut, {}],
    [[...cut, crash(300)], {}],
  ] as const) {
    const trace = await restoredTo(badAt, 500, input, replication);
    expect(answers(trace)).toEqual(['at 0, at 60']);
    expect(eventsOf(trace, 'transaction applied').map(({ at, lsn: end }) => [at, end])).toEqual(
      [0, 20, 60].map((when) => [500, commitAt(trace, when)]),
    );
    await expectShownIsReal(trace);
  }
});

it('can be asked for again, earlier or later', async () => {
  const trace = await forked((first) => [
    restore(500, commitAt(first, 60)),
    typed(510, 'replica', notes),
    restore(520, commitAt(first, 260)),
    typed(525, 'replica', 'select 1'),
    typed(530, 'replica', notes),
    restore(540, commitAt(first, badAt)),
    typed(545, 'replica', 'select 1'),
    typed(550, 'replica', notes),
  ]);
  expect(answers(trace)).toEqual(['at 0', 'at 250', 'at 0, at 60']);
  await expectShownIsReal(trace);
});

it('survives a crash of the replica', async () => {
  const trace = await forked((first) => [
    restore(500, commitAt(first, badAt)),
    crash(510, 'replica'),
    restart(600, 'replica'),
    typed(10_000, 'replica', notes),
  ]);
  expect(answers(trace)).toEqual(['at 0, at 60']);
  expect(eventsOf(trace, 'transaction applied').filter(({ at }) => at > 500)).toEqual([]);
  await expectShownIsReal(trace);
});

it('ends the connections of whoever has the replica open', async () => {
  const trace = await forked((first) => [
    typed(450, 'replica', 'begin'),
    typed(460, 'replica', notes),
    restore(500, commitAt(first, badAt)),
    typed(510, 'replica', 'commit'),
    typed(520, 'replica', notes),
  ]);
  expect(eventsOf(trace, 'connection failed').map(({ at, message }) => [at, message.split('\n')[0]])).toEqual([
    [510, 'server closed the connection unexpectedly'],
  ]);
  expect(lastAnswer(trace)).toEqual([['at 0, at 60']]);
});

it('confirms no commit that waits for it', async () => {
  const trace = await forked((first) => [restore(500, commitAt(first, badAt)), pay(600)], { synchronous: true });
  expect(eventsOf(trace, 'query ran').at(-1)).toMatchObject({ at: 600, answeredAt: null });
});

it('is the same twice, and leaves nothing to the next run', async () => {
  const fresh = await run(workload);
  const make = (first: Trace): Interventions => [
    restore(500, commitAt(first, badAt)),
    typed(510, 'replica', notes),
    promote(520),
  ];
  const trace = await forked(make);
  expect(await run(workload)).toEqual(fresh);
  expect(await forked(make)).toEqual(trace);
  const ends = (of: Trace) => eventsOf(of, 'transaction committed').map((commit) => commit.lsn);
  expect(ends(trace)).toEqual(ends(fresh));
});

it('does nothing where replication is logical, the replica is down or promoted, or there is no such commit', async () => {
  const logical = await run(workload, {}, 'logical');
  const inLogical = await run([...workload, restore(500, commitAt(logical, badAt))], {}, 'logical');
  expect(eventsOf(inLogical, 'node restored')).toEqual([]);
  for (const before of [crash(490, 'replica'), promote(490)]) {
    const trace = await forked((first) => [before, restore(500, commitAt(first, badAt))]);
    expect(eventsOf(trace, 'node restored')).toEqual([]);
  }
  const trace = await run([...workload, restore(500, lsn(8))]);
  expect(eventsOf(trace, 'node restored')).toEqual([]);
});

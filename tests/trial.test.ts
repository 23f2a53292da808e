import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Intervention } from '../src/simulation/intervention.ts';
import type { Answer, Cluster, TriedStatement } from '../src/simulation/postgres-node.ts';
import type { Program } from '../src/simulation/program.ts';
import { type RunInput, runScenario, tryInScenario } from '../src/simulation/run-scenario.ts';
import type { TrialMoment, TrialOutcome } from '../src/simulation/trial.ts';
import type { Trace } from '../src/trace/events.ts';
import { type QueryId, virtualMs } from '../src/trace/ids.ts';
import { defaultSettings } from '../src/trace/settings.ts';
import { clusterOf, eventsOf } from './support/console-run.ts';
import { crash, typed } from './support/interventions.ts';
import { viewProgram } from './support/view-program.ts';

const schema = `
  create table juice (id int generated always as identity primary key, name text not null, stock int not null);
  insert into juice (name, stock) select 'juice ' || n, n from generate_series(1, 500) n;
  analyze juice;
`;

let logical: Cluster;
let physical: Cluster;
beforeAll(async () => {
  logical = await clusterOf(schema);
  physical = await clusterOf(schema, 'physical');
}, 120_000);
afterAll(() => {
  logical.terminate();
  physical.terminate();
});

const takes = 'update juice set stock = stock - 1 where id = $1';

/** Takes a juice within a transaction, and reads how many there are from the replica after it. */
const program = () =>
  viewProgram(async (_, nodes) => {
    await nodes.query('default', 'begin');
    await nodes.query('default', takes, '7');
    await nodes.query('default', 'select stock from juice where id = $1', '7');
    await nodes.query('default', 'commit');
    await nodes.query('replica', 'select stock from juice where id = $1', '7');
    return { context: {} };
  });

const input = (cluster: Cluster, interventions: readonly Intervention<Program>[] = []): RunInput => ({
  cluster,
  program: program(),
  scenario: { seed: 3, settings: defaultSettings, people: [{ name: 'Ana', startsAt: 0, steps: [{ visit: '/' }] }] },
  interventions,
});

const idOf = (trace: Trace, sql: string): QueryId =>
  eventsOf(trace, 'query ran').findLast((event) => event.sql === sql)!.queryId;

const at = (ms: number, node: 'primary' | 'replica' = 'primary'): TrialMoment => ({
  kind: 'at',
  at: virtualMs(ms),
  node,
});

const plain = (sql: string, params: readonly string[] = []): TriedStatement => ({ sql, params });

const told = ({ outcome }: Answer): unknown =>
  outcome.kind === 'ok' ? outcome.results[0]!.rows : `${outcome.error.code}: ${outcome.error.message}`;

const answersOf = (outcome: TrialOutcome): unknown =>
  outcome.kind === 'answered' ? outcome.answers.map(told) : outcome.why;

describe('statements that are tried at a moment of a run', () => {
  it('run in the session of a query, just before it, with its parameters and what its transaction has done', async () => {
    const before = await runScenario(input(logical));
    const query = idOf(before, 'select stock from juice where id = $1');
    const update = idOf(before, takes);
    const stock = plain('select stock from juice where id = $1', ['7']);
    const trial = (id: QueryId) =>
      tryInScenario(input(logical), { moment: { kind: 'before', query: id }, statements: [stock] });
    expect(answersOf(await trial(update))).toEqual([[['7']]]);
    expect(answersOf(await trial((update + 1) as QueryId))).toEqual([[['6']]]);
    expect(await trial(query)).toMatchObject({
      kind: 'answered',
      node: 'replica',
      at: eventsOf(before, 'query ran').at(-1)!.at,
    });
    expect(await runScenario(input(logical))).toEqual(before);
  });

  it('see at a prompt nothing of what another session has open', async () => {
    const trace = await runScenario(input(logical));
    const inside = eventsOf(trace, 'query ran').find(({ sql }) => sql === takes)!;
    const trial = { moment: at(inside.at), statements: [plain('select stock from juice where id = 7')] };
    expect(inside.status).toBe('in transaction');
    expect(answersOf(await tryInScenario(input(logical), trial))).toEqual([[['7']]]);
  });

  it('build on each other, errors are answers, and the server is as before', async () => {
    const explain = plain(`explain (costs off) select * from juice where name = 'juice 8'`);
    const statements = [
      explain,
      plain('create index juice_name on juice (name)'),
      plain('select 1 / 0'),
      explain,
      plain('select pg_current_wal_insert_lsn() > $1::pg_lsn', ['0/0']),
    ];
    const outcome = await tryInScenario(input(logical), { moment: at(0), statements });
    expect(answersOf(outcome)).toEqual([
      [['Seq Scan on juice'], ["  Filter: (name = 'juice 8'::text)"]],
      [],
      '22012: division by zero',
      [['Index Scan using juice_name on juice'], ["  Index Cond: (name = 'juice 8'::text)"]],
      [['t']],
    ]);
    expect(answersOf(await tryInScenario(input(logical), { moment: at(0), statements: [explain] }))).toEqual([
      [['Seq Scan on juice'], ["  Filter: (name = 'juice 8'::text)"]],
    ]);
  });

  it('are refused on the replica unless its operator runs them, and always on a physical one', async () => {
    const index = 'create index juice_name on juice (name)';
    const statements: readonly TriedStatement[] = [
      plain(index),
      { sql: index, params: [], asOperator: true },
      plain(index),
    ];
    const refused = '25006: cannot execute CREATE INDEX in a read-only transaction';
    expect(answersOf(await tryInScenario(input(logical), { moment: at(0, 'replica'), statements }))).toEqual([
      refused,
      [],
      refused,
    ]);
    expect(answersOf(await tryInScenario(input(physical), { moment: at(0, 'replica'), statements }))).toEqual([
      refused,
      refused,
      refused,
    ]);
  });

  it('stand where the replica stands at that moment', async () => {
    const trace = await runScenario(input(physical));
    const applied = eventsOf(trace, 'transaction applied')[0]!.at;
    const statements = [plain('select stock from juice where id = 7')];
    expect(
      answersOf(await tryInScenario(input(physical), { moment: at(applied - 0.5, 'replica'), statements })),
    ).toEqual([[['7']]]);
    expect(answersOf(await tryInScenario(input(physical), { moment: at(applied, 'replica'), statements }))).toEqual([
      [['6']],
    ]);
  });

  it('are not tried where the server is down, or the run does not come so far', async () => {
    const statements = [plain('select 1')];
    const down = input(logical, [crash(0)]);
    expect(answersOf(await tryInScenario(down, { moment: at(1), statements }))).toBe(
      'The server of primary is down at this moment.',
    );
    const never = { moment: { kind: 'before', query: 999 as QueryId }, statements } as const;
    expect(answersOf(await tryInScenario(input(logical), never))).toBe('The run ends before this moment.');
  });

  it('come after what is done to the run at the same instant', async () => {
    const done = [typed(5, 'primary', 'update juice set stock = 0')];
    const trial = { moment: at(5), statements: [plain('select distinct stock from juice')] };
    expect(answersOf(await tryInScenario(input(logical, done), trial))).toEqual([[['0']]]);
  });
});

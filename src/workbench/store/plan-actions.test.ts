import { expect, test } from 'vitest';
import type { Answer } from '../../simulation/postgres-node.ts';
import type { Trial, TrialOutcome } from '../../simulation/trial.ts';
import { lsn, queryId, virtualMs } from '../../trace/ids.ts';
import type { PgText } from '../../trace/postgres-values.ts';
import { type AskedWorkbench, askedInRun } from '../fixtures/asked-workbench.fixture.ts';
import { scriptedEngine } from '../fixtures/scripted-engine.fixture.ts';
import type { PlanSubject } from './open-plan.ts';

const subject: PlanSubject = {
  node: 'replica',
  sql: 'select * from juice where id = $1;',
  params: ['7'],
  at: virtualMs(40),
  query: queryId(3),
  request: null,
};

const answer = (value: PgText): Answer => ({
  outcome: { kind: 'ok', results: [{ tag: 'EXPLAIN', fields: [], rows: [[value]] }] },
  notices: [],
  status: 'idle',
  lsn: lsn(1),
});

const planOf = (type: string): string => JSON.stringify([{ Plan: { 'Node Type': type } }]);

/** The node has an index once one was made. */
function answered({ moment, statements }: Trial): TrialOutcome {
  const answers = statements.map(({ sql }, at) => {
    if (!sql.startsWith('EXPLAIN')) return answer(at === statements.length - 1 ? '[]' : null);
    return answer(planOf(statements.some((one) => one.sql.startsWith('CREATE INDEX')) ? 'Index Scan' : 'Seq Scan'));
  });
  return { kind: 'answered', node: moment.kind === 'at' ? moment.node : 'replica', at: subject.at, answers };
}

interface Asked extends AskedWorkbench {
  readonly trials: readonly Trial[];
}

async function workbench(reply: (trial: Trial) => TrialOutcome | Promise<TrialOutcome> = answered): Promise<Asked> {
  const trials: Trial[] = [];
  const tryOut = async (_: unknown, trial: Trial): Promise<TrialOutcome> => {
    trials.push(trial);
    return reply(trial);
  };
  return { ...(await askedInRun({ ...scriptedEngine(), tryOut })), trials };
}

test('a query is explained just before it runs, with its parameters, and nothing of the run changes', async () => {
  const { actions, now, trials } = await workbench();
  const { run } = now();
  await actions.explain(subject);
  expect(trials[0]!.moment).toEqual({ kind: 'before', query: 3 });
  expect(trials[0]!.statements[0]).toEqual({
    sql: 'EXPLAIN (ANALYZE, BUFFERS, VERBOSE, SETTINGS, WAL, FORMAT JSON) select * from juice where id = $1',
    params: ['7'],
  });
  expect(now()).toMatchObject({
    run,
    plan: { first: { plan: { root: { type: 'Seq Scan' } }, facts: [] }, second: null },
  });
});

test('what was typed is explained at its moment, and the other node always is', async () => {
  const { actions, now, trials } = await workbench();
  await actions.explain({ ...subject, query: null });
  await actions.explainOn('primary');
  expect(trials.map(({ moment }) => moment)).toEqual([
    { kind: 'at', at: 40, node: 'replica' },
    { kind: 'at', at: 40, node: 'primary' },
  ]);
  expect(now().plan!.second).toMatchObject({ kind: 'node', node: 'primary', asked: { kind: 'answered' } });
});

test('a remedy is tried by the operator before the query is explained again', async () => {
  const { actions, now, trials } = await workbench();
  await actions.explain(subject);
  await actions.tryRemedy(['CREATE INDEX ON juice (id)']);
  expect(trials[1]!.statements[0]).toEqual({ sql: 'CREATE INDEX ON juice (id)', params: [], asOperator: true });
  expect(now().plan).toMatchObject({
    first: { plan: { root: { type: 'Seq Scan' } } },
    second: { kind: 'tried', asked: { plan: { root: { type: 'Index Scan' } } } },
  });
});

test('kept, it becomes an intervention at the query’s moment, and the plan is closed', async () => {
  const { actions, now } = await workbench();
  await actions.explain(subject);
  await actions.keepRemedy(['CREATE INDEX ON juice (id)', 'ANALYZE juice']);
  const sql = 'CREATE INDEX ON juice (id);\nANALYZE juice';
  expect(now().interventions).toEqual([{ kind: 'statement', node: 'replica', sql, at: 40, asOperator: true }]);
  expect(now().plan).toBeNull();
});

test('why there is no plan is told in the words of whoever said it', async () => {
  const told = async (reply: () => TrialOutcome): Promise<unknown> => {
    const { actions, now } = await workbench(reply);
    await actions.explain(subject);
    return now().plan!.first;
  };
  const error = { severity: 'ERROR', code: '25006', message: 'cannot execute INSERT in a read-only transaction' };
  const refused: Answer = { ...answer(null), outcome: { kind: 'error', error } };
  const refusing = (): TrialOutcome => ({
    kind: 'answered',
    node: 'replica',
    at: subject.at,
    answers: [refused, refused],
  });
  expect(await told(refusing)).toEqual({
    kind: 'failed',
    why: 'ERROR: cannot execute INSERT in a read-only transaction',
  });
  expect(await told(() => ({ kind: 'not tried', why: 'The server of replica is down at this moment.' }))).toEqual({
    kind: 'failed',
    why: 'The server of replica is down at this moment.',
  });
});

test('an answer that comes when another plan is open changes nothing', async () => {
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let asked = 0;
  const { actions, now } = await workbench(async (trial) => {
    if (asked++ === 0) await held;
    return answered(trial);
  });
  const first = actions.explain(subject);
  await actions.explain({ ...subject, sql: 'select 2' });
  const shown = now().plan;
  release();
  await first;
  expect(now().plan).toBe(shown);
  actions.closePlan();
  expect(now().plan).toBeNull();
});

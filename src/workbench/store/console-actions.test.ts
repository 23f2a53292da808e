import { expect, test } from 'vitest';
import { askedAtRest, askedInRun } from '../fixtures/asked-workbench.fixture.ts';
import { juiceLesson } from '../fixtures/juice-lesson.fixture.ts';
import { scriptedEngine } from '../fixtures/scripted-engine.fixture.ts';

test('what only looks is answered at the cursor, and leaves the run as it is', async () => {
  const { actions, now, asked } = await askedInRun();
  const before = now().run;
  await actions.ask('replica', 'select 1');
  const { at } = before!.trace[5]!;
  expect(asked.at(-1)!.interventions).toEqual([{ kind: 'statement', node: 'replica', sql: 'select 1', at }]);
  expect(now().console).toMatchObject([{ line: 'select 1', at, isEvent: false, answer: { kind: 'results' } }]);
  expect(now()).toMatchObject({ run: before, cursor: 5, interventions: [], compared: null });
});

test('what changes something is an event of the run, at which the cursor then stands', async () => {
  const { actions, now } = await askedInRun();
  const first = now().run!;
  await actions.ask('primary', 'update juice set stock = 0');
  expect(now().console).toMatchObject([{ isEvent: true }]);
  expect(now().run!.trace[now().cursor]).toMatchObject({ type: 'query ran', sql: 'update juice set stock = 0' });
  expect(now().compared).toEqual({ first, fork: now().run });
  await actions.ask('primary', 'select 2');
  expect(now().interventions).toHaveLength(1);
});

test('what is typed before the last answer has come is asked after it: neither is lost', async () => {
  const { actions, now } = await askedInRun();
  await Promise.all([
    actions.ask('primary', 'update juice set stock = 0'),
    actions.ask('replica', 'update juice set stock = 1'),
  ]);
  expect(now().run!.trace.flatMap((event) => (event.type === 'query ran' ? [event.sql] : []))).toEqual(
    expect.arrayContaining(['update juice set stock = 0', 'update juice set stock = 1']),
  );
  expect(now().console).toMatchObject([{ isEvent: true }, { isEvent: true }]);
});

test('the nodes at rest are asked without anybody coming, whatever the code in the editor', async () => {
  const { actions, now, asked } = await askedAtRest();
  actions.edit('router.ts', 'export class {');
  await actions.ask('primary', 'select 1');
  expect(asked[0]).toMatchObject({ scenario: { people: [] }, files: juiceLesson.starter });
  expect(now().run!.trace).toHaveLength(1);
  await actions.ask('primary', 'update juice set stock = 0');
  expect(now().run).toMatchObject({ files: null, schedule: null });
  await actions.run({ play: false });
  expect(asked.at(-1)!.interventions).toMatchObject([{ kind: 'statement', at: 0 }]);
});

test("a check's schedule can be asked, under its own scenario, and is not changed", async () => {
  const { actions, now, asked } = await askedInRun();
  await actions.crash('replica');
  actions.showFailure('no-stale-orders');
  const shown = now().run!;
  await actions.ask('primary', 'update juice set stock = 0');
  expect(asked.at(-1)!.scenario).toBe(shown.schedule!.scenario);
  expect(asked.at(-1)!.interventions.map(({ kind }) => kind)).toEqual(['statement']);
  expect(now().console).toMatchObject([{ isEvent: false }]);
  expect(now().run).toBe(shown);
});

test('a command of psql is answered by the node, or by psql itself', async () => {
  const { actions, now, asked } = await askedInRun();
  const runs = asked.length;
  await actions.ask('primary', '\\foo');
  await actions.ask('primary', '\\?');
  expect(asked).toHaveLength(runs);
  await actions.ask('primary', '\\dt');
  expect(asked.at(-1)!.interventions.at(-1)).toMatchObject({ sql: expect.stringContaining('pg_class') });
  expect(now().console.map(({ answer }) => answer)).toEqual([
    { kind: 'text', text: 'invalid command \\foo\nTry \\? for help.', isError: true },
    { kind: 'text', text: expect.stringContaining('\\dt [NAME]'), isError: false },
    { kind: 'text', text: 'Did not find any tables.', isError: true },
  ]);
});

test('a failure of the engine is an answer too, and the next line can be asked', async () => {
  const engine = scriptedEngine();
  let fails = false;
  const { actions, now } = await askedInRun({
    ...engine,
    run: (request) => (fails ? Promise.reject(new Error('the worker is gone')) : engine.run(request)),
  });
  fails = true;
  await actions.ask('primary', 'select 1');
  fails = false;
  await actions.ask('primary', 'select 1');
  expect(now().console).toMatchObject([
    { answer: { kind: 'text', text: 'the worker is gone', isError: true } },
    { answer: { kind: 'results' } },
  ]);
});

test('a server is stopped, started and promoted by pg_ctl, each an event of the run', async () => {
  const { actions, now } = await askedInRun();
  const said = (): unknown => now().console.at(-1)?.answer;
  await actions.ask('primary', '\\! pg_ctl promote');
  expect(said()).toMatchObject({ isError: true, text: expect.stringContaining('not in standby mode') });
  await actions.ask('primary', '\\! pg_ctl start');
  expect(said()).toMatchObject({ isError: true, text: expect.stringContaining('another server might be running') });
  expect(now().interventions).toEqual([]);
  await actions.ask('primary', '\\! pg_ctl  stop -m immediate');
  expect(said()).toEqual({
    kind: 'text',
    text: 'waiting for server to shut down.... done\nserver stopped',
    isError: false,
  });
  await actions.ask('primary', '\\! pg_ctl stop -m immediate');
  expect(said()).toMatchObject({ isError: true, text: expect.stringContaining('Is server running?') });
  await actions.ask('replica', '\\! pg_ctl promote');
  await actions.ask('replica', '\\! pg_ctl promote');
  expect(said()).toMatchObject({ isError: true, text: expect.stringContaining('not in standby mode') });
  await actions.ask('primary', '\\! pg_ctl start');
  expect(now().interventions.map(({ kind }) => kind)).toEqual(['crash', 'promote', 'restart']);
  expect(now().console.map(({ isEvent }) => isEvent)).toEqual([false, false, true, false, true, false, true]);
  await actions.ask('primary', '\\! rm -rf /');
  expect(said()).toMatchObject({ isError: true, text: expect.stringContaining('pg_ctl promote') });
});

test('networks are cut and mended, and a server slowed down, each an event of the run', async () => {
  const { actions, now } = await askedInRun();
  const said = (): unknown => now().console.at(-1)?.answer;
  await actions.ask('primary', '\\! iptables -D INPUT -s replica -j DROP');
  expect(said()).toMatchObject({ isError: true, text: expect.stringContaining('Bad rule') });
  await actions.ask('primary', '\\! iptables -A INPUT -s primary -j DROP');
  expect(said()).toMatchObject({ isError: true, text: expect.stringContaining('not found') });
  await actions.ask('primary', '\\! systemctl set-property postgresql CPUQuota=0%');
  expect(said()).toMatchObject({ isError: true });
  expect(now().interventions).toEqual([]);
  for (const [command, change] of [
    ['iptables -A INPUT -s replica -j DROP', { network: { streamCut: true } }],
    ['iptables -A  INPUT -s app -j DROP', { network: { unreachable: { primary: true } } }],
    ['iptables -D INPUT -s replica -j DROP', { network: { streamCut: false } }],
    ['systemctl set-property postgresql CPUQuota=5%', { slowdown: { primary: 20 } }],
    ['systemctl set-property --runtime postgresql.service CPUQuota=', { slowdown: { primary: 1 } }],
  ] as const) {
    await actions.ask('primary', `\\! ${command}`);
    expect(said()).toEqual({ kind: 'text', text: '', isError: false });
    expect(now().interventions.at(-1)).toMatchObject({ kind: 'settings', change });
    expect(now().console.at(-1)).toMatchObject({ isEvent: true });
  }
});

test('pg_ctl needs a run: the nodes at rest stay as they are', async () => {
  const { actions, now } = await askedAtRest();
  await actions.ask('primary', '\\! pg_ctl stop -m immediate');
  expect(now().console).toMatchObject([{ isEvent: false, answer: { isError: true } }]);
  expect(now().interventions).toEqual([]);
});

import { expect, test } from 'vitest';
import { askedInRun } from '../fixtures/asked-workbench.fixture.ts';
import { juiceLesson } from '../fixtures/juice-lesson.fixture.ts';
import { scriptedEngine } from '../fixtures/scripted-engine.fixture.ts';
import type { Engine } from '../engine.ts';
import { slowBy } from './settings-actions.ts';
import { latestCode } from './workbench-state.ts';

test('a fork goes on from the cursor, and the first run stays beside it', async () => {
  const { actions, now } = await askedInRun();
  const first = now().run!;
  const { at } = first.trace[5]!;
  await actions.crash('primary');
  expect(now().run!.trace[now().cursor]).toMatchObject({ type: 'node crashed', node: 'primary', at });
  expect(now().compared).toEqual({ first, fork: now().run });
  actions.showCompared('first');
  expect(now().run).toBe(first);
  expect(now().run!.trace[now().cursor]!.at).toBe(at);
  actions.showCompared('fork');
  expect(now().run).toBe(now().compared!.fork);
});

test('a fork of a fork has both, and is compared with the first run', async () => {
  const { actions, asked, now } = await askedInRun();
  const first = now().run!;
  await actions.changeReplication({ paused: true });
  actions.goTo(now().cursor + 3);
  await actions.crash('replica');
  expect(asked.at(-1)!.interventions.map(({ kind }) => kind)).toEqual(['settings', 'crash']);
  expect(now().compared!.first).toBe(first);
});

test('whoever forks the first run again starts over', async () => {
  const { actions, asked, now } = await askedInRun();
  await actions.crash('primary');
  actions.showCompared('first');
  await actions.crash('replica');
  expect(asked.at(-1)!.interventions).toMatchObject([{ kind: 'crash', node: 'replica' }]);
  expect(now().compared!.fork).toBe(now().run);
});

test('changed code goes on from the cursor, and the run still begins with the old', async () => {
  const { actions, asked, now } = await askedInRun();
  actions.edit('router.ts', '// reads from the primary');
  await actions.deploy();
  const whole = { ...juiceLesson.given, ...juiceLesson.starter };
  expect(asked.at(-1)!.files).toEqual(whole);
  expect(asked.at(-1)!.interventions).toMatchObject([
    { kind: 'deploy', code: { ...whole, 'router.ts': '// reads from the primary' } },
  ]);
  expect(latestCode(now())!['router.ts']).toBe('// reads from the primary');
});

test('a fork by settings begins with the code of the run, whatever is in the editor by now', async () => {
  const { actions, asked } = await askedInRun();
  actions.edit('router.ts', '// half typed');
  await actions.changeReplication({ paused: true });
  expect(asked.at(-1)!.files['router.ts']).toBe(juiceLesson.starter['router.ts']);
});

test('code that cannot be started is not deployed', async () => {
  const engine = scriptedEngine();
  const refuses: Engine['run'] = (request) =>
    request.interventions.some(({ kind }) => kind === 'deploy')
      ? Promise.resolve({ refused: { name: 'SyntaxError', message: 'no' } })
      : engine.run(request);
  const { actions, now } = await askedInRun({ ...engine, run: refuses });
  const first = now().run;
  actions.edit('router.ts', 'export class {');
  await actions.deploy();
  expect(now()).toMatchObject({ refused: { name: 'SyntaxError' }, interventions: [], compared: null });
  expect(now().run).toBe(first);
});

test('what is forgotten is gone: the first run is shown, at the same moment', async () => {
  const { actions, now } = await askedInRun();
  const first = now().run!;
  const { at } = first.trace[5]!;
  await actions.crash('primary');
  await actions.forgetInterventions();
  expect(now()).toMatchObject({ interventions: [], compared: null });
  expect(now().run).toBe(first);
  expect(now().run!.trace[now().cursor]!.at).toBe(at);
});

test('a reset leaves the fork behind', async () => {
  const { actions, now } = await askedInRun();
  const first = now().run!;
  await actions.crash('primary');
  actions.reset();
  expect(now()).toMatchObject({ interventions: [], compared: null, cursor: 0 });
  expect(now().run).toBe(first);
});

test('a run from the start takes what was done along, and has nothing to be compared with', async () => {
  const { actions, asked, now } = await askedInRun();
  actions.edit('router.ts', '// reads from the primary');
  await actions.deploy();
  await actions.crash('replica');
  await actions.run({ play: false });
  expect(asked.at(-1)!.interventions).toMatchObject([{ kind: 'crash', node: 'replica' }]);
  expect(asked.at(-1)!.files['router.ts']).toBe('// reads from the primary');
  expect(now().compared).toBeNull();
});

test('a node is slowed down, and is quick again from a later moment on', async () => {
  const { actions, asked, now } = await askedInRun();
  await actions.slowOrQuicken('primary');
  await actions.slowOrQuicken('replica');
  actions.goTo(now().cursor + 3);
  await actions.slowOrQuicken('primary');
  expect(asked.at(-1)!.interventions).toMatchObject([
    { kind: 'settings', change: { slowdown: { primary: slowBy, replica: slowBy } } },
    { kind: 'settings', change: { slowdown: { primary: 1 } } },
  ]);
});

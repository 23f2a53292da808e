import { beforeEach, describe, expect, test } from 'vitest';
import type { ProgramError } from '../../trace/http.ts';
import { juiceLesson } from '../fixtures/juice-lesson.fixture.ts';
import { memoryStorage } from '../fixtures/memory-storage.fixture.ts';
import { scriptedEngine } from '../fixtures/scripted-engine.fixture.ts';
import type { Engine } from '../engine.ts';
import { readWork } from './saved-work.ts';
import { programFault } from './workbench-state.ts';
import { createWorkbench, type Workbench } from './workbench-store.ts';

let storage = memoryStorage();
const open = (engine: Engine = scriptedEngine()): Workbench => createWorkbench(juiceLesson, engine, storage);
const refusedBy = (refused: ProgramError): Engine => ({ ...scriptedEngine(), run: () => Promise.resolve({ refused }) });

beforeEach(() => {
  storage = memoryStorage();
});

async function opened(engine?: Engine): Promise<Workbench> {
  const workbench = open(engine);
  await workbench.actions.prepare();
  return workbench;
}

describe('running', () => {
  test('before a run the nodes are shown at rest', async () => {
    const { state } = await opened();
    expect(state.getState().run!.trace.map(({ type }) => type)).toEqual(['run started']);
  });

  test('a run that is not played ends at its end, judged', async () => {
    const { state, actions } = await opened();
    await actions.run({ play: false });
    const { run, cursor, grading } = state.getState();
    expect(cursor).toBe(run!.trace.length - 1);
    expect(grading).toMatchObject({ kind: 'graded', report: { checks: [{ kind: 'broken' }] } });
  });

  test('a run is not hidden behind the lesson where one pane fills the screen', async () => {
    const { state, actions } = await opened();
    expect(state.getState().paneOrder[0]).toBe('lesson');
    await actions.run({ play: true });
    expect(state.getState().paneOrder[0]).toBe('timeline');
    actions.showPane('checks');
    await actions.run({ play: true });
    expect(state.getState().paneOrder[0]).toBe('checks');
  });

  test('a lesson stays solved: after a change that breaks it, and after a reload', async () => {
    const { state, actions } = await opened();
    actions.edit('router.ts', '// reads from the primary');
    await actions.run({ play: false });
    expect(state.getState().solved).toBe(true);
    actions.reset();
    await actions.run({ play: false });
    expect(state.getState()).toMatchObject({ solved: true, grading: { report: { checks: [{ kind: 'broken' }] } } });
    expect(open().state.getState().solved).toBe(true);
    expect(readWork(storage, 'juice')).toMatchObject({ work: { solved: true } });
  });

  test('a run that plays moves on by itself and stops at the end', async () => {
    const { state, actions } = await opened();
    await actions.run({ play: true });
    expect(state.getState()).toMatchObject({ cursor: 0, playing: true });
    const { length } = state.getState().run!.trace;
    for (let step = 0; step < length + 3; step++) actions.playOn();
    expect(state.getState()).toMatchObject({ cursor: length - 1, playing: false });
  });

  test('code that cannot start keeps the last run and says why', async () => {
    const refused = { name: 'SyntaxError', message: 'Unexpected token', place: { file: 'router.ts', line: 1 } };
    const { state, actions } = await opened(refusedBy(refused));
    await actions.run({ play: false });
    expect(state.getState()).toMatchObject({ refused, engine: { kind: 'ready' }, grading: { kind: 'none' } });
    actions.edit('router.ts', '// mended');
    expect(state.getState().refused).toBeNull();
  });

  test('code that cannot start comes to the front, at the file that is to blame', async () => {
    const refused = { name: 'SyntaxError', message: 'Unexpected token', place: { file: 'views.ts', line: 6 } };
    const { state, actions } = await opened(refusedBy(refused));
    await actions.run({ play: true });
    expect(state.getState()).toMatchObject({ openFile: 'views.ts', paneOrder: { 0: 'code' } });
  });

  test('code that was stopped is at fault until the file is changed that it names', async () => {
    const error = { name: 'NeverYields', message: 'A loop never yields.', place: { file: 'router.ts', line: 6 } };
    const scripted = scriptedEngine();
    const engine: Engine = {
      ...scripted,
      run: async (request) => {
        const outcome = await scripted.run(request);
        if ('refused' in outcome) return outcome;
        return { trace: [...outcome.trace, { type: 'code stopped', at: outcome.trace.at(-1)!.at, error }] };
      },
    };
    const { state, actions } = await opened(engine);
    await actions.run({ play: false });
    expect(programFault(state.getState())).toEqual(error);
    actions.edit('views.ts', '// mine');
    expect(programFault(state.getState())).toEqual(error);
    actions.edit('router.ts', '// mended');
    expect(programFault(state.getState())).toBeNull();
  });

  test('says how far the judging is', async () => {
    const { state, actions } = await opened();
    const told: unknown[] = [];
    state.subscribe(({ grading }) => grading.kind === 'grading' && told.push(grading.progress));
    await actions.run({ play: false });
    expect(told).toContainEqual({ kind: 'schedule', number: 1, of: 1 });
  });

  test('an engine that fails is said, and can be started again', async () => {
    let broken = true;
    const scripted = scriptedEngine();
    const engine: Engine = {
      ...scripted,
      prepare: (...asked) => (broken ? Promise.reject(new Error('no memory')) : scripted.prepare(...asked)),
    };
    const { state, actions } = await opened(engine);
    expect(state.getState().engine).toEqual({ kind: 'failed', message: 'no memory' });
    broken = false;
    await actions.prepare();
    expect(state.getState().engine.kind).toBe('ready');
  });
});

describe('time', () => {
  test('steps go where the filter lists something', async () => {
    const { state, actions } = await opened();
    await actions.run({ play: false });
    actions.toStart();
    actions.setFilter('queries');
    actions.stepForward();
    const { run, cursor } = state.getState();
    expect(run!.trace[cursor]!.type).toBe('query ran');
    actions.stepBack();
    expect(state.getState().cursor).toBe(0);
  });

  test('a failed check opens at its event and leads back to the own run', async () => {
    const { state, actions } = await opened();
    await actions.run({ play: false });
    const own = state.getState().run!;
    actions.goTo(3);
    actions.showFailure('no-stale-orders');
    const shown = state.getState();
    expect(shown.run!.schedule).toMatchObject({ name: 'the schedule of the lesson' });
    expect(shown.run!.trace[shown.cursor]).toMatchObject({
      type: 'query ran',
      staleness: { difference: { kind: 'differs' } },
    });
    expect(shown).toMatchObject({ person: 'Ana', expanded: shown.cursor });
    actions.backToOwnRun();
    expect(state.getState()).toMatchObject({ run: own, cursor: 3, ownRun: null });
  });
});

describe('the delay', () => {
  test('before a run it holds from the start of the next', async () => {
    const { state, actions } = await opened();
    await actions.changeReplication({ delayMs: 5_000 });
    expect(state.getState()).toMatchObject({ replication: { delayMs: 5_000 }, interventions: [] });
  });

  test('within a run it holds from that moment on, and the cursor stands at the change', async () => {
    const { state, actions } = await opened();
    await actions.run({ play: false });
    actions.goTo(5);
    const { at } = state.getState().run!.trace[5]!;
    await actions.changeReplication({ paused: true });
    const after = state.getState();
    expect(after).toMatchObject({ replication: { paused: false } });
    expect(after.interventions).toEqual([{ kind: 'settings', at, change: { replication: { paused: true } } }]);
    expect(after.run!.trace[after.cursor]).toMatchObject({ type: 'settings changed', at });
  });

  test('a pause that is taken back at once leaves the replica as it was', async () => {
    const { state, actions } = await opened();
    await actions.run({ play: false });
    actions.goTo(5);
    const { at } = state.getState().run!.trace[5]!;
    await actions.changeReplication({ paused: true });
    await actions.changeReplication({ paused: false });
    expect(state.getState().interventions).toEqual([
      { kind: 'settings', at, change: { replication: { paused: false } } },
    ]);
  });

  test('a change that comes while a run is under way is in the next one', async () => {
    const { state, actions } = await opened();
    await actions.run({ play: false });
    actions.goTo(5);
    await Promise.all([actions.changeReplication({ delayMs: 100 }), actions.changeReplication({ delayMs: 5_000 })]);
    const { run, cursor } = state.getState();
    expect(run!.trace[cursor]).toMatchObject({ type: 'settings changed', change: { replication: { delayMs: 5_000 } } });
  });

  test('a spike rises at the cursor and falls back two seconds later', async () => {
    const { state, actions } = await opened();
    await actions.run({ play: false });
    actions.goTo(5);
    const { at } = state.getState().run!.trace[5]!;
    await actions.spike();
    expect(state.getState().interventions).toEqual([
      { kind: 'settings', at, change: { replication: { delayMs: 10_000 } } },
      { kind: 'settings', at: at + 2_000, change: { replication: { delayMs: 800 } } },
    ]);
  });

  test('round trips are changed as the delay is, and one moment has one change', async () => {
    const { state, actions } = await opened();
    await actions.changeNetwork({ primaryRoundTripMs: 90 });
    await actions.run({ play: false });
    expect(state.getState().run!.trace[0]).toMatchObject({ settings: { network: { primaryRoundTripMs: 90 } } });
    actions.goTo(5);
    await actions.pauseOrResume();
    await actions.changeNetwork({ replicaRoundTripMs: 50 });
    expect(state.getState().interventions).toMatchObject([
      { change: { replication: { paused: true }, network: { replicaRoundTripMs: 50 } } },
    ]);
  });

  test('the key that pauses the replica lets it go on again', async () => {
    const { state, actions } = await opened();
    await actions.run({ play: false });
    actions.goTo(5);
    await actions.pauseOrResume();
    await actions.pauseOrResume();
    expect(state.getState().interventions).toMatchObject([{ change: { replication: { paused: false } } }]);
  });

  test('changes that are forgotten are gone from the run that is shown', async () => {
    const { state, actions } = await opened();
    await actions.run({ play: false });
    actions.goTo(5);
    const { at } = state.getState().run!.trace[5]!;
    await actions.changeReplication({ delayMs: 5_000 });
    await actions.forgetInterventions();
    const { run, cursor, interventions } = state.getState();
    expect(interventions).toEqual([]);
    expect(run!.trace.filter(({ type }) => type === 'settings changed')).toEqual([]);
    expect(run!.trace[cursor]!.at).toBe(at);
  });

  test('a change at an earlier moment takes the place of the later ones', async () => {
    const { state, actions } = await opened();
    await actions.run({ play: false });
    actions.goTo(12);
    await actions.changeReplication({ paused: true });
    actions.goTo(4);
    await actions.changeReplication({ delayMs: 100 });
    expect(state.getState().interventions).toMatchObject([{ change: { replication: { delayMs: 100 } } }]);
  });
});

test('the steps of the lesson are walked through, and not past their ends', () => {
  const { state, actions } = open();
  actions.showPane('checks');
  actions.moveStep(1);
  actions.moveStep(1);
  expect(state.getState()).toMatchObject({ step: 1, paneOrder: { 0: 'lesson' } });
  actions.moveStep(-5);
  expect(state.getState().step).toBe(0);
});

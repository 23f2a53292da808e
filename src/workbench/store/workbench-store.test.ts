import { beforeEach, describe, expect, test } from 'vitest';
import type { ProgramError } from '../../trace/http.ts';
import { juiceLesson } from '../fixtures/juice-lesson.fixture.ts';
import { scriptedEngine } from '../fixtures/scripted-engine.fixture.ts';
import type { Engine } from '../engine.ts';
import type { TextStorage } from './browser-storage.ts';
import { savedWorkKey } from './saved-work.ts';
import { createWorkbench, type Workbench } from './workbench-store.ts';

function memoryStorage(): TextStorage & { readonly items: Map<string, string> } {
  const items = new Map<string, string>();
  return { items, getItem: (key) => items.get(key) ?? null, setItem: (key, value) => void items.set(key, value) };
}

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

  test('an engine that fails is said, and can be started again', async () => {
    let broken = true;
    const scripted = scriptedEngine();
    const engine: Engine = {
      ...scripted,
      prepare: (lesson) => (broken ? Promise.reject(new Error('no memory')) : scripted.prepare(lesson)),
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
    expect(shown.run!.schedule).toBe('the schedule of the lesson');
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
    expect(state.getState()).toMatchObject({ replication: { delayMs: 5_000 }, changes: [] });
  });

  test('within a run it holds from that moment on, and the moment stays', async () => {
    const { state, actions } = await opened();
    await actions.run({ play: false });
    actions.goTo(5);
    const { at } = state.getState().run!.trace[5]!;
    await actions.changeReplication({ paused: true });
    const after = state.getState();
    expect(after).toMatchObject({ cursor: 5, replication: { paused: false } });
    expect(after.changes).toEqual([{ at, change: { replication: { paused: true } } }]);
    expect(after.run!.trace.some((event) => event.type === 'settings changed' && event.at === at)).toBe(true);
  });

  test('a change at an earlier moment takes the place of the later ones', async () => {
    const { state, actions } = await opened();
    await actions.run({ play: false });
    actions.goTo(12);
    await actions.changeReplication({ paused: true });
    actions.goTo(4);
    await actions.changeReplication({ delayMs: 100 });
    expect(state.getState().changes.map(({ change }) => change.replication)).toEqual([{ delayMs: 100 }]);
  });
});

describe('what was typed', () => {
  test('survives a reload, key by key', () => {
    open().actions.edit('router.ts', '// mine');
    expect(open().state.getState().files['router.ts']).toBe('// mine');
  });

  test('survives a reset, and a reload after it', () => {
    const first = open();
    first.actions.edit('views.ts', '// mine');
    first.actions.reset();
    expect(first.state.getState().files).toEqual(juiceLesson.starter);
    const second = open();
    second.actions.undoReset();
    expect(second.state.getState().files['views.ts']).toBe('// mine');
  });

  test('survives a second reset', () => {
    const { state, actions } = open();
    actions.edit('views.ts', '// mine');
    actions.reset();
    actions.reset();
    actions.undoReset();
    expect(state.getState().files['views.ts']).toBe('// mine');
  });

  test('comes over from another tab', () => {
    const here = open();
    open().actions.edit('views.ts', '// typed there');
    here.actions.takeOverSaved(storage.items.get(savedWorkKey('juice'))!);
    expect(here.state.getState().files['views.ts']).toBe('// typed there');
  });

  test('is kept aside when it cannot be read', () => {
    storage.items.set(savedWorkKey('juice'), '{"version":7,"text":"mine"}');
    const { state, actions } = open();
    expect(state.getState().notices[0]!.id).toBe('saved work');
    actions.edit('views.ts', '// new');
    expect([...storage.items.values()].some((text) => text.includes('"mine"'))).toBe(true);
  });

  test('given files cannot be edited', () => {
    const { state, actions } = open();
    actions.edit('models.ts', '// mine');
    expect(state.getState().files).toEqual(juiceLesson.starter);
  });

  test('blocked and full storage are said, and the page works on', () => {
    const blocked = createWorkbench(juiceLesson, scriptedEngine(), null);
    expect(blocked.state.getState().notices[0]!.id).toBe('storage');
    const full: TextStorage = {
      getItem: () => null,
      setItem: () => {
        throw new Error('QuotaExceededError');
      },
    };
    const { state, actions } = createWorkbench(juiceLesson, scriptedEngine(), full);
    actions.edit('views.ts', '// mine');
    expect(state.getState().files['views.ts']).toBe('// mine');
    expect(state.getState().notices[0]!.text).toContain('QuotaExceededError');
  });
});

import { beforeEach, describe, expect, test } from 'vitest';
import { juiceLesson } from '../fixtures/juice-lesson.fixture.ts';
import { memoryStorage } from '../fixtures/memory-storage.fixture.ts';
import { scriptedEngine } from '../fixtures/scripted-engine.fixture.ts';
import type { TextStorage } from './browser-storage.ts';
import { savedWorkKey } from './saved-work.ts';
import { createWorkbench, type Workbench } from './workbench-store.ts';

let storage = memoryStorage();
const open = (): Workbench => createWorkbench(juiceLesson, scriptedEngine(), storage);

beforeEach(() => {
  storage = memoryStorage();
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

  test('and what was set survives a reload, beside what the lesson alone sets', async () => {
    const { scenario } = juiceLesson;
    const network = { ...scenario.settings.network, standaloneRoundTripMs: 5 };
    const lesson = { ...juiceLesson, scenario: { ...scenario, settings: { ...scenario.settings, network } } };
    const { actions } = createWorkbench(lesson, scriptedEngine(), storage);
    await actions.changeNetwork({ primaryRoundTripMs: 90 });
    await actions.changeReplication({ delayMs: 5_000 });
    expect(createWorkbench(lesson, scriptedEngine(), storage).state.getState()).toMatchObject({
      network: { primaryRoundTripMs: 90, standaloneRoundTripMs: 5 },
      replication: { delayMs: 5_000 },
    });
  });

  test('and was replaced by a file of progress is offered again', () => {
    const first = open();
    first.actions.edit('views.ts', '// mine');
    const key = savedWorkKey(juiceLesson.id);
    const { files, ...work } = JSON.parse(storage.getItem(key)!);
    const theirs = { ...files, 'views.ts': '// theirs' };
    storage.setItem(key, JSON.stringify({ ...work, files: theirs, beforeReset: files, imported: true }));
    const { state, actions } = open();
    expect(state.getState().notices).toMatchObject([
      { id: 'reset', text: expect.stringContaining('file of progress') },
    ]);
    actions.undoReset();
    expect(state.getState().files['views.ts']).toBe('// mine');
    expect(open().state.getState().notices).toEqual([]);
  });

  test('is offered again after a reload, as long as it is kept', () => {
    const first = open();
    first.actions.edit('views.ts', '// mine');
    first.actions.reset();
    first.actions.dismiss('reset');
    const second = open();
    expect(second.state.getState().notices).toMatchObject([{ id: 'reset' }]);
    expect(second.state.getState().beforeReset?.['views.ts']).toBe('// mine');
  });

  test('survives an undo: what was typed after the reset is kept in turn', () => {
    const { state, actions } = open();
    actions.edit('views.ts', '// first');
    actions.reset();
    actions.edit('views.ts', '// second');
    actions.undoReset();
    expect(state.getState().files['views.ts']).toBe('// first');
    actions.undoReset();
    expect(state.getState().files['views.ts']).toBe('// second');
  });

  test('survives the solution, and a reset after it', () => {
    const { actions } = open();
    actions.edit('views.ts', '// mine');
    actions.solve();
    const { state, actions: later } = open();
    expect(state.getState()).toMatchObject({ files: juiceLesson.solution, solved: false, notices: [{ id: 'reset' }] });
    later.reset();
    later.undoReset();
    expect(state.getState().files['views.ts']).toBe('// mine');
  });

  test('is what an undo of the solution brings back, be it the untouched start', () => {
    const { state, actions } = open();
    actions.solve();
    actions.undoReset();
    expect(state.getState()).toMatchObject({ files: juiceLesson.starter, beforeReset: null });
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

  test('is read as an earlier version of the page wrote it', () => {
    const { replication } = juiceLesson.scenario.settings;
    const work = { version: 1, files: { 'views.ts': '// mine' }, beforeReset: null, step: 1, replication };
    storage.items.set(savedWorkKey('juice'), JSON.stringify(work));
    expect(open().state.getState()).toMatchObject({ step: 1, hints: { shown: 0 }, folded: [], solutionShown: false });
    expect(open().state.getState().files['views.ts']).toBe('// mine');
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

test('a page that is opened at a step keeps the one that was left, until something is done', () => {
  open().actions.openStep(0);
  const { actions } = open();
  actions.openStep(1);
  const embedded = createWorkbench(juiceLesson, scriptedEngine(), storage, 0);
  expect(embedded.state.getState().step).toBe(0);
  expect(open().state.getState().step).toBe(1);
  embedded.actions.edit('router.ts', '// mine');
  expect(open().state.getState()).toMatchObject({ step: 0, files: { 'router.ts': '// mine' } });
});

import { beforeEach, describe, expect, test } from 'vitest';
import { juiceLesson } from '../fixtures/juice-lesson.fixture.ts';
import { memoryStorage } from '../fixtures/memory-storage.fixture.ts';
import { scriptedEngine } from '../fixtures/scripted-engine.fixture.ts';
import { isSolutionSecret } from './workbench-state.ts';
import { createWorkbench, type Workbench } from './workbench-store.ts';

let storage = memoryStorage();
const open = (): Workbench => createWorkbench({ ...juiceLesson, django: '# Django' }, scriptedEngine(), storage);

beforeEach(() => {
  storage = memoryStorage();
});

describe('hints', () => {
  test('are shown one by one, and not past the last', () => {
    const { state, actions } = open();
    const shown = (): number => {
      actions.showHint();
      return state.getState().hints.shown;
    };
    expect([shown(), shown(), shown()]).toEqual([1, 2, 2]);
  });

  test('that were closed come back as they were, before there is one more', () => {
    const { state, actions } = open();
    actions.showHint();
    actions.closeHints();
    expect(state.getState().hints).toEqual({ shown: 1, open: false });
    actions.showHint();
    expect(state.getState().hints).toEqual({ shown: 1, open: true });
  });

  test('survive a reload, unless the lesson has fewer now', () => {
    const { actions } = open();
    actions.showHint();
    actions.showHint();
    expect(open().state.getState().hints).toEqual({ shown: 2, open: true });
    const shorter = { ...juiceLesson, hints: juiceLesson.hints.slice(0, 1) };
    expect(createWorkbench(shorter, scriptedEngine(), storage).state.getState().hints.shown).toBe(1);
  });

  test('come into sight where another pane is in front, or the code is folded', () => {
    const { state, actions } = open();
    actions.foldPanes(['code'], true);
    actions.showHint();
    expect(state.getState()).toMatchObject({ paneOrder: { 0: 'code' }, folded: [] });
  });
});

describe('comparing', () => {
  test('with the starter gives nothing away; with the solution it does, for good', () => {
    const { state, actions } = open();
    actions.compareWith('starter');
    expect(isSolutionSecret(state.getState())).toBe(true);
    actions.compareWith('solution');
    expect(isSolutionSecret(state.getState())).toBe(false);
    expect(isSolutionSecret(open().state.getState())).toBe(false);
  });

  test('opens a file that is different when one is open that cannot be', () => {
    const { state, actions } = open();
    actions.edit('views.ts', '// mine');
    actions.openFile('schema.sql');
    actions.compareWith('starter');
    expect(state.getState().openFile).toBe('views.ts');
  });

  test('ends when a place in the code is asked for', () => {
    const { state, actions } = open();
    actions.compareWith('starter');
    actions.jumpTo({ file: 'models.ts', line: 1 });
    expect(state.getState()).toMatchObject({ comparedWith: null, openFile: 'models.ts' });
  });
});

describe('the solution', () => {
  test('in the files counts only once it has been run', async () => {
    const { state, actions } = open();
    await actions.prepare();
    actions.solve();
    expect(state.getState()).toMatchObject({ files: juiceLesson.solution, solved: false });
    await actions.run({ play: false });
    expect(state.getState().solved).toBe(true);
  });

  test('in Django opens when it is asked for, and not before', () => {
    const { state, actions } = open();
    actions.openFile('django.py');
    expect(state.getState().openFile).toBe('router.ts');
    actions.showDjango();
    expect(state.getState().openFile).toBe('django.py');
  });

  test('in Django stands beside the code, and not in its place', () => {
    const { state, actions } = open();
    actions.showDjango();
    actions.toggleDjangoBeside();
    expect(state.getState()).toMatchObject({ djangoBeside: true, openFile: 'router.ts' });
    expect(open().state.getState().djangoBeside).toBe(true);
    actions.toggleDjangoBeside();
    expect(state.getState().djangoBeside).toBe(false);
  });
});

test('a pane that is asked for unfolds; a run leaves the panes as they are', async () => {
  const { state, actions } = open();
  await actions.prepare();
  actions.foldPanes(['timeline', 'checks'], true);
  await actions.run({ play: false });
  expect(state.getState().folded).toEqual(['timeline', 'checks']);
  actions.showFailure('no-stale-orders');
  expect(state.getState().folded).toEqual(['checks']);
  actions.showPane('checks');
  expect(state.getState().folded).toEqual([]);
});

test('the tables of the lesson can be read beside its code', () => {
  const { state, actions } = open();
  actions.openFile('schema.sql');
  expect(state.getState().openFile).toBe('schema.sql');
  actions.edit('schema.sql', 'drop table shop_order;');
  expect(state.getState().files).toEqual(juiceLesson.starter);
});

import { expect, test } from 'vitest';
import { juiceLesson } from '../fixtures/juice-lesson.fixture.ts';
import { memoryStorage } from '../fixtures/memory-storage.fixture.ts';
import { scriptedEngine } from '../fixtures/scripted-engine.fixture.ts';
import { createWorkbench, type Workbench } from './workbench-store.ts';

async function opened(): Promise<Workbench> {
  const workbench = createWorkbench(juiceLesson, scriptedEngine(), memoryStorage());
  await workbench.actions.prepare();
  return workbench;
}

test('zooming is around the cursor, and the whole run is one key away', async () => {
  const { state, actions } = await opened();
  await actions.run({ play: false });
  actions.zoom(2);
  const { sight } = state.getState();
  expect(sight.span).toBeCloseTo(0.5);
  expect(sight.from + sight.span).toBeCloseTo(1);
  actions.pan(-0.5);
  expect(state.getState().sight.from).toBeCloseTo(0.25);
  actions.showWholeRun();
  expect(state.getState().sight).toMatchObject({ from: 0, span: 1 });
});

test('a cursor that is dragged moves in what is in sight, and not the sight', async () => {
  const { state, actions } = await opened();
  await actions.run({ play: false });
  actions.goTo(10);
  actions.zoom(3);
  const { from } = state.getState().sight;
  for (const cursor of [11, 12, 11]) actions.goToInSight(cursor);
  expect(state.getState()).toMatchObject({ cursor: 11, sight: { from, heldAt: 11 } });
});

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

test('leaps go from one event of note to the next and back, whatever is listed', async () => {
  const { state, actions } = await opened();
  await actions.run({ play: false });
  actions.toStart();
  actions.setFilter('queries');
  const stops: string[] = [];
  for (let leap = 0; leap < 4; leap++) {
    actions.toNextNotable();
    const { run, cursor } = state.getState();
    stops.push(run!.trace[cursor]!.type);
  }
  expect(stops).toEqual(['transaction committed', 'query ran', 'request responded', 'transaction committed']);
  const { cursor } = state.getState();
  actions.toNextNotable();
  actions.toPreviousNotable();
  expect(state.getState()).toMatchObject({ cursor, filter: 'queries' });
});

test('an event that is opened is listed, with its details', async () => {
  const { state, actions } = await opened();
  await actions.run({ play: false });
  actions.setFilter('queries');
  const { trace } = state.getState().run!;
  const query = trace.findIndex(({ type }) => type === 'query ran');
  actions.openEvent(query);
  expect(state.getState()).toMatchObject({ cursor: query, expanded: query, filter: 'queries' });
  const answer = trace.findIndex(({ type }) => type === 'request responded');
  actions.openEvent(answer);
  expect(state.getState()).toMatchObject({ cursor: answer, expanded: answer, filter: 'all' });
});

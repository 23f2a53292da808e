import { expect, test } from 'vitest';
import { juiceLesson } from '../fixtures/juice-lesson.fixture.ts';
import { memoryStorage } from '../fixtures/memory-storage.fixture.ts';
import { scriptedEngine } from '../fixtures/scripted-engine.fixture.ts';
import { createWorkbench } from './workbench-store.ts';

test('the speed is remembered for all lessons, and ends at the fastest and the slowest', () => {
  const storage = memoryStorage();
  const open = () => createWorkbench(juiceLesson, scriptedEngine(), storage);
  const { state, actions } = open();
  for (let press = 0; press < 5; press++) actions.changeSpeed(1);
  expect(state.getState().speed).toBe(4);
  expect(open().state.getState().speed).toBe(4);
  for (let press = 0; press < 9; press++) actions.changeSpeed(-1);
  expect(open().state.getState().speed).toBe(0.5);
});

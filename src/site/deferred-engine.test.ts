import { expect, test } from 'vitest';
import { juiceLesson } from '../workbench/fixtures/juice-lesson.fixture.ts';
import { scriptedEngine } from '../workbench/fixtures/scripted-engine.fixture.ts';
import { deferredEngine } from './deferred-engine.ts';
import type { ClosableEngine } from './services.ts';

function fetching(failures = 0) {
  const log: string[] = [];
  const engine = deferredEngine(() => {
    log.push('fetched');
    if (log.length <= failures) return Promise.reject(new Error('offline'));
    const fetched: ClosableEngine = { ...scriptedEngine(), close: async () => void log.push('closed') };
    return Promise.resolve(fetched);
  });
  return { engine, log };
}

test('an engine that nobody asked for is not fetched, and need not be closed', async () => {
  const { engine, log } = fetching();
  await engine.close();
  expect(log).toEqual([]);
});

test('it is fetched once, and closed', async () => {
  const { engine, log } = fetching();
  await engine.prepare(juiceLesson, 'logical');
  await engine.prepare(juiceLesson, 'logical');
  await engine.close();
  expect(log).toEqual(['fetched', 'closed']);
});

test('what could not be fetched is told, and tried again', async () => {
  const { engine, log } = fetching(1);
  await expect(engine.prepare(juiceLesson, 'logical')).rejects.toThrow('They could not be fetched. Error: offline');
  await engine.prepare(juiceLesson, 'logical');
  expect(log).toEqual(['fetched', 'fetched']);
});

import { expect, test } from 'vitest';
import type { ReplicationKind } from '../../trace/events.ts';
import { replicationOf } from '../../trace/replication-of.ts';
import { askedAtRest, askedInRun, type AskedWorkbench } from '../fixtures/asked-workbench.fixture.ts';
import { juiceLesson } from '../fixtures/juice-lesson.fixture.ts';
import { memoryStorage } from '../fixtures/memory-storage.fixture.ts';
import { scriptedEngine } from '../fixtures/scripted-engine.fixture.ts';
import type { Engine } from '../engine.ts';
import { createWorkbench } from './workbench-store.ts';

/** An engine that says which nodes it was asked to start. */
function startingEngine(): Engine & { readonly started: readonly ReplicationKind[] } {
  const started: ReplicationKind[] = [];
  const engine = scriptedEngine();
  return {
    ...engine,
    started,
    prepare: (lesson, replication) => {
      started.push(replication);
      return engine.prepare(lesson, replication);
    },
  };
}

/** When the nodes of what is chosen are ready. */
function ready({ state }: Pick<AskedWorkbench, 'state'>): Promise<void> {
  return new Promise((resolve) => {
    const unsubscribe = state.subscribe(({ engine }, before) => {
      if (engine.kind !== 'ready' || before.engine.kind === 'ready') return;
      unsubscribe();
      resolve();
    });
  });
}

test('nodes of another kind are started when they are chosen, and shown where nothing has run', async () => {
  const engine = startingEngine();
  const { actions, now, asked, ...workbench } = await askedAtRest(engine);
  const isReady = ready(workbench);
  actions.chooseReplication('physical');
  await isReady;
  expect(engine.started).toEqual(['logical', 'physical']);
  expect(replicationOf(now().run!.trace)).toBe('physical');
  await actions.run({ play: false });
  expect(asked.map(({ replication }) => replication)).toEqual(['physical']);
});

test('a run that is shown stays, and its forks and questions follow as it did', async () => {
  const { actions, now, asked, ...workbench } = await askedInRun();
  const first = now().run;
  const isReady = ready(workbench);
  actions.chooseReplication('physical');
  await isReady;
  expect(now().run).toBe(first);
  await actions.crash('replica');
  await actions.ask('primary', 'select 1');
  await actions.run({ play: false });
  expect(asked.map(({ replication }) => replication)).toEqual(['logical', 'logical', 'logical', 'physical']);
});

test('what was typed at the nodes at rest is typed at those that take their place', async () => {
  const { actions, asked, ...workbench } = await askedAtRest();
  await actions.ask('primary', 'update juice set stock = 0');
  const isReady = ready(workbench);
  actions.chooseReplication('physical');
  await isReady;
  await actions.ask('replica', 'select 1');
  const sql = 'update juice set stock = 0';
  expect(asked.at(-2)!.scenario.people).toEqual([]);
  expect(asked.at(-2)).toMatchObject({ replication: 'physical', interventions: [{ sql }] });
  expect(asked.at(-1)).toMatchObject({ replication: 'physical', interventions: [{ sql }, { sql: 'select 1' }] });
});

test('whoever changes their mind while nodes start gets those of the last choice', async () => {
  const engine = startingEngine();
  const workbench = createWorkbench(juiceLesson, engine, memoryStorage());
  const prepared = workbench.actions.prepare();
  workbench.actions.chooseReplication('physical');
  await prepared;
  expect(engine.started).toEqual(['logical', 'physical']);
  expect(replicationOf(workbench.state.getState().run!.trace)).toBe('physical');
});

test('a choice is made before anybody has asked for nodes, and kept, and a reset takes it back', async () => {
  const [engine, storage] = [startingEngine(), memoryStorage()];
  const first = createWorkbench(juiceLesson, engine, storage);
  first.actions.chooseReplication('physical');
  expect(engine.started).toEqual([]);
  const second = createWorkbench(juiceLesson, engine, storage);
  await second.actions.prepare();
  expect(engine.started).toEqual(['physical']);
  const isReady = ready(second);
  second.actions.reset();
  await isReady;
  expect(engine.started).toEqual(['physical', 'logical']);
  expect(second.state.getState().replicationKind).toBe('logical');
});

test('a lesson of its own kind begins with it', () => {
  const { state } = createWorkbench({ ...juiceLesson, replication: 'physical' }, scriptedEngine(), memoryStorage());
  expect(state.getState().replicationKind).toBe('physical');
});

import { describe, expect, test } from 'vitest';
import type { Scenario } from '../../simulation/scenario.ts';
import type { Trace } from '../../trace/events.ts';
import { lsn, requestId, virtualMs } from '../../trace/ids.ts';
import type { ClosableEngine } from '../services.ts';
import { createHomeDemo } from './home-demo.ts';
import { momentAt } from './playhead.ts';

/** A shop that answers each request 100 ms after it was sent, and a replica that never matters. */
function answering(scenario: Scenario): Trace {
  const slot = { restartLsn: lsn(1), confirmedFlushLsn: lsn(1) };
  const { seed, settings } = scenario;
  const start = {
    type: 'run started',
    seed,
    settings,
    lsn: lsn(1),
    slot,
    tables: { primary: [], replica: [] },
  } as const;
  let now = 0;
  let count = 0;
  const steps = (scenario.people[0]?.steps ?? []).flatMap((step): Trace => {
    if ('wait' in step) {
      now += step.wait;
      return [];
    }
    const request = { requestId: requestId(++count), person: 'You' };
    const sent = { ...request, method: 'GET', path: '/orders/', form: {}, cookies: {} } as const;
    const response = { status: 200, cookies: {} };
    now += 100;
    return [
      { type: 'request started', at: virtualMs(now - 100), ...sent },
      { type: 'request responded', at: virtualMs(now), ...request, response },
    ];
  });
  return [{ ...start, at: virtualMs(0) }, ...steps, { type: 'run ended', at: virtualMs(now), reason: 'finished' }];
}

function opened(prepare: () => Promise<unknown> = () => Promise.resolve()) {
  const scenarios: Scenario[] = [];
  const log: string[] = [];
  let wallMs = 0;
  const engine = {
    prepare: async () => {
      log.push('prepared');
      await prepare();
    },
    run: async ({ scenario }: { scenario: Scenario }) => {
      scenarios.push(scenario);
      return { trace: answering(scenario) };
    },
    close: async () => void log.push('closed'),
  } as unknown as ClosableEngine;
  const demo = createHomeDemo({ openEngine: () => Promise.resolve(engine), wallMs: () => wallMs });
  const pass = (ms: number): void => void (wallMs += ms);
  const now = (): number => {
    const { playhead, trace } = demo.state.getState();
    return momentAt(playhead, trace!, wallMs);
  };
  const steps = () => scenarios.at(-1)!.people[0]!.steps;
  return { demo, pass, now, steps, scenarios, log };
}

describe('the cluster of the home page', () => {
  test('starts nothing before it is told to, and stands at rest then', async () => {
    const { demo, now, log } = opened();
    expect(demo.state.getState()).toMatchObject({ status: 'resting', trace: null });
    expect(log).toEqual([]);
    await demo.start();
    expect(demo.state.getState().status).toBe('ready');
    expect(now()).toBe(100);
  });

  test('a press happens at the moment at which it was made, and the run goes on from there', async () => {
    const { demo, pass, now, steps } = opened();
    await demo.start();
    pass(60_000);
    await demo.act('buy');
    expect(steps().slice(1)).toEqual([{ wait: 0 }, { submit: '/buy/', form: {} }]);
    expect(now()).toBe(100);
    pass(30);
    expect(now()).toBe(130);
    pass(1_000);
    await demo.act('reload');
    expect(steps().slice(3)).toEqual([{ wait: 0 }, { reload: true }]);
  });

  test('a press while the shop has not answered the last one does nothing', async () => {
    const { demo, pass, steps } = opened();
    await demo.start();
    await demo.act('buy');
    pass(30);
    await demo.act('buy');
    expect(steps()).toHaveLength(3);
  });

  test('a delay is set at the present moment, while a request is under way too', async () => {
    const { demo, pass, scenarios } = opened();
    await demo.start();
    await demo.act('buy');
    pass(30);
    await demo.act({ delayMs: 50 });
    expect(scenarios.at(-1)!.changes).toEqual([{ at: 130, change: { replication: { delayMs: 50 } } }]);
    expect(scenarios.at(-1)!.people[0]!.steps).toHaveLength(3);
  });

  test('started over, nothing has been done', async () => {
    const { demo, steps } = opened();
    await demo.start();
    await demo.act('buy');
    await demo.startOver();
    expect(steps()).toHaveLength(1);
    expect(demo.state.getState().done.steps).toEqual([]);
  });

  test('servers that do not start are told, and can be tried again', async () => {
    let tries = 0;
    const { demo, log } = opened(() => (tries++ === 0 ? Promise.reject(new Error('no memory')) : Promise.resolve()));
    await demo.start();
    expect(demo.state.getState()).toMatchObject({ status: 'failed', failure: 'no memory' });
    await demo.start();
    expect(demo.state.getState().status).toBe('ready');
    expect(log).toEqual(['prepared', 'closed', 'prepared']);
  });

  test('whoever leaves ends the servers, also while they start', async () => {
    const left = opened(async () => left.demo.close());
    await left.demo.start();
    expect(left.log).toEqual(['prepared', 'closed']);
    expect(left.scenarios).toEqual([]);
    const never = opened();
    never.demo.close();
    await never.demo.start();
    expect(never.log).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { EventOf, Trace } from '../trace/events.ts';
import type { PageRequest } from '../trace/http.ts';
import { defaultSettings } from '../trace/settings.ts';
import { People } from './people.ts';
import { Recorder } from './recorder.ts';
import type { PersonStep } from './scenario.ts';
import { VirtualClock } from './virtual-clock.ts';

const roundTripMs = 40;

/** Ana goes through the steps, and each POST is answered after `answerMs` with a redirect to a page of its own. */
async function runSteps(steps: readonly PersonStep[], answerMs: number): Promise<Trace> {
  const clock = new VirtualClock();
  const recorder = new Recorder();
  const people: People = new People({
    clock,
    recorder,
    settings: () => defaultSettings,
    arrived: async ({ requestId, method }: PageRequest) => {
      const cookies = { answered: String(requestId) };
      const page = { status: 200, cookies };
      const response = method === 'POST' ? { status: 302, redirect: `/done/${requestId}/`, cookies } : page;
      clock.after(method === 'POST' ? answerMs : 0, async () => void people.respond(requestId, response));
    },
  });
  people.start([{ name: 'Ana', startsAt: 0, roundTripMs, steps }]);
  await clock.run(() => false);
  return recorder.trace(new Map());
}

const asked = (trace: Trace): readonly (readonly [number, string])[] =>
  trace
    .filter((event): event is EventOf<'request started'> => event.type === 'request started')
    .map(({ at, method, path }) => [at, `${method} ${path}`]);
const press = (again: number): PersonStep => ({ submit: '/order/', form: { bottles: '2' }, again });

describe('a button that is pressed again', () => {
  it('sends a second request while the first is on its way, and goes on with the answer to the second alone', async () => {
    const trace = await runSteps([press(30), { visit: '/after/' }], 100);
    expect(asked(trace)).toEqual([
      [0, 'POST /order/'],
      [30, 'POST /order/'],
      [170, 'GET /done/2/'],
      [210, 'GET /after/'],
    ]);
    const answers = trace.filter((event) => event.type === 'request responded');
    expect(answers.map(({ requestId, at, superseded }) => [requestId, at, superseded])).toEqual([
      [1, 140, true],
      [2, 170, undefined],
      [3, 210, undefined],
      [4, 250, undefined],
    ]);
  });

  it('leaves no cookie of the answer that was dropped', async () => {
    const trace = await runSteps([press(30)], 100);
    const requests = trace.filter((event) => event.type === 'request started');
    expect(requests.map(({ cookies }) => cookies)).toEqual([{}, {}, { answered: '2' }]);
  });

  it('is not pressed once the answer is there', async () => {
    expect(asked(await runSteps([press(300)], 100))).toEqual([
      [0, 'POST /order/'],
      [140, 'GET /done/1/'],
    ]);
  });
});

/** The paths that Ana asks for when every page has this status. */
async function pathsWith(status: number, steps: readonly PersonStep[]): Promise<string[]> {
  const [clock, recorder, paths] = [new VirtualClock(), new Recorder(), [] as string[]];
  const people: People = new People({
    clock,
    recorder,
    settings: () => defaultSettings,
    arrived: async ({ requestId, path }) => {
      paths.push(path);
      people.respond(requestId, { status, cookies: {} });
    },
  });
  people.start([{ name: 'Ana', startsAt: 0, steps }]);
  await clock.run(() => false);
  return paths;
}

it('a person cannot send the form of a page that failed, and goes on', async () => {
  const steps = [{ visit: '/orders/7/' }, { submit: 'quantity/', form: {} }, { visit: '/' }];
  expect(await pathsWith(200, steps)).toEqual(['/orders/7/', '/orders/7/quantity/', '/']);
  expect(await pathsWith(404, steps)).toEqual(['/orders/7/', '/']);
});

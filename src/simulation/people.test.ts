import { expect, it } from 'vitest';
import { defaultSettings } from '../trace/settings.ts';
import { People } from './people.ts';
import { Recorder } from './recorder.ts';
import type { PersonStep } from './scenario.ts';
import { VirtualClock } from './virtual-clock.ts';

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

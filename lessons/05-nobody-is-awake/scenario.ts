import type { Person, Scenario } from '../../src/simulation/scenario.ts';
import { defaultSettings, type Settings } from '../../src/trace/settings.ts';

export const settings: Settings = {
  ...defaultSettings,
  replication: { ...defaultSettings.replication, delayMs: 40 },
};

/** Calls the view `watch`, and again a second after it was answered. It runs beside the application. */
export const monitor = (calls: number): Person => ({
  name: 'monitor',
  startsAt: 0,
  roundTripMs: 0,
  steps: Array.from({ length: calls }, () => [{ visit: '/watch/' }, { wait: 1_000 }]).flat(),
});

export const orders = (name: string, startsAt: number, product: string): Person => ({
  name,
  startsAt,
  steps: [{ submit: '/orders/', form: { product } }],
});

/** The primary dies in the night, and nobody is on call. */
export const scenario: Scenario = {
  seed: 1,
  settings,
  people: [
    monitor(18),
    orders('Ana', 1_400, 'Apple juice'),
    orders('Ben', 5_200, 'Pear juice'),
    orders('Cleo', 10_500, 'Quince juice'),
    orders('Finn', 17_500, 'Apple juice'),
  ],
  faults: [{ at: 4_000, kind: 'crash', node: 'primary' }],
};

import type { Scenario } from '../../src/simulation/scenario.ts';
import { defaultSettings } from '../../src/trace/settings.ts';

/** Ana buys apple juice and then wants one more bottle. Ben looks around. The replica is 800 ms behind. */
export const scenario: Scenario = {
  seed: 1,
  settings: defaultSettings,
  people: [
    {
      name: 'Ana',
      startsAt: 100,
      steps: [
        { visit: '/' },
        { wait: 300 },
        { visit: '/products/1/' },
        { wait: 400 },
        { submit: '/checkout/', form: { product: '1', quantity: '2' } },
        { wait: 1_500 },
        { reload: true },
        { wait: 500 },
        { submit: 'quantity/', form: { quantity: '3' } },
        { wait: 300 },
        { visit: '/orders/' },
        { wait: 2_000 },
        { visit: '/' },
      ],
    },
    {
      name: 'Ben',
      startsAt: 300,
      steps: [
        { visit: '/' },
        { wait: 700 },
        { visit: '/products/3/' },
        { wait: 900 },
        { visit: '/products/6/' },
        { wait: 600 },
        { visit: '/' },
      ],
    },
  ],
};

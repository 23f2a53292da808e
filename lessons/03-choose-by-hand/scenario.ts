import type { Scenario } from '../../src/simulation/scenario.ts';
import { defaultSettings } from '../../src/trace/settings.ts';

/**
 * Ana looks at a product, changes her checkout and presses "Order now", twice, as one does. Ben and Cleo both want the
 * last bottle of sour cherry juice. The replica is 800 ms behind.
 */
export const scenario: Scenario = {
  seed: 1,
  settings: defaultSettings,
  people: [
    {
      name: 'Ana',
      startsAt: 100,
      steps: [
        { visit: '/products/1/' },
        { wait: 500 },
        { visit: '/checkout/2/' },
        { wait: 400 },
        { submit: 'lines/', form: { product: '1', quantity: '3' } },
        { wait: 300 },
        { submit: 'order/', form: {}, again: 90 },
      ],
    },
    {
      name: 'Ben',
      startsAt: 2_800,
      steps: [{ visit: '/products/3/' }, { wait: 300 }, { visit: '/checkout/3/' }, { submit: 'order/', form: {} }],
    },
    {
      name: 'Cleo',
      startsAt: 3_050,
      steps: [{ visit: '/checkout/4/' }, { wait: 130 }, { submit: 'order/', form: {} }],
    },
  ],
};

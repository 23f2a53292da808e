import type { Scenario } from '../../src/simulation/scenario.ts';
import { defaultSettings } from '../../src/trace/settings.ts';

/** Ana buys apple juice and Ben looks around. Wim, of the warehouse, takes in a delivery and picks an order. */
export const scenario: Scenario = {
  seed: 1,
  environment: { PRIMARY_HOST: 'primary', REPLICA_HOST: 'replica', WAREHOUSE_HOST: 'standalone' },
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
      ],
    },
    {
      name: 'Wim',
      startsAt: 250,
      steps: [
        { visit: '/warehouse/' },
        { wait: 500 },
        { submit: '/warehouse/deliveries/', form: { shelf: '2', bottles: '180' } },
        { wait: 600 },
        { submit: '/warehouse/pick/', form: { order: '6', shelf: '2' } },
      ],
    },
    {
      name: 'Ben',
      startsAt: 400,
      steps: [{ visit: '/' }, { wait: 700 }, { visit: '/products/3/' }],
    },
  ],
};

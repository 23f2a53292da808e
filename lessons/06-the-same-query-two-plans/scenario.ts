import type { Scenario } from '../../src/simulation/scenario.ts';
import { defaultSettings } from '../../src/trace/settings.ts';

/** What an operator runs on the two servers after the load. */
export const scripts: Scenario['scripts'] = [
  { at: 100, node: 'primary', file: 'on-primary.sql' },
  { at: 100, node: 'replica', file: 'on-replica.sql', asOperator: true },
];

/** Ana wants the report, and Ben has a customer on the phone. Each looks at both servers. */
export const scenario: Scenario = {
  seed: 1,
  settings: defaultSettings,
  scripts,
  explains: true,
  people: [
    { name: 'Ana', startsAt: 1_200, steps: [{ visit: '/report/' }, { wait: 200 }, { visit: '/report/now/' }] },
    {
      name: 'Ben',
      startsAt: 2_400,
      steps: [{ visit: '/orders/R-0777/' }, { wait: 200 }, { visit: '/orders/R-0777/now/' }],
    },
  ],
};

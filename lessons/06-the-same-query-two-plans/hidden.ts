import type { Schedule } from '../../src/course/lesson.ts';
import type { Scenario } from '../../src/simulation/scenario.ts';
import { scenario } from './scenario.ts';

const sameBut = (name: string, seed: number, replication: Partial<Scenario['settings']['replication']>): Schedule => ({
  name,
  scenario: {
    ...scenario,
    seed,
    settings: { ...scenario.settings, replication: { ...scenario.settings.replication, ...replication } },
  },
});

const visit = (path: string): { readonly visit: string } => ({ visit: path });

/** They begin when whatever was typed before has reached the replica, and the scripts have run. */
const late = (typed: string, at = 100): Scenario => ({
  ...scenario,
  seed: 5,
  console: [{ at: 50, node: 'primary', sql: typed }],
  scripts: scenario.scripts!.map((script) => ({ ...script, at: at + 1_900 })),
  people: [
    { name: 'Ana', startsAt: 2_200, steps: [visit('/report/'), visit('/report/now/')] },
    { name: 'Ben', startsAt: 3_200, steps: [visit('/orders/R-0777/'), visit('/orders/R-0777/now/')] },
  ],
});

const other: Scenario = {
  ...scenario,
  seed: 6,
  people: [
    { name: 'Ana', startsAt: 1_200, steps: [visit('/report/now/'), visit('/report/'), visit('/report/')] },
    {
      name: 'Ben',
      startsAt: 1_200,
      steps: ['R-0037', 'R-5500', 'R-1111'].flatMap((name) => [
        visit(`/orders/${name}/`),
        visit(`/orders/${name}/now/`),
      ]),
    },
  ],
};

export const hidden: readonly Schedule[] = [
  sameBut('the replica keeps up', 2, { delayMs: 0 }),
  sameBut('the replica is paused for ever', 3, { paused: true }),
  { name: 'other orders are looked up, one that is not there', scenario: other },
  {
    name: 'half of the orders are open',
    scenario: late(`update shop_order set status = 'open' where id % 2 = 0`),
  },
  {
    name: 'a customer has sent for everything',
    scenario: late(`update shop_order set customer_id = 7 where id % 3 = 0`),
  },
  {
    name: 'orders come in after the statistics were taken',
    scenario: {
      ...scenario,
      seed: 7,
      console: [
        {
          at: 150,
          node: 'primary',
          sql: `insert into shop_order (customer_id, reference, status, placed_on, note)
            select n, 'N-' || n, 'open', date '2024-10-24', '' from generate_series(1, 60) n`,
        },
      ],
    },
  },
  {
    name: 'the oldest order is sent while Ana looks',
    scenario: {
      ...scenario,
      seed: 8,
      console: [{ at: 1_230, node: 'primary', sql: `update shop_order set status = 'sent' where id = 3` }],
    },
  },
];

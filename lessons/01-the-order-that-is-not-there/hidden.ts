import type { Schedule } from '../../src/course/lesson.ts';
import type { Person, PersonStep, Scenario } from '../../src/simulation/scenario.ts';
import { virtualMs } from '../../src/trace/ids.ts';
import { defaultSettings } from '../../src/trace/settings.ts';
import type { Settings } from '../../src/trace/settings.ts';
import { scenario } from './scenario.ts';

type Replication = Settings['replication'];

const lagging = (replication: Partial<Replication>): Settings => ({
  ...defaultSettings,
  replication: { ...defaultSettings.replication, ...replication },
});

/** The people of the lesson's own schedule, under another delay. */
const sameBut = (name: string, seed: number, replication: Partial<Replication>): Schedule => ({
  name,
  scenario: { ...scenario, seed, settings: lagging(replication) },
});

const order = (product: number, quantity: number): PersonStep => ({
  submit: '/checkout/',
  form: { product: String(product), quantity: String(quantity) },
});
const change = (quantity: number): PersonStep => ({ submit: 'quantity/', form: { quantity: String(quantity) } });
const person = (name: string, startsAt: number, ...steps: readonly PersonStep[]): Person => ({ name, startsAt, steps });

const ben = person('Ben', 150, { visit: '/' }, { wait: 900 }, { visit: '/products/4/' }, { wait: 900 }, { visit: '/' });

const spike: Scenario = {
  ...scenario,
  seed: 5,
  settings: lagging({ delayMs: 40 }),
  changes: [
    { at: virtualMs(700), change: { replication: { delayMs: 12_000 } } },
    { at: virtualMs(4_000), change: { replication: { delayMs: 40 } } },
  ],
};

const pausedBeforeTheChange: Scenario = {
  seed: 7,
  settings: lagging({ delayMs: 200 }),
  people: [person('Ana', 100, order(2, 4), { wait: 1_500 }, change(6), { wait: 900 }, { reload: true }), ben],
  changes: [{ at: virtualMs(1_200), change: { replication: { paused: true } } }],
};

const patient: Scenario = {
  seed: 8,
  settings: lagging({ delayMs: 45_000 }),
  people: [
    person('Ana', 100, order(5, 3), { wait: 8_000 }, { reload: true }, { wait: 24_000 }, { visit: '/orders/' }),
    ben,
  ],
};

const interleaved: Scenario = {
  seed: 9,
  settings: lagging({ delayMs: 600, jitterMs: 500 }),
  people: [
    person('Ana', 100, order(1, 12), { wait: 200 }, change(10), { wait: 300 }, { visit: '/orders/' }),
    person('Cleo', 160, order(6, 1), { wait: 150 }, { visit: '/orders/' }, { wait: 400 }, { visit: '/' }),
    person('Dan', 230, { visit: '/' }, { wait: 120 }, order(3, 2), { wait: 260 }, order(4, 7), { wait: 50 }, change(8)),
    ben,
  ],
};

const earlierOrders: Scenario = {
  seed: 10,
  settings: lagging({ delayMs: 3_000 }),
  people: [
    person('Dan', 80, { visit: '/orders/6/' }, { wait: 300 }, change(5), { wait: 400 }, { visit: '/orders/' }),
    person('Cleo', 90, { visit: '/orders/' }, { wait: 300 }, { visit: '/orders/5/' }, { wait: 200 }, change(2)),
    // An order of somebody else's is not shown, and neither is one that does not exist.
    person('Eve', 120, { visit: '/orders/6/' }, { wait: 200 }, { visit: '/orders/99/' }, { wait: 200 }, { visit: '/' }),
  ],
};

const staffAtWork: Scenario = {
  seed: 11,
  settings: lagging({ delayMs: 150 }),
  people: [
    person('Ana', 100, order(1, 2), { wait: 2_500 }, { reload: true }, { wait: 600 }, { visit: '/orders/' }),
    person('Ben', 200, { visit: '/' }, { wait: 2_300 }, { visit: '/' }, { wait: 300 }, { visit: '/products/1/' }),
  ],
  console: [
    { at: 1_000, node: 'primary', sql: "update shop_order set status = 'packed' where id = 7" },
    { at: 1_200, node: 'primary', sql: 'update shop_product set price = price + 0.30 where id = 1' },
  ],
};

const longAfter: Scenario = {
  seed: 12,
  settings: lagging({ delayMs: 200 }),
  people: [
    person('Ana', 100, order(3, 1), { wait: 6_000 }, { visit: '/' }, { wait: 400 }, { visit: '/products/2/' }),
    person('Cleo', 2_000, order(2, 2), { wait: 20_000 }, { visit: '/' }),
  ],
};

const nightlyJob: Scenario = {
  seed: 13,
  settings: lagging({ delayMs: 0, changesPerSecond: 40 }),
  people: [
    person('Ana', 900, order(4, 2), { wait: 700 }, { reload: true }, { wait: 500 }, change(3), { wait: 900 }),
    ben,
  ],
  console: [
    {
      at: 500,
      node: 'primary',
      sql: "insert into shop_order (customer, product_id, quantity, status) select 'Canteen', 1, 20, 'placed' from generate_series(1, 150)",
    },
  ],
};

export const hidden: readonly Schedule[] = [
  sameBut('the replica keeps up', 2, { delayMs: 0 }),
  sameBut('the replica is a little behind', 3, { delayMs: 60 }),
  sameBut('the delay is long and uneven', 4, { delayMs: 2_500, jitterMs: 3_000 }),
  { name: 'the delay rises for a while', scenario: spike },
  sameBut('the replica is paused for ever', 6, { paused: true }),
  { name: 'the replica is paused after the order and before its change', scenario: pausedBeforeTheChange },
  { name: 'the replica is 45 seconds behind, and Ana comes back', scenario: patient },
  { name: 'several customers order at once', scenario: interleaved },
  { name: 'orders from earlier days are changed', scenario: earlierOrders },
  { name: 'staff pack an order and raise a price', scenario: staffAtWork },
  { name: 'the customers come back long after', scenario: longAfter },
  { name: 'a large import keeps the replica busy', scenario: nightlyJob },
];

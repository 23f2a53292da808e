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

const look = (product: number): PersonStep => ({ visit: `/products/${product}/` });
const wait = (ms: number): PersonStep => ({ wait: ms });
const change = (checkout: number, product: number, quantity: number): PersonStep => ({
  submit: `/checkout/${checkout}/lines/`,
  form: { product: String(product), quantity: String(quantity) },
});
const order = (checkout: number, again?: number): PersonStep => ({
  submit: `/checkout/${checkout}/order/`,
  form: {},
  ...(again !== undefined && { again }),
});
const person = (name: string, startsAt: number, ...steps: readonly PersonStep[]): Person => ({ name, startsAt, steps });

const manyReviews: Scenario = {
  seed: 11,
  settings: lagging({ delayMs: 300 }),
  console: [
    {
      at: 50,
      node: 'primary',
      sql: "insert into shop_review (product_id, author_id, stars, text) select 3, 1 + n % 8, 1 + n % 5, 'Review ' || n from generate_series(1, 45) n",
    },
    {
      at: 60,
      node: 'primary',
      sql: "insert into shop_product (category_id, name, description, price, stock) values (3, 'Medlar juice', 'Seen once a year.', 6.20, 4)",
    },
  ],
  people: [
    // Before the reviews are on the replica, while they are, and long after.
    person('Ben', 100, look(3), wait(150), look(3), wait(900), look(3), wait(50), look(7), look(99)),
    person('Ana', 180, look(7), wait(1_500), look(2), look(4), look(6)),
  ],
};

const spike: Scenario = {
  ...scenario,
  seed: 12,
  settings: lagging({ delayMs: 30 }),
  changes: [
    { at: virtualMs(900), change: { replication: { delayMs: 9_000 } } },
    { at: virtualMs(4_200), change: { replication: { delayMs: 30 } } },
  ],
};

const doubleClicks: Scenario = {
  seed: 13,
  settings: lagging({ delayMs: 0 }),
  people: [
    person('Ana', 100, order(2, 5), wait(300), order(2)),
    person('Eve', 1_500, order(5, 40), wait(4_000), order(5, 15)),
    // A browser that gave up and a customer who tries again.
    person('Finn', 3_000, order(6, 240), wait(50), order(6)),
  ],
};

const lastBottle: Scenario = {
  seed: 14,
  settings: lagging({ delayMs: 0 }),
  people: [person('Ben', 100, order(3)), person('Cleo', 100, order(4), wait(600), order(4))],
};

const lastBottles: Scenario = {
  seed: 15,
  settings: lagging({ delayMs: 20 }),
  console: [{ at: 10, node: 'primary', sql: 'update shop_product set stock = 4 where id = 1' }],
  people: [
    // Two of Finn's three lines could be sold.
    person('Ana', 200, order(2)),
    person('Finn', 213, order(6)),
    person('Cleo', 900, order(4), wait(100), look(1)),
  ],
};

const cartChanged: Scenario = {
  seed: 16,
  settings: lagging({ delayMs: 1_200 }),
  people: [
    person('Finn', 100, change(6, 5, 8), change(6, 1, 2), order(6), wait(2_000), look(5)),
    person('Eve', 700, change(5, 4, 1), wait(30), order(5, 60)),
  ],
};

const priceRaised: Scenario = {
  seed: 17,
  settings: lagging({ delayMs: 5_000 }),
  console: [
    { at: 300, node: 'primary', sql: 'update shop_product set price = price + 0.30 where id in (1, 4)' },
    { at: 1_400, node: 'primary', sql: 'update shop_product set stock = stock + 24 where id = 3' },
  ],
  people: [
    person('Ana', 100, look(1), wait(400), order(2)),
    person('Eve', 190, look(4), order(5)),
    person('Cleo', 1_450, look(3), order(4)),
    person('Ben', 1_500, look(3), wait(100), order(3)),
  ],
};

const otherIds: Scenario = {
  seed: 18,
  settings: lagging({ delayMs: 700 }),
  console: [
    { at: 10, node: 'primary', sql: "select setval('shop_order_id_seq', 700), setval('shop_checkout_id_seq', 40)" },
    { at: 11, node: 'primary', sql: "insert into shop_checkout (customer_id, status) values (8, 'open'), (7, 'open')" },
    {
      at: 12,
      node: 'primary',
      sql: 'insert into shop_checkoutline (checkout_id, product_id, quantity) values (41, 2, 3), (42, 2, 3), (42, 6, 1)',
    },
  ],
  people: [
    person('Hugo', 100, look(2), order(41, 30)),
    person('Gül', 320, order(42), wait(200), change(42, 2, 2), order(42)),
    // The checkouts of others are none of their business, and this one is ordered already.
    person('Dan', 400, order(2), order(99), order(1), wait(100), order(1, 10)),
  ],
};

const neighbours: Scenario = {
  seed: 19,
  settings: lagging({ delayMs: 400, jitterMs: 400 }),
  people: [
    person('Ana', 100, order(2)),
    person('Finn', 109, order(6)),
    person('Ben', 1_100, look(1), wait(10), order(3, 120)),
    person('Eve', 1_180, order(5), look(4)),
  ],
};

export const hidden: readonly Schedule[] = [
  sameBut('the replica keeps up', 2, { delayMs: 0 }),
  sameBut('the delay is long and uneven', 3, { delayMs: 2_500, jitterMs: 3_000 }),
  sameBut('the replica is paused for ever', 4, { paused: true }),
  { name: 'the delay rises for a while', scenario: spike },
  { name: 'a product has many reviews, and another is new', scenario: manyReviews },
  { name: 'customers press twice', scenario: doubleClicks },
  { name: 'two customers want the last bottle', scenario: lastBottle },
  { name: 'one of three juices is sold out', scenario: lastBottles },
  { name: 'the checkout is changed just before', scenario: cartChanged },
  { name: 'prices rise and bottles arrive just before', scenario: priceRaised },
  { name: 'other checkouts, other numbers', scenario: otherIds },
  { name: 'customers order the same juice at once', scenario: neighbours },
];

import type { Schedule } from '../../src/course/lesson.ts';
import type { Person, PersonStep, Scenario } from '../../src/simulation/scenario.ts';
import type { Environment } from '../../src/trace/environment.ts';
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

const withoutReplica: Environment = { PRIMARY_HOST: 'primary', WAREHOUSE_HOST: 'standalone' };
const withReplica: Environment = { ...withoutReplica, REPLICA_HOST: 'replica' };

const look = (product: number): PersonStep => ({ visit: `/products/${product}/` });
const wait = (ms: number): PersonStep => ({ wait: ms });
const order = (product: number, quantity: number): PersonStep => ({
  submit: '/checkout/',
  form: { product: String(product), quantity: String(quantity) },
});
const deliver = (shelf: number, bottles: number): PersonStep => ({
  submit: '/warehouse/deliveries/',
  form: { shelf: String(shelf), bottles: String(bottles) },
});
const pick = (of: number, shelf: number): PersonStep => ({
  submit: '/warehouse/pick/',
  form: { order: String(of), shelf: String(shelf) },
});
const person = (name: string, startsAt: number, ...steps: readonly PersonStep[]): Person => ({ name, startsAt, steps });

const others: Scenario = {
  seed: 6,
  environment: withReplica,
  settings: lagging({ delayMs: 300 }),
  people: [
    person('Cleo', 80, { visit: '/orders/5/' }, wait(200), look(6), wait(150), order(6, 1), wait(900), order(5, 12)),
    person('Dan', 120, look(2), look(4), order(4, 3), wait(500), { visit: '/orders/6/' }, { visit: '/' }),
    person('Wanda', 300, pick(3, 4), wait(200), { visit: '/warehouse/' }, deliver(4, 48), wait(100), pick(1, 3)),
  ],
};

const busyWarehouse: Scenario = {
  seed: 7,
  environment: withReplica,
  settings: { ...defaultSettings, network: { ...defaultSettings.network, standaloneRoundTripMs: 260 } },
  people: [
    person('Wim', 100, deliver(1, 10), deliver(2, 20), deliver(3, 30), pick(2, 1)),
    person(
      'Wanda',
      140,
      { visit: '/warehouse/' },
      deliver(4, 40),
      deliver(1, 50),
      { visit: '/warehouse/' },
      pick(6, 4),
    ),
    person('Ana', 200, { visit: '/' }, wait(60), order(2, 5), look(3), wait(60), order(3, 1)),
  ],
  console: [
    { at: 50, node: 'standalone', sql: "insert into warehouse_shelf (code, juice) values ('D1', 'Quince juice')" },
    { at: 700, node: 'standalone', sql: 'delete from warehouse_delivery where id = 2' },
  ],
};

const atOnce: Scenario = {
  seed: 8,
  environment: withReplica,
  settings: lagging({ delayMs: 600, jitterMs: 500 }),
  people: [
    person('Ana', 100, order(1, 12), { visit: '/' }, order(2, 1)),
    person('Cleo', 100, order(6, 1), { visit: '/' }, look(1)),
    person('Dan', 101, { visit: '/' }, order(3, 2), order(4, 7)),
    person('Wim', 101, pick(6, 1), { visit: '/warehouse/' }),
  ],
};

export const hidden: readonly Schedule[] = [
  sameBut('the replica keeps up', 2, { delayMs: 0 }),
  sameBut('the delay is long and uneven', 3, { delayMs: 2_500, jitterMs: 3_000 }),
  sameBut('the replica is paused for ever', 4, { paused: true }),
  { name: 'the deployment has no replica', scenario: { ...scenario, seed: 5, environment: withoutReplica } },
  { name: 'other customers, other juices, other shelves', scenario: others },
  { name: 'the warehouse is far and busy', scenario: busyWarehouse },
  { name: 'everybody comes at once', scenario: atOnce },
  {
    name: 'the replica is being repaired, and REPLICA_HOST names the primary',
    scenario: { ...others, seed: 9, environment: { ...withoutReplica, REPLICA_HOST: 'primary' } },
  },
];

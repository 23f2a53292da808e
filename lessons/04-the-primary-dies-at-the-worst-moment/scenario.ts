import type { PersonStep, Scenario } from '../../src/simulation/scenario.ts';
import { virtualMs } from '../../src/trace/ids.ts';
import { defaultSettings, type Settings } from '../../src/trace/settings.ts';

/** The replica is a synchronous standby, 40 ms behind: who waits for it waits for these 40 ms and the way there. */
export const settings: Settings = {
  ...defaultSettings,
  replication: { ...defaultSettings.replication, delayMs: 40, synchronous: true },
};

/** Presses "Pay". A key belongs to a form, and goes with it each time that it is sent. */
export const pay = (product: number, key: string, again?: number): PersonStep => ({
  submit: '/pay/',
  form: { product: String(product), key },
  ...(again !== undefined && { again }),
});
export const look = (product: number): PersonStep => ({ visit: `/products/${product}/` });

/** A rack loses its power. The switch in it goes first, and so the network between the nodes; the primary 90 ms later. Whoever is on
 * call promotes the replica 300 ms after that. */
export const scenario: Scenario = {
  seed: 1,
  settings,
  people: [
    { name: 'Eve', startsAt: 50, steps: [pay(3, 'eve-1'), { wait: 1_400 }, look(1)] },
    {
      name: 'Ben',
      startsAt: 250,
      steps: [look(1), { wait: 200 }, look(2), { wait: 200 }, look(3), { wait: 400 }, look(1)],
    },
    { name: 'Cleo', startsAt: 300, steps: [look(2), { wait: 200 }, pay(2, 'cleo-1'), { wait: 800 }, look(4)] },
    { name: 'Ana', startsAt: 400, steps: [look(1), { wait: 180 }, pay(1, 'ana-1', 250)] },
    { name: 'Finn', startsAt: 1_250, steps: [look(4), { wait: 150 }, pay(4, 'finn-1')] },
  ],
  changes: [{ at: virtualMs(630), change: { network: { streamCut: true } } }],
  faults: [
    { at: 720, kind: 'crash', node: 'primary' },
    { at: 1_020, kind: 'promote' },
  ],
};

import type { Schedule } from '../../src/course/lesson.ts';
import type { Fault, Person, Scenario } from '../../src/simulation/scenario.ts';
import { virtualMs } from '../../src/trace/ids.ts';
import type { SettingsChange } from '../../src/trace/settings.ts';
import { monitor, orders, settings } from './scenario.ts';

const primaryCrashes = (at: number): Fault => ({ at, kind: 'crash', node: 'primary' });
const primaryStarts = (at: number): Fault => ({ at, kind: 'restart', node: 'primary' });
/** The application does not reach the primary between two moments, though it runs. */
const cutOff = (from: number, to = Infinity): readonly SettingsChange[] => [
  { at: virtualMs(from), change: { network: { unreachable: { primary: true } } } },
  ...(to === Infinity ? [] : [{ at: virtualMs(to), change: { network: { unreachable: { primary: false } } } }]),
];
/** The warehouse has a program of its own, which talks to the primary by another network, all the time from `from` to `to`. */
const warehouseOrders = (from: number, to: number) =>
  Array.from({ length: Math.floor((to - from) / 95) }, (_, index) => ({
    at: from + 95 * index,
    node: 'primary' as const,
    sql: `insert into shop_order (customer, product) values ('warehouse', 'Apple juice')`,
  }));

const schedule = (name: string, people: readonly Person[], more: Partial<Scenario>): Schedule => ({
  name,
  scenario: { seed: 7, settings, people: [monitor(22), ...people], ...more },
});

/** Before anything happens, and when whatever had to be done has long been done. */
const customers = [orders('Ana', 1_500, 'Apple juice'), orders('Cleo', 21_000, 'Quince juice')];

export const hidden: readonly Schedule[] = [
  schedule('nothing happens', customers, {}),
  schedule('the primary is started again after one second, four times', customers, {
    faults: [3_100, 6_100, 9_100, 12_100].flatMap((at) => [primaryCrashes(at), primaryStarts(at + 1_000)]),
  }),
  schedule('the application is cut off from the primary for a second and a half', customers, {
    changes: cutOff(4_200, 5_700),
  }),
  schedule('the primary dies just after it has answered', customers, { faults: [primaryCrashes(3_110)] }),
  schedule('the primary dies just before it is asked', customers, { faults: [primaryCrashes(4_090)] }),
  schedule('the primary dies, and somebody starts it again when the replica has taken its place', customers, {
    faults: [primaryCrashes(3_500), primaryStarts(19_000)],
  }),
  schedule('the application is cut off from the primary, and the warehouse is not', customers, {
    changes: cutOff(4_200),
    console: warehouseOrders(12_000, 16_000),
  }),
  // The fourth check reaches the primary 12 ms after it was begun, and its answer would be there after 25 ms.
  schedule('the application is cut off from the primary while that answers a check', customers, {
    changes: cutOff(3_095),
  }),
  schedule(
    'the application is cut off from the primary for half a minute',
    [...customers, orders('Finn', 36_000, 'Apple juice')],
    {
      changes: cutOff(4_200, 34_000),
    },
  ),
  schedule('the replica is dead, and the application is cut off from the primary for a while', customers, {
    faults: [{ at: 1_000, kind: 'crash', node: 'replica' }],
    changes: cutOff(4_200, 19_500),
  }),
  schedule('both servers die', [orders('Ana', 1_500, 'Apple juice')], {
    faults: [{ at: 3_400, kind: 'crash', node: 'replica' }, primaryCrashes(4_200)],
  }),
];

import type { Schedule } from '../../src/course/lesson.ts';
import type { Person, Scenario } from '../../src/simulation/scenario.ts';
import { virtualMs } from '../../src/trace/ids.ts';
import { formatMs } from '../../src/course/story.ts';
import { look, pay, settings } from './scenario.ts';

/** From the arrival of a payment until its customer has been told, the primary crashes once every 24 ms. Statements are 25 ms apart, so no state
 * between two of them is passed over, nor is the wait of a commit. */
const crashPoints = (from: number): readonly number[] => Array.from({ length: 12 }, (_, index) => from + 24 * index);
/** From the crash to the promotion. */
const onCallMs = 300;

const ben: Person = { name: 'Ben', startsAt: 60, steps: [look(3), { wait: 700 }, look(3)] };
const finn: Person = { name: 'Finn', startsAt: 900, steps: [pay(4, 'finn-1')] };

const crashedAt = (at: number, rest: Pick<Scenario, 'people' | 'changes'>): Scenario => ({
  seed: at,
  settings,
  ...rest,
  faults: [
    { at, kind: 'crash', node: 'primary' },
    { at: at + onCallMs, kind: 'promote' },
  ],
});

/** What was sent arrives, and so a payment that nobody was told of may have been made. Every other time, Ana presses twice. */
const crashes: readonly Schedule[] = crashPoints(121).map((at, index) => ({
  name: `the primary crashes at ${formatMs(at)}`,
  scenario: crashedAt(at, {
    people: [{ name: 'Ana', startsAt: 100, steps: [pay(1, 'ana-1', index % 2 === 0 ? 90 : undefined)] }, ben, finn],
  }),
}));

/** What the primary commits in its last 90 ms travels no more. */
const cutOff: readonly Schedule[] = crashPoints(133).map((at) => ({
  name: `the network fails at ${formatMs(at - 90)}, and the primary crashes at ${formatMs(at)}`,
  scenario: crashedAt(at, {
    people: [{ name: 'Cleo', startsAt: 100, steps: [pay(2, 'cleo-1', 400)] }, ben],
    changes: [{ at: virtualMs(at - 90), change: { network: { streamCut: true } } }],
  }),
}));

const quiet: Scenario = {
  seed: 3,
  settings,
  people: [
    { name: 'Ana', startsAt: 100, steps: [look(1), { wait: 120 }, pay(1, 'ana-1', 90)] },
    { name: 'Cleo', startsAt: 180, steps: [pay(2, 'cleo-1', 20), { wait: 300 }, look(2)] },
    ben,
  ],
};

const lookingOn: Scenario = {
  seed: 4,
  settings,
  people: [ben, { name: 'Dan', startsAt: 80, steps: [look(2), { wait: 50 }, look(4)] }],
  faults: [{ at: 10, kind: 'crash', node: 'replica' }],
};

const nobodyOnCall: Scenario = {
  seed: 5,
  settings,
  people: [{ name: 'Ana', startsAt: 100, steps: [pay(1, 'ana-1', 70)] }, ben],
  faults: [{ at: 220, kind: 'crash', node: 'primary' }],
};

const slowOnCall: Scenario = {
  seed: 6,
  settings,
  people: [{ name: 'Ana', startsAt: 100, steps: [pay(1, 'ana-1', 700)] }, finn],
  faults: [
    { at: 240, kind: 'crash', node: 'primary' },
    { at: 1_740, kind: 'promote' },
  ],
};

export const hidden: readonly Schedule[] = [
  { name: 'nothing happens, and customers press twice', scenario: quiet },
  { name: 'the replica is dead, and people only look', scenario: lookingOn },
  { name: 'the replica is promoted after one and a half seconds', scenario: slowOnCall },
  { name: 'nobody promotes the replica', scenario: nobodyOnCall },
  ...crashes,
  ...cutOff,
];

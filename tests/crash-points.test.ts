/** A primary that dies at each moment of a workload: what it has when it is started again, and what its replica has. */
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTally } from '../scripts/fault-tally.ts';
import type { Intervention } from '../src/simulation/intervention.ts';
import type { Cluster } from '../src/simulation/postgres-node.ts';
import type { Program } from '../src/simulation/program.ts';
import { randomFrom } from '../src/simulation/random.ts';
import { runScenario } from '../src/simulation/run-scenario.ts';
import type { Trace } from '../src/trace/events.ts';
import { type ReplicationNode, virtualMs } from '../src/trace/ids.ts';
import { ledgerAt } from '../src/trace/ledger.ts';
import { defaultSettings } from '../src/trace/settings.ts';
import { clusterOf } from './support/console-run.ts';
import { committedIn, dueAfterCrash, duePromised, isUnbroken, owed, said, untimely } from './support/crash-model.ts';
import { foundIn, purchaseSchema, purchaseView, purchaseWorkload } from './support/purchases.ts';
import { viewProgram } from './support/view-program.ts';

const seed = 1;
const { purchases, people, console: typed } = purchaseWorkload(seed);
const replication = { ...defaultSettings.replication, delayMs: 60, jitterMs: 30, synchronous: true };
const scenario = { seed, settings: { ...defaultSettings, replication }, people, console: typed };

/** So many crash points on, one is run twice. */
const repeatedEvery = 10;

let cluster: Cluster;
const run = (interventions: readonly Intervention<Program>[]): Promise<Trace> =>
  runScenario({ cluster, program: viewProgram(purchaseView(purchases)), scenario, interventions });

interface Crash {
  readonly crashedAt: number;
  readonly promotedAt: number;
  readonly restartedAt: number;
}

/** The promotion comes while the network and the delay still hold something back, or later; the restart before it or after. */
function crashesAt(moments: readonly number[]): readonly Crash[] {
  const random = randomFrom(seed);
  return moments.map((crashedAt) => ({
    crashedAt,
    promotedAt: crashedAt + Math.floor(random() * 120),
    restartedAt: crashedAt + 1 + Math.floor(random() * 160),
  }));
}

const interventionsOf = ({ crashedAt, promotedAt, restartedAt }: Crash): readonly Intervention<Program>[] => [
  { kind: 'crash', node: 'primary', at: virtualMs(crashedAt) },
  { kind: 'restart', node: 'primary', at: virtualMs(restartedAt) },
  { kind: 'promote', at: virtualMs(promotedAt) },
];

async function found(node: ReplicationNode, trace: Trace) {
  const tables = await cluster[node].tables(virtualMs(trace.at(-1)!.at));
  return foundIn(Object.fromEntries(tables.map(({ name, rows }) => [name, rows])), purchases);
}

/** A run with its crash, what there is then on each node, and what there has to be. */
async function outcomeOf(crash: Crash, isRepeated: boolean) {
  const trace = await run(interventionsOf(crash));
  const primary = await found('primary', trace);
  const replica = await found('replica', trace);
  const committed = committedIn(trace, purchases);
  const due = dueAfterCrash(committed, crash.crashedAt).map(({ purchase }) => purchase.ref);
  const promised = duePromised(committed, crash.promotedAt).map(({ purchase }) => purchase.ref);
  const neverCommitted = purchases.filter((one) => !committed.some(({ purchase }) => purchase === one));
  return {
    ...crash,
    halves: [...primary, ...replica].flatMap(([ref, there]) => (there === 'half' ? [ref] : [])),
    due,
    missing: due.filter((ref) => primary.get(ref) !== 'whole'),
    promised,
    broken: promised.filter((ref) => replica.get(ref) !== 'whole'),
    uncalledFor: neverCommitted
      .map(({ ref }) => ref)
      .filter((ref) => [primary, replica].some((node) => node.get(ref) === 'whole')),
    isUnbroken:
      isUnbroken(
        committed.filter(({ at }) => at <= crash.crashedAt),
        primary,
      ) && isUnbroken(committed, replica),
    untimely: untimely(committed, replica, { ...crash, ...replication }),
    owed: owed(committed, replica, crash.crashedAt),
    said: said(ledgerAt(trace, trace.length - 1)!),
    isSame: !isRepeated || isDeepStrictEqual(await run(interventionsOf(crash)), trace),
  };
}
type Outcome = Awaited<ReturnType<typeof outcomeOf>>;

const isExact = ({ owed: due, said: named }: Outcome): boolean => isDeepStrictEqual(due, named);
const isGood = (outcome: Outcome): boolean =>
  [outcome.halves, outcome.missing, outcome.broken, outcome.uncalledFor, outcome.untimely].every(
    (faults) => faults.length === 0,
  ) &&
  outcome.isUnbroken &&
  isExact(outcome) &&
  outcome.isSame;

let moments: readonly number[] = [];
const outcomes: Outcome[] = [];

beforeAll(async () => {
  cluster = await clusterOf(purchaseSchema);
  moments = [...new Set((await run([])).map(({ at }) => at))];
  for (const [index, crash] of crashesAt(moments).entries())
    outcomes.push(await outcomeOf(crash, index % repeatedEvery === 0));
}, 600_000);

afterAll(async () => {
  const goodOf = (of: (outcome: Outcome) => number): number => outcomes.reduce((sum, outcome) => sum + of(outcome), 0);
  const perCrash = 2 * purchases.length;
  await writeTally({
    crashPoints: { good: outcomes.filter(isGood).length, all: moments.length },
    transactions: { good: goodOf(({ halves }) => perCrash - halves.length), all: perCrash * moments.length },
    acknowledged: {
      good: goodOf(
        ({ due, missing, promised, broken }) => due.length - missing.length + promised.length - broken.length,
      ),
      all: goodOf(({ due, promised }) => due.length + promised.length),
    },
    ledgers: { good: outcomes.filter(isExact).length, all: moments.length },
  });
  cluster.terminate();
});

describe(`a primary that crashes at any moment of workload ${seed}, its replica promoted and itself started again`, () => {
  it('is a few hundred crash points, with some that lose a commit and some that lose none', () => {
    expect(moments.length).toBeGreaterThanOrEqual(200);
    expect(outcomes.some(({ owed: { lost } }) => lost.length > 0)).toBe(true);
    expect(outcomes.some(({ owed: { lost } }) => lost.length === 0)).toBe(true);
  });

  it('leaves each transaction whole or absent on both', () => {
    expect(outcomes.filter(({ halves }) => halves.length > 0)).toEqual([]);
  });

  it('keeps what it had acknowledged as flushed, and what had been acknowledged for as long as the WAL writer takes', () => {
    expect(outcomes.filter(({ missing }) => missing.length > 0)).toEqual([]);
  });

  it('has told nobody that the replica has a commit which the promoted replica lacks', () => {
    expect(outcomes.some(({ promised }) => promised.length > 0)).toBe(true);
    expect(outcomes.filter(({ broken }) => broken.length > 0)).toEqual([]);
  });

  it('has nothing that was rolled back or never committed, and neither has the replica', () => {
    expect(outcomes.filter(({ uncalledFor }) => uncalledFor.length > 0)).toEqual([]);
  });

  it('has lost, and has sent, the commits in their order', () => {
    expect(outcomes.filter((outcome) => !outcome.isUnbroken)).toEqual([]);
  });

  it('leaves the replica with what had waited its time when it was promoted, and nothing else', () => {
    expect(outcomes.filter((outcome) => outcome.untimely.length > 0)).toEqual([]);
  });

  it('is followed by a ledger that names what the promoted node lacks, and nothing else', () => {
    for (const { crashedAt, owed: due, said: named } of outcomes)
      expect({ crashedAt, ...named }).toEqual({ crashedAt, ...due });
  });

  it('is the same run when it is repeated', () => {
    expect(outcomes.filter(({ isSame }) => !isSame)).toEqual([]);
  });
});

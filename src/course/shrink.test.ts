import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { virtualMs } from '../trace/ids.ts';
import { defaultSettings } from '../trace/settings.ts';
import type { Person, PersonStep, Scenario } from '../simulation/scenario.ts';
import { shrink, smallerThan } from './shrink.ts';

const step: fc.Arbitrary<PersonStep> = fc.oneof(
  fc.record({ visit: fc.constantFrom('/', '/orders/', '/orders/7/') }),
  fc.record({ submit: fc.constant('/checkout/'), form: fc.constant({ quantity: '2' }) }),
  fc.record({ submit: fc.constant('/checkout/'), form: fc.constant({}), again: fc.integer({ min: 1, max: 900 }) }),
  fc.record({ wait: fc.integer({ min: 0, max: 60_000 }) }),
  fc.constant({ reload: true } as const),
);
const person: fc.Arbitrary<Person> = fc.record({
  name: fc.constantFrom('Ana', 'Ben', 'Cleo'),
  startsAt: fc.integer({ min: 0, max: 5_000 }),
  steps: fc.array(step, { minLength: 1, maxLength: 7 }),
});
const scenario: fc.Arbitrary<Scenario> = fc.record({
  seed: fc.nat(),
  settings: fc
    .record({
      delayMs: fc.integer({ min: 0, max: 600_000 }),
      jitterMs: fc.nat(900),
      changesPerSecond: fc.constantFrom(null, 40),
      paused: fc.boolean(),
    })
    .map((replication) => ({ ...defaultSettings, replication })),
  people: fc.array(person, { maxLength: 4 }),
  changes: fc.array(
    fc.nat(9_000).map((at) => ({ at: virtualMs(at), change: { replication: { delayMs: at } } })),
    { maxLength: 3 },
  ),
  faults: fc.array(
    fc.nat(9_000).map((at) => ({ at, kind: 'crash', node: 'replica' }) as const),
    { maxLength: 2 },
  ),
});

const orders = ({ people }: Scenario): number =>
  people.flatMap(({ steps }) => steps).filter((s) => 'submit' in s).length;
const visits = ({ people }: Scenario): number => people.filter(({ steps }) => steps.some((s) => 'visit' in s)).length;
/** A failure that needs an order, someone who visits, and half a second of delay. */
const fails = (tried: Scenario): boolean =>
  orders(tried) > 0 && visits(tried) > 0 && tried.settings.replication.delayMs >= 500;
const failing = scenario.filter(fails);

describe('a shrunk schedule', () => {
  it('still fails, is asked for no more often than allowed, and is the same every time', async () => {
    await fc.assert(
      fc.asyncProperty(failing, fc.nat(60), async (start, maxTries) => {
        const tried: Scenario[] = [];
        const predicate = async (candidate: Scenario): Promise<boolean> => (tried.push(candidate), fails(candidate));
        const small = await shrink(start, predicate, maxTries);
        expect(fails(small)).toBe(true);
        expect(tried.length).toBeLessThanOrEqual(maxTries);
        expect(await shrink(start, async (candidate) => fails(candidate), maxTries)).toEqual(small);
      }),
      { numRuns: 60 },
    );
  });

  it('cannot be made smaller by any one part, given enough tries', async () => {
    await fc.assert(
      fc.asyncProperty(failing, async (start) => {
        const small = await shrink(start, async (candidate) => fails(candidate), 2_000);
        expect(smallerThan(small).filter(fails)).toEqual([]);
        expect(orders(small)).toBe(1);
        expect(small.people.flatMap(({ steps }) => steps)).toHaveLength(2);
        expect(small.people.flatMap(({ steps }) => steps).filter((left) => 'again' in left)).toEqual([]);
        expect(small.changes).toEqual([]);
        expect(small.settings.replication).toMatchObject({ jitterMs: 0, changesPerSecond: null });
      }),
      { numRuns: 60 },
    );
  });

  it('keeps what cannot be smaller: the seed, the pause and the distances', () => {
    fc.assert(
      fc.property(scenario, (start) => {
        for (const { seed, settings } of smallerThan(start)) {
          expect(seed).toBe(start.seed);
          expect(settings.network).toEqual(start.settings.network);
          expect(settings.replication.paused).toBe(start.settings.replication.paused);
        }
      }),
    );
  });

  it('has nobody come before a script that they came after', async () => {
    const steps = [{ visit: '/' }];
    const start: Scenario = {
      seed: 1,
      settings: defaultSettings,
      scripts: [{ at: 100, node: 'replica', file: 'mend.sql' }],
      people: [
        { name: 'Ana', startsAt: 1_250, steps },
        { name: 'Ben', startsAt: 70, steps },
      ],
      console: [{ at: 180, node: 'primary', sql: 'select 1' }],
    };
    const bothCome = async ({ people, console: typed = [] }: Scenario): Promise<boolean> =>
      people.length === 2 && typed.length === 1;
    const small = await shrink(start, bothCome, 200);
    expect(small.people.map(({ startsAt }) => startsAt)).toEqual([1_000, 0]);
    expect(small.console?.map(({ at }) => at)).toEqual([100]);
  });

  it('comes back as it is when nothing may be tried', async () => {
    const start: Scenario = { seed: 1, settings: defaultSettings, people: [{ name: 'Ana', startsAt: 5, steps: [] }] };
    expect(await shrink(start, () => Promise.reject(new Error('asked')), 0)).toBe(start);
  });
});

import { describe, expect, it } from 'vitest';
import { virtualMs } from '../trace/ids.ts';
import { defaultSettings } from '../trace/settings.ts';
import type { Trace } from '../trace/events.ts';
import type { Scenario } from '../simulation/scenario.ts';
import { grade } from './grade.ts';
import type { GradeInput } from './grade.ts';
import type { Check } from './lesson.ts';

const scenarioOf = (delayMs: number, ...names: readonly string[]): Scenario => ({
  seed: 1,
  settings: { ...defaultSettings, replication: { ...defaultSettings.replication, delayMs } },
  people: names.map((name) => ({ name, startsAt: 0, steps: [{ visit: '/' }] })),
});

/** A run whose trace says only how long the delay was and who was there. */
const run = async ({ settings, people }: Scenario): Promise<Trace> =>
  people.map(({ name }) => ({
    type: 'code logged',
    at: virtualMs(settings.replication.delayMs),
    text: name,
  }));

const breaksWhen = (id: string, isBroken: (trace: Trace) => boolean): Check => ({
  id,
  title: `${id} holds.`,
  judge: (trace) => (isBroken(trace) ? { kind: 'broken', story: [id], event: 0 } : { kind: 'holds' }),
});
const lateness = breaksWhen('lateness', (trace) => trace.some(({ at }) => at > 500));
const noAna = breaksWhen('no-ana', (trace) =>
  trace.every((event) => event.type !== 'code logged' || event.text !== 'Ana'),
);
const nothing = breaksWhen('nothing', () => false);

const schedules = [
  { name: 'prompt', scenario: scenarioOf(100, 'Ana', 'Ben') },
  { name: 'late', scenario: scenarioOf(870, 'Ana', 'Ben') },
  { name: 'later', scenario: scenarioOf(9_000, 'Ben') },
];
const input: GradeInput = { schedules, checks: [lateness, noAna, nothing], run };

describe('grading', () => {
  it('gives for each check the first schedule that breaks it, in the order of the checks', async () => {
    const report = await grade(input);
    expect(report.schedules).toEqual(['prompt', 'late', 'later']);
    expect(report.checks.map((graded) => [graded.check.id, graded.kind === 'broken' && graded.schedule])).toEqual([
      ['lateness', 'late'],
      ['no-ana', 'later'],
      ['nothing', false],
    ]);
  });

  it('makes the failure small and keeps the run that shows it', async () => {
    const [graded] = (await grade(input)).checks;
    if (graded?.kind !== 'broken') throw new Error('It should be broken.');
    expect(graded.found.scenario).toBe(schedules[1]!.scenario);
    expect(graded.smallest.scenario).toEqual(scenarioOf(800, 'Ben'));
    expect(graded.smallest.trace).toEqual(await run(scenarioOf(800, 'Ben')));
    expect(graded.smallest.verdict).toEqual({ kind: 'broken', story: ['lateness'], event: 0 });
  });

  it('runs no schedule twice, and none after all checks are broken', async () => {
    const runs: string[] = [];
    const counted = (scenario: Scenario): Promise<Trace> => (runs.push(JSON.stringify(scenario)), run(scenario));
    await grade({ ...input, checks: [lateness, lateness], run: counted });
    expect(new Set(runs).size).toBe(runs.length);
    expect(runs).not.toContain(JSON.stringify(schedules[2]!.scenario));
  });

  it('tries no smaller schedule when it may not', async () => {
    const [graded] = (await grade({ ...input, shrinkRuns: 0 })).checks;
    expect(graded).toMatchObject({ kind: 'broken', smallest: { scenario: schedules[1]!.scenario } });
  });

  it('says which schedule it is at, and when it makes a failure small', async () => {
    const told: string[] = [];
    await grade({
      ...input,
      onProgress: (at) => told.push(at.kind === 'schedule' ? `${at.number} of ${at.of}` : at.check.id),
    });
    expect(told).toEqual(['1 of 3', '2 of 3', '3 of 3', 'lateness', 'no-ana']);
  });

  describe('a program that is stopped', () => {
    const error = { name: 'NeverYields', message: 'A loop never yields.', place: { file: 'router.ts', line: 6 } };
    const runs: Scenario[] = [];
    const stopsWhenLate = async (scenario: Scenario): Promise<Trace> => {
      runs.push(scenario);
      const trace = await run(scenario);
      const at = virtualMs(scenario.settings.replication.delayMs);
      return at > 500 ? [...trace, { type: 'code stopped', at, error }] : trace;
    };

    it('is not run again, and no check holds that was not broken before', async () => {
      runs.length = 0;
      const report = await grade({ ...input, run: stopsWhenLate });
      expect(runs.length).toBe(2);
      expect(report.checks.map(({ check, kind }) => [check.id, kind])).toEqual([
        ['lateness', 'broken'],
        ['no-ana', 'not judged'],
        ['nothing', 'not judged'],
      ]);
    });

    it('is told in the story, at the event that stopped it', async () => {
      const [graded] = (await grade({ ...input, run: stopsWhenLate })).checks;
      expect(graded).toMatchObject({
        smallest: {
          verdict: {
            event: 2,
            story: ['lateness', 'At t = 870 ms your code was stopped at router.ts:6. A loop never yields.'],
          },
        },
      });
    });

    it('breaks a check even where each of them would hold', async () => {
      const { checks } = await grade({ ...input, checks: [nothing], run: stopsWhenLate });
      expect(checks).toMatchObject([{ kind: 'broken', schedule: 'late' }]);
    });
  });

  describe('a program that cannot be started under one schedule', () => {
    const place = { file: 'settings.ts', line: 9 };
    const error = { name: 'KeyError', message: "'REPLICA_HOST'", place };
    const stop: Trace[number] = { type: 'code stopped', at: virtualMs(100), error, neverStarted: true };
    const startsUnlessAt =
      (delayMs: number) =>
      async (scenario: Scenario): Promise<Trace> =>
        scenario.settings.replication.delayMs === delayMs ? [stop] : run(scenario);
    const told = "Your code did not even start at settings.ts:9. KeyError: 'REPLICA_HOST'.";
    const ours = breaksWhen('ours', (trace) => trace.includes(stop));

    it('breaks the check that says so, under that schedule, and the others are judged under the rest', async () => {
      const { checks } = await grade({ ...input, checks: [nothing, ours, lateness], run: startsUnlessAt(870) });
      expect(checks).toMatchObject([
        { kind: 'holds' },
        { kind: 'broken', schedule: 'late', smallest: { verdict: { story: ['ours', told], event: 0 } } },
        { kind: 'broken', schedule: 'later' },
      ]);
    });

    it('breaks every check that was not broken before, where none says so', async () => {
      const alwaysThere = breaksWhen('always-there', () => false);
      const { checks } = await grade({ ...input, checks: [nothing, alwaysThere], run: startsUnlessAt(9_000) });
      const broken = { kind: 'broken', schedule: 'later', smallest: { verdict: { story: [told] } } };
      expect(checks).toMatchObject([broken, broken]);
    });

    it('is not judged at all where that is the schedule that the learner sees', async () => {
      await expect(grade({ ...input, run: startsUnlessAt(100) })).rejects.toThrow(
        "The program does not start at settings.ts:9. KeyError: 'REPLICA_HOST'",
      );
    });
  });

  it('gives up when it is told to, with the reason', async () => {
    const controller = new AbortController();
    const running = grade({
      ...input,
      signal: controller.signal,
      run: (scenario) => (controller.abort(new Error('The learner typed on.')), run(scenario)),
    });
    await expect(running).rejects.toThrow('The learner typed on.');
  });
});

/** Judges a program by what happens: its runs under the schedule that the learner sees and under those that are hidden. */
import type { Check, Lesson, Schedule, Verdict } from './lesson.ts';
import type { Scenario } from '../simulation/scenario.ts';
import type { Trace } from '../trace/events.ts';
import { shrink } from './shrink.ts';

/** A run that breaks a check. */
export interface Failure {
  readonly scenario: Scenario;
  readonly trace: Trace;
  readonly verdict: Extract<Verdict, { readonly kind: 'broken' }>;
}

export type GradedCheck =
  | { readonly check: Check; readonly kind: 'holds' }
  | {
      readonly check: Check;
      readonly kind: 'broken';
      /** Name of the first schedule that breaks it. */
      readonly schedule: string;
      readonly found: Failure;
      /** The same failure under the smallest schedule that was found to show it; `found` itself if none was smaller. */
      readonly smallest: Failure;
    };

export interface GradeReport {
  /** In the lesson's order. */
  readonly checks: readonly GradedCheck[];
  /** Names of the schedules, the visible one first. */
  readonly schedules: readonly string[];
}

export interface GradeInput {
  readonly schedules: readonly Schedule[];
  readonly checks: readonly Check[];
  /** Runs the program. The same scenario must give the same trace. */
  readonly run: (scenario: Scenario) => Promise<Trace>;
  /** How many runs the search for a smaller schedule may take for each broken check. Default 24. */
  readonly shrinkRuns?: number;
  /** Gives up between two runs. */
  readonly signal?: AbortSignal;
}

/** The name of the schedule that the learner sees. */
export const visibleSchedule = 'the schedule of the lesson';

/** The visible schedule, then the hidden ones. */
export function schedulesOf({ scenario, hidden }: Lesson): readonly Schedule[] {
  return [{ name: visibleSchedule, scenario }, ...hidden];
}

/** Runs schedules until every check is broken or none is left, then makes the failures small. Rejects with whatever
 * `run` rejects with, and with the signal's reason. */
export async function grade(input: GradeInput): Promise<GradeReport> {
  const { schedules, checks, shrinkRuns = 24, signal } = input;
  const traces = new Map<string, Trace>();
  const run = async (scenario: Scenario): Promise<Trace> => {
    const key = JSON.stringify(scenario);
    const known = traces.get(key);
    if (known) return known;
    signal?.throwIfAborted();
    const trace = await input.run(scenario);
    traces.set(key, trace);
    return trace;
  };

  const found = new Map<Check, { readonly schedule: string; readonly failure: Failure }>();
  for (const { name, scenario } of schedules) {
    const open = checks.filter((check) => !found.has(check));
    if (open.length === 0) break;
    const trace = await run(scenario);
    for (const check of open) {
      const verdict = check.judge(trace);
      if (verdict.kind === 'broken') found.set(check, { schedule: name, failure: { scenario, trace, verdict } });
    }
  }

  const graded: GradedCheck[] = [];
  for (const check of checks) {
    const first = found.get(check);
    if (!first) graded.push({ check, kind: 'holds' });
    else {
      const smallest = await smallestFailure(check, first.failure, run, shrinkRuns);
      graded.push({ check, kind: 'broken', schedule: first.schedule, found: first.failure, smallest });
    }
  }
  return { checks: graded, schedules: schedules.map(({ name }) => name) };
}

async function smallestFailure(
  check: Check,
  found: Failure,
  run: (scenario: Scenario) => Promise<Trace>,
  maxRuns: number,
): Promise<Failure> {
  let smallest = found;
  await shrink(
    found.scenario,
    async (scenario) => {
      const trace = await run(scenario);
      const verdict = check.judge(trace);
      if (verdict.kind === 'holds') return false;
      smallest = { scenario, trace, verdict };
      return true;
    },
    maxRuns,
  );
  return smallest;
}

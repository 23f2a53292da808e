/** Judges a program by what happens: its runs under the schedule that the learner sees and under those that are hidden. */
import type { Check, Lesson, Schedule, Verdict } from './lesson.ts';
import type { Scenario } from '../simulation/scenario.ts';
import type { EventOf, Trace, TraceEvent } from '../trace/events.ts';
import type { ProgramError } from '../trace/http.ts';
import { shrink } from './shrink.ts';
import { formatMs, fullStop } from './story.ts';

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
    }
  /** The program was stopped, and this check was not broken until then: nothing can be said of it. */
  | { readonly check: Check; readonly kind: 'not judged'; readonly stop: ProgramError };

/** How far a grading is. */
export type GradeProgress =
  | { readonly kind: 'schedule'; readonly number: number; readonly of: number }
  /** The failure of a check is being made small. */
  | { readonly kind: 'shrinking'; readonly check: Check };

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
  readonly onProgress?: (progress: GradeProgress) => void;
}

/** The program could not be started under the schedule that the learner sees, so there is nothing to judge. */
export class NeverStarted extends Error {
  readonly error: ProgramError;

  constructor(error: ProgramError) {
    super(`The program does not start${atPlace(error)}. ${error.name}: ${error.message}`);
    this.error = error;
  }
}

/** The name of the schedule that the learner sees. */
export const visibleSchedule = 'the schedule of the lesson';

/** The visible schedule, then the hidden ones. */
export function schedulesOf({ scenario, hidden }: Lesson): readonly Schedule[] {
  return [{ name: visibleSchedule, scenario }, ...hidden];
}

/**
 * Runs schedules until every check is broken or none is left, then makes the failures small. A program that is stopped
 * ends it: it would be stopped again, and each time costs as long as the watchdog's patience. One that cannot even be
 * started under a hidden schedule (its environment may be another) breaks checks there, and is judged under the others.
 * Rejects with whatever `run` rejects with, and with the signal's reason.
 * @throws NeverStarted when it cannot be started under the first schedule
 */
export async function grade(input: GradeInput): Promise<GradeReport> {
  const { schedules, checks, shrinkRuns = 24, signal, onProgress } = input;
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
  let stop: EventOf<'code stopped'> | undefined;
  for (const [index, { name, scenario }] of schedules.entries()) {
    const open = checks.filter((check) => !found.has(check));
    if (open.length === 0 || stop) break;
    onProgress?.({ kind: 'schedule', number: index + 1, of: schedules.length });
    const trace = await run(scenario);
    const ended = trace.find((event) => event.type === 'code stopped');
    if (index === 0 && ended?.neverStarted) throw new NeverStarted(ended.error);
    if (!ended?.neverStarted) stop = ended;
    for (const [check, verdict] of ended ? brokenByEnd(open, trace, ended) : brokenIn(open, trace))
      found.set(check, { schedule: name, failure: { scenario, trace, verdict } });
  }

  const graded: GradedCheck[] = [];
  for (const check of checks) {
    const first = found.get(check);
    if (!first) graded.push(stop ? { check, kind: 'not judged', stop: stop.error } : { check, kind: 'holds' });
    else {
      const asFound = stop !== undefined || first.failure.trace.some(neverStarted);
      if (!asFound && shrinkRuns > 0) onProgress?.({ kind: 'shrinking', check });
      const smallest = asFound ? first.failure : await smallestFailure(check, first.failure, run, shrinkRuns);
      graded.push({ check, kind: 'broken', schedule: first.schedule, found: first.failure, smallest });
    }
  }
  return { checks: graded, schedules: schedules.map(({ name }) => name) };
}

type Broken = Failure['verdict'];

function brokenIn(checks: readonly Check[], trace: Trace): readonly (readonly [Check, Broken])[] {
  return checks.flatMap((check) => {
    const verdict = check.judge(trace);
    return verdict.kind === 'broken' ? [[check, verdict] as const] : [];
  });
}

/**
 * What a run breaks in which the program was stopped or never started: the checks that say so. A program that never
 * answers keeps no promise, so if none does, it is the first that is open, and all of them where it never started: nothing
 * was judged there, and what holds elsewhere would be said to hold.
 */
function brokenByEnd(
  checks: readonly Check[],
  trace: Trace,
  ended: EventOf<'code stopped'>,
): readonly (readonly [Check, Broken])[] {
  const { name, message } = ended.error;
  const where = atPlace(ended.error);
  const told = ended.neverStarted
    ? fullStop(`Your code did not even start${where}. ${name}: ${message}`)
    : `At t = ${formatMs(ended.at)} your code was stopped${where}. ${message}`;
  const event = trace.indexOf(ended);
  const broken = brokenIn(checks, trace);
  if (broken.length === 0) {
    const blamed = ended.neverStarted ? checks : checks.slice(0, 1);
    return blamed.map((check) => [check, { kind: 'broken', story: [told], event }]);
  }
  return broken.map(([check, { story }]) => {
    const before = story.filter((sentence) => sentence !== message);
    return [check, { kind: 'broken', story: [...before, told], event }];
  });
}

const neverStarted = (event: TraceEvent): boolean => event.type === 'code stopped' && event.neverStarted === true;

const atPlace = ({ place }: ProgramError): string => (place ? ` at ${place.file}:${place.line}` : '');

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

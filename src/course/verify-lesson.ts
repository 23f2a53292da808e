/** The proof that a lesson teaches what it says: who should fail fails, who should pass passes, and always the same way. */
import { NeverStarted, grade, schedulesOf } from './grade.ts';
import type { GradedCheck } from './grade.ts';
import { programsOf } from './lesson-programs.ts';
import type { LessonProgram, LessonPrograms } from './lesson-programs.ts';
import type { Check, Lesson, Schedule } from './lesson.ts';
import type { Scenario } from '../simulation/scenario.ts';
import type { Trace } from '../trace/events.ts';

/** Runs a program under a schedule. One that cannot be started is a `neverStartedProgram`. */
export type RunProgram = (program: LessonProgram, scenario: Scenario) => Promise<Trace>;

/**
 * Every way in which the lesson does not hold, as sentences; none when it does. It must be that
 * - the starter fails, under the schedule that the learner sees;
 * - the solution and each also-right solution pass every check under every schedule;
 * - each wrong solution is rejected by the check that it names, for what it does and not for being stopped;
 * - two runs give the same trace, under every schedule; and
 * - every page that is rendered has a template.
 */
export async function verifyLesson(lesson: Lesson, runProgram: RunProgram): Promise<readonly string[]> {
  const rendered = new Set<string>();
  const proof: Proof = {
    programs: programsOf(lesson),
    checks: lesson.checks,
    schedules: schedulesOf(lesson),
    run: async (program, scenario) => {
      const trace = await runProgram(program, scenario);
      for (const event of trace) {
        if (event.type === 'request responded' && event.response.template) rendered.add(event.response.template);
      }
      return trace;
    },
  };
  const problems = [
    ...(await problemsOfStarter(proof)),
    ...(await problemsOfRight(proof)),
    ...(await problemsOfWrong(proof)),
    ...(await problemsOfRepeating(proof)),
  ];
  const missing = [...rendered].filter((name) => !(name in lesson.templates));
  return [...problems, ...missing.map((name) => `A view renders ${name}, and there is no templates/${name}.html.`)];
}

interface Proof {
  readonly programs: LessonPrograms;
  readonly checks: readonly Check[];
  /** The one that the learner sees is the first. */
  readonly schedules: readonly Schedule[];
  readonly run: RunProgram;
}

async function problemsOfStarter(proof: Proof): Promise<readonly string[]> {
  const broken = await brokenBy(proof.programs.starter, { ...proof, schedules: proof.schedules.slice(0, 1) });
  return broken.length > 0 ? [] : ['The starter passes every check under the schedule that the learner sees.'];
}

async function problemsOfRight(proof: Proof): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const program of proof.programs.right) {
    // A program that is stopped always breaks a check as well.
    for (const { check, schedule, found } of await brokenBy(program, proof)) {
      problems.push(
        `${program.name} is rejected by ${check.id}, under "${schedule}": ${found.verdict.story.join(' ')}`,
      );
    }
  }
  return problems;
}

async function problemsOfWrong(proof: Proof): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const program of proof.programs.wrong) {
    const checks = proof.checks.filter(({ id }) => id === program.rejectedBy);
    const [rejected] = await brokenBy(program, { ...proof, checks });
    if (!rejected) {
      const others = (await brokenBy(program, proof)).map(({ check }) => check.id);
      const instead = others.length > 0 ? `only by ${others.join(', ')}` : 'nor by any other check';
      problems.push(`${program.name} is not rejected by ${program.rejectedBy}, ${instead}.`);
    } else if (rejected.check.judge(rejected.found.trace).kind === 'holds') {
      // Grading blames a check for a program that was stopped, whatever the check is about.
      problems.push(`${program.name} is stopped, and ${program.rejectedBy} has nothing against it before that.`);
    }
  }
  return problems;
}

async function problemsOfRepeating({ programs, schedules, run }: Proof): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const program of [programs.starter, programs.right[0]!]) {
    for (const { name, scenario } of schedules) {
      const difference = firstDifference(await run(program, scenario), await run(program, scenario));
      if (difference !== null) problems.push(`Two runs of the ${program.name} under "${name}" differ ${difference}.`);
    }
  }
  return problems;
}

async function brokenBy(
  program: LessonProgram,
  { schedules, checks, run }: Proof,
): Promise<readonly Extract<GradedCheck, { readonly kind: 'broken' }>[]> {
  const input = { schedules, checks, run: (scenario: Scenario) => run(program, scenario), shrinkRuns: 0 };
  const report = await grade(input).catch((error: unknown) => {
    // A program that fails like this teaches nothing, whatever it should show.
    throw error instanceof NeverStarted ? new Error(`${program.name}: ${error.message}`) : error;
  });
  return report.checks.filter((graded) => graded.kind === 'broken');
}

/** Where two traces part, or null. A trace is plain data, so its JSON is all of it. */
function firstDifference(one: Trace, other: Trace): string | null {
  const length = Math.max(one.length, other.length);
  for (let index = 0; index < length; index++) {
    const [left, right] = [JSON.stringify(one[index]), JSON.stringify(other[index])];
    if (left !== right) return `at event ${index}: ${left} and ${right}`;
  }
  return null;
}

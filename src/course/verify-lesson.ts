/** The proof that a lesson teaches what it says: who should fail fails, who should pass passes, and always the same way. */
import { grade, schedulesOf } from './grade.ts';
import type { GradedCheck } from './grade.ts';
import type { Lesson, Schedule, SourceFiles } from './lesson.ts';
import type { Scenario } from '../simulation/scenario.ts';
import type { Trace } from '../trace/events.ts';

/** Runs a whole program: the lesson's given files and a set of the learner's. */
export type RunProgram = (files: SourceFiles, scenario: Scenario) => Promise<Trace>;

/**
 * Every way in which the lesson does not hold, as sentences; none when it does. It must be that
 * - the starter fails, under the schedule that the learner sees;
 * - the solution and each also-right solution pass every check under every schedule;
 * - each wrong solution is rejected by the check that it names;
 * - every page that is rendered has a template; and
 * - two runs give the same trace, under every schedule.
 */
export async function verifyLesson(lesson: Lesson, runProgram: RunProgram): Promise<readonly string[]> {
  const missingTemplates = new Set<string>();
  const runnerOf =
    (files: SourceFiles) =>
    async (scenario: Scenario): Promise<Trace> => {
      const trace = await runProgram({ ...lesson.given, ...files }, scenario);
      for (const name of templatesIn(trace)) if (!(name in lesson.templates)) missingTemplates.add(name);
      return trace;
    };
  const [visible, ...hidden] = schedulesOf(lesson);
  const schedules = [visible!, ...hidden];
  const brokenBy = async (
    files: SourceFiles,
    among: readonly Schedule[],
    checks = lesson.checks,
  ): Promise<readonly GradedCheck[]> => {
    const report = await grade({ schedules: among, checks, run: runnerOf(files), shrinkRuns: 0 });
    return report.checks.filter(({ kind }) => kind === 'broken');
  };

  const problems: string[] = [];
  if ((await brokenBy(lesson.starter, [visible!])).length === 0) {
    problems.push('The starter passes every check under the schedule that the learner sees.');
  }
  const right = [{ name: 'solution', files: lesson.solution }, ...lesson.alsoRight];
  for (const { name, files } of right) {
    for (const broken of await brokenBy(files, schedules)) problems.push(`${name} is rejected: ${tell(broken)}`);
  }
  for (const { name, rejectedBy, files } of lesson.wrong) {
    const named = lesson.checks.filter(({ id }) => id === rejectedBy);
    if ((await brokenBy(files, schedules, named)).length > 0) continue;
    const others = (await brokenBy(files, schedules)).map(({ check }) => check.id);
    const instead = others.length > 0 ? `only by ${others.join(', ')}` : 'nor by any other check';
    problems.push(`wrong/${name} is not rejected by ${rejectedBy}, ${instead}.`);
  }
  for (const [name, files] of [['starter', lesson.starter] as const, ['solution', lesson.solution] as const]) {
    const run = runnerOf(files);
    for (const schedule of schedules) {
      const difference = firstDifference(await run(schedule.scenario), await run(schedule.scenario));
      if (difference !== null) problems.push(`Two runs of the ${name} under "${schedule.name}" differ ${difference}.`);
    }
  }
  for (const name of missingTemplates) problems.push(`A view renders ${name}, and there is no templates/${name}.html.`);
  return problems;
}

function tell(graded: GradedCheck): string {
  if (graded.kind === 'holds') return `${graded.check.id} holds.`;
  return `${graded.check.id}, under "${graded.schedule}": ${graded.found.verdict.story.join(' ')}`;
}

const templatesIn = (trace: Trace): readonly string[] =>
  trace.flatMap((event) => (event.type === 'request responded' ? (event.response.template ?? []) : []));

/** Where two traces part, or null. A trace is plain data, so its JSON is all of it. */
function firstDifference(one: Trace, other: Trace): string | null {
  const length = Math.max(one.length, other.length);
  for (let index = 0; index < length; index++) {
    const [left, right] = [JSON.stringify(one[index]), JSON.stringify(other[index])];
    if (left !== right) return `at event ${index}: ${left} and ${right}`;
  }
  return null;
}

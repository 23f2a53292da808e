/**
 * `npm run lessons`: proves of every lesson what `verifyLesson` asks, on two real Postgres servers and in the sandbox.
 * `npm run lessons -- 02` proves only those whose folders begin like that.
 */
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { schedulesOf } from '../src/course/grade.ts';
import type { Lesson } from '../src/course/lesson.ts';
import { InvalidLesson } from '../src/course/lesson-problem.ts';
import { lessonFolders, loadLessonNode } from '../src/course/load-lesson-node.ts';
import { verifyLesson } from '../src/course/verify-lesson.ts';
import type { RunProgram } from '../src/course/verify-lesson.ts';
import { ensureSnapshot } from './build-snapshot.ts';
import { loadServerFiles } from '../src/postgres/load-server-files-node.ts';
import { startCluster } from '../src/postgres/start-cluster.ts';
import { bundleWorker } from '../src/sandbox/bundle-worker.ts';
import { startProgram } from '../src/sandbox/node-program.ts';
import type { Cluster } from '../src/simulation/postgres-node.ts';
import { neverStartedProgram } from '../src/simulation/program.ts';
import { runScenario } from '../src/simulation/run-scenario.ts';
import { withScripts } from '../src/simulation/scripts.ts';
import { lessonTypeErrors } from './lesson-types.ts';

const [{ source: workerSource }, serverFiles] = await Promise.all([
  bundleWorker({ minify: false }),
  ensureSnapshot().then(loadServerFiles),
]);

const runOn =
  (cluster: Cluster): RunProgram =>
  async ({ files }, scenario) => {
    const { seed, environment } = scenario;
    const started = await startProgram({ files, seed, environment, workerSource });
    const program = 'kind' in started ? neverStartedProgram(started) : started;
    try {
      return await runScenario({ cluster, program, scenario: withScripts(scenario, files) });
    } finally {
      program.terminate();
    }
  };

/** What is wrong with a lesson, one sentence each. */
async function problemsOf(lesson: Lesson): Promise<readonly string[]> {
  // The compiler is a process of its own, and so takes no time from the runs.
  const [errors, problems] = await Promise.all([lessonTypeErrors(lesson), problemsOfRuns(lesson)]);
  // A program that is not well typed says so better itself than by what it then does.
  return errors.length > 0 ? errors : problems;
}

async function problemsOfRuns(lesson: Lesson): Promise<readonly string[]> {
  const { schemaSql, standaloneSql, replication } = lesson;
  const cluster = await startCluster({
    files: serverFiles,
    schemaSql,
    standaloneSql,
    replication,
    where: 'in-process',
  });
  try {
    return await verifyLesson(lesson, runOn(cluster));
  } finally {
    cluster.terminate();
  }
}

async function report(folder: string): Promise<boolean> {
  const started = performance.now();
  try {
    const lesson = await loadLessonNode(folder);
    const problems = await problemsOf(lesson);
    const seconds = ((performance.now() - started) / 1_000).toFixed(1);
    const { alsoRight, wrong, id } = lesson;
    const proven = `starter fails, solution and ${alsoRight.length} also right pass, ${wrong.length} wrong are rejected`;
    const schedules = `${schedulesOf(lesson).length} schedules, the same trace twice`;
    console.log(problems.length === 0 ? `${id}: ${proven}, ${schedules} (${seconds} s)` : `${id} does not hold:`);
    for (const problem of problems) console.log(`  ${problem}`);
    return problems.length === 0;
  } catch (error) {
    // Whatever is wrong with one lesson, the others are looked at all the same.
    console.log(error instanceof InvalidLesson ? error.message : error);
    return false;
  }
}

const wanted = process.argv.slice(2);
const all = await lessonFolders(fileURLToPath(new URL('../lessons', import.meta.url)));
const folders = all.filter((folder) => wanted.length === 0 || wanted.some((name) => basename(folder).startsWith(name)));
let proven = 0;
for (const folder of folders) if (await report(folder)) proven++;
console.log(`lessons: ${proven} of ${folders.length}`);
if (proven < folders.length || folders.length === 0) process.exitCode = 1;

/** The first lesson's checks over runs in which nothing goes as it should: no promise is kept by keeping none. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureSnapshot } from '../scripts/build-snapshot.ts';
import type { Lesson, Verdict } from '../src/course/lesson.ts';
import { loadLessonNode } from '../src/course/load-lesson-node.ts';
import { loadServerFiles } from '../src/postgres/load-server-files-node.ts';
import { startCluster } from '../src/postgres/start-cluster.ts';
import { startProgram } from '../src/sandbox/node-program.ts';
import { bundleWorker } from '../src/sandbox/bundle-worker.ts';
import type { Cluster } from '../src/simulation/postgres-node.ts';
import { runScenario } from '../src/simulation/run-scenario.ts';

let lesson: Lesson;
let cluster: Cluster;
let workerSource: string;
beforeAll(async () => {
  lesson = await loadLessonNode('lessons/01-the-order-that-is-not-there');
  const files = await loadServerFiles(await ensureSnapshot());
  const { schemaSql, replication } = lesson;
  cluster = await startCluster({ files, schemaSql, replication, where: 'in-process' });
  ({ source: workerSource } = await bundleWorker({ minify: false }));
});
afterAll(() => cluster.terminate());

/** The verdicts over the lesson's own schedule, by the check's id, for the starter with some words replaced. */
async function verdicts(file: string, from: string, to: string): Promise<Readonly<Record<string, Verdict>>> {
  const { given, starter, scenario, checks } = lesson;
  const text = starter[file]!;
  if (!text.includes(from)) throw new Error(`The starter's ${file} does not say ${from} any more.`);
  const files = { ...given, ...starter, [file]: text.replace(from, to) };
  const program = await startProgram({ files, seed: scenario.seed, workerSource });
  if ('kind' in program) throw new Error(program.error.message);
  try {
    const trace = await runScenario({ cluster, program, scenario });
    return Object.fromEntries(checks.map(({ id, judge }) => [id, judge(trace)]));
  } finally {
    program.terminate();
  }
}

test('where every order is refused, nobody is said to see their orders', async () => {
  const { 'sees-own-order': own } = await verdicts('router.ts', "return 'default'", "return 'replica'");
  expect(own).toMatchObject({
    kind: 'broken',
    story: [expect.stringContaining("Ana's POST /checkout/"), expect.stringContaining('never told OK')],
  });
});

test('where nobody is ever answered, nothing is said to hold', async () => {
  const begun = 'export async function catalogue(request: HttpRequest) {';
  const all = await verdicts('views.ts', begun, `${begun}\n  await new Promise(() => {});`);
  expect(Object.values(all).map(({ kind }) => kind)).toEqual(lesson.checks.map(() => 'broken'));
});

test('an error that ends with a full stop ends its sentence', async () => {
  const all = await verdicts('router.ts', "return 'replica'", "return 'elsewhere'");
  const told = Object.values(all).flatMap((verdict) => (verdict.kind === 'broken' ? verdict.story : []));
  expect(told.join(' ')).toContain("doesn't exist.");
  expect(told.filter((sentence) => sentence.includes('..'))).toEqual([]);
});

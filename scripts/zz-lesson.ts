import { schedulesOf } from '../src/course/grade.ts';
import { programsOf } from '../src/course/lesson-programs.ts';
import { loadLessonNode } from '../src/course/load-lesson-node.ts';
import { loadServerFiles } from '../src/postgres/load-server-files-node.ts';
import { startCluster } from '../src/postgres/start-cluster.ts';
import { bundleWorker } from '../src/sandbox/bundle-worker.ts';
import { startProgram } from '../src/sandbox/node-program.ts';
import { neverStartedProgram } from '../src/simulation/program.ts';
import { runScenario } from '../src/simulation/run-scenario.ts';
import { withScripts } from '../src/simulation/scripts.ts';
import { planOfRaw } from '../src/explain/plan-of-raw.ts';
import { readJson } from '../src/explain/read-json.ts';
import { ensureSnapshot } from './build-snapshot.ts';
const lesson = await loadLessonNode('lessons/06-the-same-query-two-plans');
const { source: workerSource } = await bundleWorker({ minify: false });
const files = await loadServerFiles(await ensureSnapshot());
const { schemaSql, standaloneSql, replication } = lesson;
const cluster = await startCluster({ files, schemaSql, standaloneSql, replication, where: 'in-process' });
const { starter, right, wrong } = programsOf(lesson);
const only = process.argv[2];
for (const program of [starter, ...right, ...wrong].filter(({ name }) => !only || name.includes(only)))
  for (const { name, scenario } of schedulesOf(lesson).slice(0, process.argv[3] ? 99 : 1)) {
    const started = await startProgram({ files: program.files, seed: scenario.seed, workerSource });
    const t = performance.now();
    const p = 'kind' in started ? neverStartedProgram(started) : started;
    const trace = await runScenario({ cluster, program: p, scenario: withScripts(scenario, program.files) });
    p.terminate();
    const ms = Math.round(performance.now() - t);
    const t2 = performance.now();
    const verdicts = lesson.checks.map((check) => [check.id, check.judge(trace)] as const);
    console.log('\n##', program.name, '|', name, trace.length, 'events', ms, 'ms, judged', Math.round(performance.now() - t2), JSON.stringify(trace).length);
    for (const [id, v] of verdicts) if (v.kind === 'broken') console.log('  ', id, ':', v.story.join(' '));
    if (process.argv[4]) for (const e of trace) if (e.type === 'query ran') { if (e.plan) { const pl = planOfRaw(readJson(e.plan)); console.log('   ', e.node, pl.root.actual!.buffers!.sharedHit + pl.root.actual!.buffers!.sharedRead, pl.nodes.map((n) => `${n.title}(${n.estimate!.rows}/${n.actual!.rows}x${n.actual!.loops})`).join(' < ')); } else console.log('   ', e.node, e.sql.slice(0, 60), e.outcome.kind === 'error' ? e.outcome.error.message : ''); }
    const end = trace.at(-1)!; if (end.type === 'run ended' && end.reason !== 'finished') console.log(end);
  }
cluster.terminate();

import snapshotUrl from 'virtual:replayground/snapshot-url';
import { sandboxWorkerSource } from 'virtual:replayground/sandbox-worker';
import { NeverStarted, grade, schedulesOf } from '../course/grade.ts';
import type { Lesson, SourceFiles } from '../course/lesson.ts';
import { loadServerFiles } from '../postgres/load-server-files-browser.ts';
import { startCluster } from '../postgres/start-cluster.ts';
import { BrowserSandboxes } from '../sandbox/browser-sandboxes.ts';
import type { Intervention } from '../simulation/intervention.ts';
import type { Cluster } from '../simulation/postgres-node.ts';
import { neverStartedProgram, type Program } from '../simulation/program.ts';
import { runScenario } from '../simulation/run-scenario.ts';
import type { Scenario } from '../simulation/scenario.ts';
import type { Trace } from '../trace/events.ts';
import type { Engine, GradeOutcome, GradeWatch, RestingCluster, RunOutcome, RunRequest } from '../workbench/engine.ts';

/** The engine of a lesson page: the lesson's Postgres servers in workers, and a sandbox for each run. */
export class BrowserEngine implements Engine {
  readonly #sandboxes = new BrowserSandboxes({
    workerSource: sandboxWorkerSource,
    frameUrl: new URL('frame.html', document.baseURI).href,
  });
  #started: { readonly lesson: Lesson; readonly cluster: Cluster } | null = null;
  #closed = false;
  /** The end of the queue: one run at a time has the servers. */
  #last: Promise<unknown> = Promise.resolve();

  async prepare(lesson: Lesson): Promise<RestingCluster> {
    this.#started?.cluster.terminate();
    const files = loadServerFiles(snapshotUrl);
    const { schemaSql, standaloneSql } = lesson;
    const cluster = await startCluster({ files, schemaSql, standaloneSql, where: 'workers' });
    // The page may have been left while the servers started.
    if (this.#closed) cluster.terminate();
    this.#started = { lesson, cluster };
    const { lsn, slot, tables, standaloneLsn } = cluster;
    return { lsn, slot, tables, ...(standaloneLsn !== undefined && { standaloneLsn }) };
  }

  async run({ files, scenario, interventions }: RunRequest): Promise<RunOutcome> {
    const trace = await this.#run(files, scenario, interventions);
    const ended = trace.find((event) => event.type === 'code stopped');
    return ended?.neverStarted ? { refused: ended.error } : { trace };
  }

  async grade(files: SourceFiles, watch: GradeWatch): Promise<GradeOutcome> {
    const { lesson } = this.#prepared();
    const run = (scenario: Scenario): Promise<Trace> => this.#run(files, scenario);
    try {
      return { report: await grade({ schedules: schedulesOf(lesson), checks: lesson.checks, run, ...watch }) };
    } catch (error) {
      if (error instanceof NeverStarted) return { refused: error.error };
      throw error;
    }
  }

  /** Ends the servers and the sandboxes. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#started?.cluster.terminate();
    await this.#sandboxes.close();
  }

  #prepared(): { readonly lesson: Lesson; readonly cluster: Cluster } {
    if (!this.#started) throw new Error('The servers are not started.');
    return this.#started;
  }

  /** Waits for its turn. */
  #run(files: SourceFiles, scenario: Scenario, interventions: RunRequest['interventions'] = []): Promise<Trace> {
    const run = this.#last.then(() => this.#runNow(files, scenario, interventions));
    // Whoever asked for a run hears of its failure; the next in the queue only waits for its end.
    this.#last = run.catch(() => undefined);
    return run;
  }

  async #runNow(files: SourceFiles, scenario: Scenario, interventions: RunRequest['interventions']): Promise<Trace> {
    const { cluster } = this.#prepared();
    const programs: Program[] = [];
    const start = async (code: SourceFiles): Promise<Program> => {
      const { seed, environment } = scenario;
      const started = await this.#sandboxes.startProgram({ files: code, seed, environment });
      const program = 'kind' in started ? neverStartedProgram(started) : started;
      programs.push(program);
      return program;
    };
    try {
      const program = await start(files);
      const started: Intervention<Program>[] = [];
      for (const one of interventions)
        started.push(one.kind === 'deploy' ? { ...one, code: await start(one.code) } : one);
      return await runScenario({ cluster, program, scenario, interventions: started });
    } finally {
      for (const program of programs) program.terminate();
    }
  }
}

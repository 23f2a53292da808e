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
import { type RunInput, runScenario, tryInScenario } from '../simulation/run-scenario.ts';
import type { Scenario } from '../simulation/scenario.ts';
import { withScripts } from '../simulation/scripts.ts';
import type { Trial, TrialOutcome } from '../simulation/trial.ts';
import type { ReplicationKind, Trace } from '../trace/events.ts';
import type { Engine, GradeOutcome, GradeWatch, RestingCluster, RunOutcome, RunRequest } from '../workbench/engine.ts';

type Play<Result> = (input: RunInput) => Promise<Result>;

/** The engine of a lesson page: the lesson's Postgres servers in workers, and a sandbox for each run. */
export class BrowserEngine implements Engine {
  readonly #sandboxes = new BrowserSandboxes({
    workerSource: sandboxWorkerSource,
    frameUrl: new URL('frame.html', document.baseURI).href,
  });
  #lesson: Lesson | null = null;
  #chosen: ReplicationKind | null = null;
  /** The lesson's servers, of each kind that was asked for so far. */
  readonly #clusters = new Map<ReplicationKind, Promise<Cluster>>();
  #closed = false;
  /** The end of the queue: one run at a time has the servers. */
  #last: Promise<unknown> = Promise.resolve();

  async prepare(lesson: Lesson, replication: ReplicationKind): Promise<RestingCluster> {
    if (lesson !== this.#lesson) this.#endAll();
    this.#lesson = lesson;
    this.#chosen = replication;
    // Whoever still asks those that go is answered first.
    void this.#last.then(() => this.#endUnwanted());
    const { lsn, slot, tables, standaloneLsn } = await this.#cluster(replication);
    const transport = replication === 'physical' && { replication };
    return { lsn, slot, tables, ...transport, ...(standaloneLsn !== undefined && { standaloneLsn }) };
  }

  async run(request: RunRequest): Promise<RunOutcome> {
    const trace = await this.#inTurn(request, runScenario);
    const ended = trace.find((event) => event.type === 'code stopped');
    return ended?.neverStarted ? { refused: ended.error } : { trace };
  }

  async tryOut(request: RunRequest, trial: Trial): Promise<TrialOutcome> {
    return this.#inTurn(request, (input) => tryInScenario(input, trial));
  }

  async grade(files: SourceFiles, watch: GradeWatch): Promise<GradeOutcome> {
    const lesson = this.#prepared();
    const { replication } = lesson;
    const run = (scenario: Scenario): Promise<Trace> =>
      this.#inTurn({ files, scenario, replication, interventions: [] }, runScenario);
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
    this.#endAll();
    await this.#sandboxes.close();
  }

  #prepared(): Lesson {
    if (!this.#lesson) throw new Error('The servers are not started.');
    return this.#lesson;
  }

  #cluster(replication: ReplicationKind): Promise<Cluster> {
    if (this.#closed) return Promise.reject(new Error('The page was left.'));
    const known = this.#clusters.get(replication);
    if (known) return known;
    const { schemaSql, standaloneSql } = this.#prepared();
    const files = loadServerFiles(snapshotUrl);
    const started = startCluster({ files, schemaSql, standaloneSql, replication, where: 'workers' });
    this.#clusters.set(replication, started);
    // Whoever asked for them hears of it, and may ask again.
    started.catch(() => this.#clusters.delete(replication));
    return started;
  }

  /** Those to judge by stay, since runs and the judging of them take turns, and those that are chosen. A third of the page's memory
   * goes with the others, which are started again for a fork of an earlier run. */
  #endUnwanted(): void {
    for (const replication of this.#clusters.keys())
      if (replication !== this.#chosen && replication !== this.#lesson?.replication) this.#end(replication);
  }

  #endAll(): void {
    for (const replication of this.#clusters.keys()) this.#end(replication);
  }

  /** Also those that are only starting. */
  #end(replication: ReplicationKind): void {
    this.#clusters.get(replication)?.then(
      (cluster) => cluster.terminate(),
      () => undefined,
    );
    this.#clusters.delete(replication);
  }

  /** Waits for its turn. */
  #inTurn<Result>(request: RunRequest, play: Play<Result>): Promise<Result> {
    const run = this.#last.then(() => this.#play(request, play));
    // Whoever asked for a run hears of its failure; the next in the queue only waits for its end.
    this.#last = run.catch(() => undefined);
    return run;
  }

  async #play<Result>(
    { files, scenario, replication, interventions }: RunRequest,
    play: Play<Result>,
  ): Promise<Result> {
    const cluster = await this.#cluster(replication);
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
      return await play({ cluster, program, scenario: withScripts(scenario, files), interventions: started });
    } catch (error) {
      // Who knows what it has left: the next run gets new servers.
      this.#end(replication);
      throw error;
    } finally {
      for (const program of programs) program.terminate();
    }
  }
}

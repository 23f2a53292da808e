/**
 * The port to what runs the learner's code. The composition root passes the real one (Postgres servers and a
 * sandbox); tests pass a scripted one. It does one thing at a time, in the order in which it is asked.
 */
import type { GradeProgress, GradeReport } from '../course/grade.ts';
import type { Lesson, SourceFiles } from '../course/lesson.ts';
import type { Intervention } from '../simulation/intervention.ts';
import type { Scenario } from '../simulation/scenario.ts';
import type { Trial, TrialOutcome } from '../simulation/trial.ts';
import type { EventOf, ReplicationKind, Trace } from '../trace/events.ts';
import type { ProgramError } from '../trace/http.ts';

/** How the nodes stand before anything has run. */
export type RestingCluster = Pick<EventOf<'run started'>, 'replication' | 'lsn' | 'slot' | 'tables' | 'standaloneLsn'>;

export interface RunRequest {
  /** The whole program: the lesson's given files and the learner's. */
  readonly files: SourceFiles;
  readonly scenario: Scenario;
  /** On the nodes of which kind. Those that do not run yet are started first. */
  readonly replication: ReplicationKind;
  /** What the learner does to the run from outside. What is deployed is a whole program too. */
  readonly interventions: readonly Intervention<SourceFiles>[];
}

/** `refused`: the files could not be started at all, a syntax error for example. */
export type RunOutcome = { readonly trace: Trace } | { readonly refused: ProgramError };

export type GradeOutcome = { readonly report: GradeReport } | { readonly refused: ProgramError };

/** Whoever waits for a verdict: may give up, and hears how far it is. */
export interface GradeWatch {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: GradeProgress) => void;
}

export interface Engine {
  /** Has the lesson's nodes ready, with its tables: those of one kind of replication, which are started if they do not run, or do
   * not run any more. Rejects with a message for people when they cannot be started. */
  prepare(lesson: Lesson, replication: ReplicationKind): Promise<RestingCluster>;
  run(request: RunRequest): Promise<RunOutcome>;
  /** Runs up to a moment, and gives what statements answer that are tried there. Nothing of the run is kept. */
  tryOut(request: RunRequest, trial: Trial): Promise<TrialOutcome>;
  /** Judges the whole program over the lesson's schedules, under the lesson's own kind of replication. Rejects with the signal's reason when it is given up. */
  grade(files: SourceFiles, watch: GradeWatch): Promise<GradeOutcome>;
}

/**
 * The port to what runs the learner's code. The composition root passes the real one (Postgres servers and a
 * sandbox); tests pass a scripted one. It does one thing at a time, in the order in which it is asked.
 */
import type { GradeProgress, GradeReport } from '../course/grade.ts';
import type { Lesson, SourceFiles } from '../course/lesson.ts';
import type { Intervention } from '../simulation/intervention.ts';
import type { Scenario } from '../simulation/scenario.ts';
import type { EventOf, Trace } from '../trace/events.ts';
import type { ProgramError } from '../trace/http.ts';

/** How the nodes stand before anything has run. */
export type RestingCluster = Pick<EventOf<'run started'>, 'lsn' | 'slot' | 'tables' | 'standaloneLsn'>;

export interface RunRequest {
  /** The whole program: the lesson's given files and the learner's. */
  readonly files: SourceFiles;
  readonly scenario: Scenario;
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
  /** Starts the lesson's nodes with its tables. Rejects with a message for people when they cannot be started. */
  prepare(lesson: Lesson): Promise<RestingCluster>;
  run(request: RunRequest): Promise<RunOutcome>;
  /** Judges the whole program over the lesson's schedules. Rejects with the signal's reason when it is given up. */
  grade(files: SourceFiles, watch: GradeWatch): Promise<GradeOutcome>;
}

/** A lesson, loaded and validated. `assemble-lesson.ts` makes one from the files of a folder of `lessons/`. */
import type { ReplicationKind, Trace } from '../trace/events.ts';
import type { Scenario } from '../simulation/scenario.ts';

/** Files of the learner's program by name: `router.ts`, `views.ts`, ... */
export type SourceFiles = Readonly<Record<string, string>>;

/** A part of a lesson's prose, under a heading of its own. */
export interface LessonSection {
  readonly title: string;
  /** HTML, rendered from the lesson's Markdown at load. */
  readonly html: string;
}

/** A schedule with a name that a verdict can mention: "the replica is paused for ever". */
export interface Schedule {
  readonly name: string;
  readonly scenario: Scenario;
}

export interface Lesson {
  /** The folder's name: `01-the-order-that-is-not-there`. */
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly minutes: number;
  readonly chapter: string;
  readonly steps: readonly LessonSection[];
  /** Index of the step to go on with once every check holds. */
  readonly afterSolving: number;
  /** Shown one by one, from a nudge to nearly the answer. */
  readonly hints: readonly LessonSection[];
  readonly schemaSql: string;
  /** How the replica follows the primary. The checks are judged under it, whatever the learner has chosen for their own runs. */
  readonly replication: ReplicationKind;
  /** Tables and rows of the server `standalone`, which is outside of the replication. Most lessons have none. */
  readonly standaloneSql?: string;
  /** Files that the learner sees and cannot edit (`models.ts`, `urls.ts`). A program is these and a set of the learner's. */
  readonly given: SourceFiles;
  /** What the learner starts from, and edits. */
  readonly starter: SourceFiles;
  /** Like every set below, whole: the starter with the changed files in their place. */
  readonly solution: SourceFiles;
  readonly alsoRight: readonly { readonly name: string; readonly files: SourceFiles }[];
  readonly wrong: readonly WrongSolution[];
  /** Liquid templates of the shop's pages, by the name that `render` is given. */
  readonly templates: Readonly<Record<string, string>>;
  readonly django: string;
  readonly scenario: Scenario;
  /** Schedules that the learner has not seen. */
  readonly hidden: readonly Schedule[];
  readonly checks: readonly Check[];
}

/** A plausible solution that does not hold. */
export interface WrongSolution {
  readonly name: string;
  /** HTML: why it tempts, and why it does not hold. */
  readonly html: string;
  /** Id of the check that must reject it. */
  readonly rejectedBy: string;
  readonly files: SourceFiles;
}

export interface Check {
  readonly id: string;
  /** One sentence: what holds. "After the shop said OK, Ana's pages show her order." */
  readonly title: string;
  readonly judge: (trace: Trace) => Verdict;
}

export type Verdict =
  | { readonly kind: 'holds' }
  | {
      readonly kind: 'broken';
      /** Sentences, in order: what happened, told as a story. */
      readonly story: readonly string[];
      /** Index in the trace of the event that broke it. */
      readonly event: number;
    };

/** A lesson, loaded and validated. `load-lesson.ts` makes one from a folder of `lessons/`. */
import type { Trace } from '../trace/events.ts';
import type { Scenario } from '../simulation/scenario.ts';

/** The learner's files by name: `router.ts`, `views.ts`, ... */
export type SourceFiles = Readonly<Record<string, string>>;

export interface LessonStep {
  readonly title: string;
  /** HTML, rendered from the lesson's Markdown at load. */
  readonly html: string;
}

export interface Lesson {
  /** The folder's name: `01-the-order-that-is-not-there`. */
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly minutes: number;
  readonly steps: readonly LessonStep[];
  readonly schemaSql: string;
  /** Files that the learner sees and cannot edit (`models.ts`, `urls.ts`). */
  readonly given: SourceFiles;
  /** What the learner starts from, and edits. */
  readonly starter: SourceFiles;
  readonly solution: SourceFiles;
  readonly alsoRight: readonly { readonly name: string; readonly files: SourceFiles }[];
  readonly wrong: readonly { readonly name: string; readonly rejectedBy: string; readonly files: SourceFiles }[];
  /** Liquid templates of the shop's pages, by the name that `render` is given. */
  readonly templates: Readonly<Record<string, string>>;
  readonly django: string;
  readonly scenario: Scenario;
  /** Schedules that the learner has not seen, each with a name. */
  readonly hidden: readonly { readonly name: string; readonly scenario: Scenario }[];
  readonly checks: readonly Check[];
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

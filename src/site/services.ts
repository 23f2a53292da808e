import type { Lesson } from '../course/lesson.ts';
import type { LessonCard } from '../course/load-lessons-browser.ts';
import type { LoadDjangoTypes } from '../workbench/editor/code-pane.tsx';
import type { Engine } from '../workbench/engine.ts';
import type { TextStorage } from '../workbench/store/browser-storage.ts';
import type { Reference } from './reference/reference.ts';

/** An engine whose servers and sandboxes can be ended. */
export type ClosableEngine = Engine & { readonly close: () => Promise<void> };

/** What the pages need from outside. `main.tsx` alone decides what each of them is. */
export interface Services {
  readonly lessonIds: readonly string[];
  readonly loadLessonCard: (id: string) => Promise<LessonCard>;
  readonly loadLesson: (id: string) => Promise<Lesson>;
  /** An engine for one page. What it consists of is fetched when it is first asked for. */
  readonly openEngine: () => Promise<ClosableEngine>;
  readonly loadDjangoTypes: LoadDjangoTypes;
  /** The API reference, which the home page need not fetch. */
  readonly loadReference: () => Promise<Reference>;
  readonly storage: TextStorage | null;
}

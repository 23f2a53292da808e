import type { Lesson } from '../course/lesson.ts';
import type { LessonCard } from '../course/load-lessons-browser.ts';
import type { LoadDjangoTypes } from '../workbench/editor/code-pane.tsx';
import type { Engine } from '../workbench/engine.ts';
import type { TextStorage } from '../workbench/store/browser-storage.ts';
import type { Reference } from './reference/reference.ts';

/** What the pages need from outside. `main.tsx` alone decides what each of them is. */
export interface Services {
  readonly lessonIds: readonly string[];
  readonly loadLessonCard: (id: string) => Promise<LessonCard>;
  readonly loadLesson: (id: string) => Promise<Lesson>;
  /** An engine for one lesson page; `close` ends its servers. Fetched when a lesson is opened. */
  readonly openEngine: () => Promise<Engine & { readonly close: () => Promise<void> }>;
  readonly loadDjangoTypes: LoadDjangoTypes;
  /** The API reference, which the home page need not fetch. */
  readonly loadReference: () => Promise<Reference>;
  readonly storage: TextStorage | null;
}

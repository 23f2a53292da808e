/** How far a learner is in the course: what is derived from the work that is kept of each lesson. */
import type { LessonCard } from '../../course/load-lessons-browser.ts';
import type { TextStorage } from '../../workbench/store/browser-storage.ts';
import { readWork, type SavedWork } from '../../workbench/store/saved-work.ts';

export type Progress =
  | { readonly kind: 'not begun' }
  /** `step` from 1. */
  | { readonly kind: 'begun'; readonly step: number; readonly of: number }
  | { readonly kind: 'solved' };

export interface LessonProgress {
  readonly card: LessonCard;
  readonly progress: Progress;
}

/** The work that is kept of a lesson; null when there is none, or none that can be read. */
export function workOf(storage: TextStorage | null, lessonId: string): SavedWork | null {
  const read = storage && readWork(storage, lessonId);
  return read?.kind === 'work' ? read.work : null;
}

export function progressOf({ stepCount }: Pick<LessonCard, 'stepCount'>, work: SavedWork | null): Progress {
  if (!work) return { kind: 'not begun' };
  if (work.solved) return { kind: 'solved' };
  // The lesson may have lost steps since.
  return { kind: 'begun', step: Math.min(work.step + 1, stepCount), of: stepCount };
}

export function progressInWords(progress: Progress): string {
  return progress.kind === 'begun' ? `step ${progress.step} of ${progress.of}` : progress.kind;
}

/** `1 of 3 lessons solved`. */
export function courseInWords(lessons: readonly LessonProgress[]): string {
  const solved = lessons.filter(({ progress }) => progress.kind === 'solved').length;
  return `${solved} of ${lessons.length} lessons solved`;
}

/** The lesson to go on with: one that was begun, or else the first that was not. Null when all are solved. */
export function nextLesson(lessons: readonly LessonProgress[]): LessonProgress | null {
  const first = (kind: Progress['kind']): LessonProgress | undefined =>
    lessons.find(({ progress }) => progress.kind === kind);
  return first('begun') ?? first('not begun') ?? null;
}

export interface Chapter {
  readonly title: string;
  readonly lessons: readonly LessonProgress[];
}

/** In the course's order. */
export function chaptersOf(lessons: readonly LessonProgress[]): readonly Chapter[] {
  const titles = [...new Set(lessons.map(({ card }) => card.chapter))];
  return titles.map((title) => ({ title, lessons: lessons.filter(({ card }) => card.chapter === title) }));
}

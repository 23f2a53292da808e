/** What an import of progress does to each lesson. Nothing that was typed here is replaced unless its owner says so. */
import type { SavedWork } from '../../workbench/store/saved-work.ts';
import { sameFiles } from '../../workbench/store/workbench-state.ts';
import type { LessonWorks } from './progress-file.ts';

export interface Conflict {
  readonly id: string;
  readonly mine: SavedWork;
  readonly theirs: SavedWork;
}

export interface ImportPlan {
  /** What to keep of the lessons that need no question: there was nothing here, or the same code. */
  readonly settled: LessonWorks;
  /** Lessons with one code here and another in the file. */
  readonly conflicts: readonly Conflict[];
  /** Lessons of the file that this course does not have. */
  readonly unknown: readonly string[];
}

export function planImport(
  theirs: LessonWorks,
  lessonIds: readonly string[],
  workHere: (id: string) => SavedWork | null,
): ImportPlan {
  const settled: Record<string, SavedWork> = {};
  const conflicts: Conflict[] = [];
  for (const id of lessonIds) {
    const [mine, work] = [workHere(id), theirs[id]];
    if (!work) continue;
    if (!mine) settled[id] = work;
    else if (sameFiles(mine.files, work.files)) settled[id] = furthest(mine, work);
    else conflicts.push({ id, mine, theirs: work });
  }
  return { settled, conflicts, unknown: Object.keys(theirs).filter((id) => !lessonIds.includes(id)) };
}

/** The same code, twice: whatever was reached, here or there, counts. */
const furthest = (mine: SavedWork, theirs: SavedWork): SavedWork => ({
  ...mine,
  step: Math.max(mine.step, theirs.step),
  solved: mine.solved || theirs.solved,
  beforeReset: mine.beforeReset ?? theirs.beforeReset,
});

/** The file's work in the place of one's own, whose code can be brought back as after a reset. */
export const replaced = ({ mine, theirs }: Conflict): SavedWork => ({
  ...theirs,
  solved: mine.solved || theirs.solved,
  beforeReset: mine.files,
  imported: true,
});

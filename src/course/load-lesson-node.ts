/** Reads lessons from the file system, for tests and for the proof of the course. Needs a loader of TypeScript. */
import { readFile, readdir } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { assembleLesson } from './assemble-lesson.ts';
import type { LessonModules } from './assemble-lesson.ts';
import type { Lesson } from './lesson.ts';

/** The folders of all lessons, in the course's order. */
export async function lessonFolders(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return names.toSorted().map((name) => join(root, name));
}

/** @throws InvalidLesson with every problem that was found */
export async function loadLessonNode(folder: string): Promise<Lesson> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = await Promise.all(
    paths.map(async (path) => [relative(folder, path).split(sep).join('/'), await readFile(path, 'utf8')] as const),
  );
  const modules = await Promise.all(
    files
      .filter(([path]) => path === 'scenario.ts' || path === 'hidden.ts' || path === 'checks.ts')
      .map(async ([path]): Promise<Partial<LessonModules>> => import(pathToFileURL(join(folder, path)).href)),
  );
  return assembleLesson({
    id: basename(folder),
    files: Object.fromEntries(files),
    modules: Object.assign({}, ...modules),
  });
}

/** The lessons as Vite bundles them: each file is fetched when its lesson is opened, and not before. */
import { assembleLesson } from './assemble-lesson.ts';
import type { LessonModules } from './assemble-lesson.ts';
import { lessonFrontmatter, parseFrontmatter } from './frontmatter.ts';
import { countSteps } from './lesson-markdown.ts';
import { InvalidLesson } from './lesson-problem.ts';
import type { LessonProblem } from './lesson-problem.ts';
import type { Lesson } from './lesson.ts';

// The modules of code at a lesson's top are imported and need no text.
const texts = import.meta.glob<string>(['../../lessons/*/**/*.{md,sql,ts,html,py}', '!../../lessons/*/*.ts'], {
  query: '?raw',
  import: 'default',
});
const modules = import.meta.glob<Partial<LessonModules>>('../../lessons/*/{scenario,hidden,checks}.ts');

const root = '../../lessons/';
const folderOf = (path: string): string => path.slice(root.length).split('/')[0]!;

/** The ids of all lessons, in the course's order. */
export const lessonIds: readonly string[] = [...new Set(Object.keys(texts).map(folderOf))].toSorted();

/** What a list of lessons shows. */
export type LessonCard = Pick<Lesson, 'id' | 'title' | 'summary' | 'minutes' | 'chapter'> & {
  readonly stepCount: number;
};

/** Reads only a lesson's text. @throws InvalidLesson */
export async function loadLessonCard(id: string): Promise<LessonCard> {
  const load = texts[`${root}${id}/lesson.md`];
  if (!load) throw new InvalidLesson(id, [{ file: 'lesson.md', message: 'It is missing.' }]);
  const problems: LessonProblem[] = [];
  const head = parseFrontmatter('lesson.md', await load(), lessonFrontmatter, (problem) => problems.push(problem));
  if (!head) throw new InvalidLesson(id, problems);
  const { title, summary, minutes, chapter } = head.data;
  return { id, title, summary, minutes, chapter, stepCount: countSteps(head.body) };
}

/** @throws InvalidLesson with every problem that was found; an unknown id has no file at all */
export async function loadLessonBrowser(id: string): Promise<Lesson> {
  const own = <Content>(found: Record<string, () => Promise<Content>>): readonly [string, () => Promise<Content>][] =>
    Object.entries(found).filter(([path]) => folderOf(path) === id);
  const [files, exported] = await Promise.all([
    Promise.all(
      own(texts).map(async ([path, load]) => [path.slice(root.length + id.length + 1), await load()] as const),
    ),
    Promise.all(own(modules).map(([, load]) => load())),
  ]);
  return assembleLesson({ id, files: Object.fromEntries(files), modules: Object.assign({}, ...exported) });
}

/**
 * From the files of a lesson's folder to a lesson. Pure: whoever calls has read the files and imported the modules.
 *
 *     lesson.md                 frontmatter, and the prose in steps
 *     hints.md                  hints, one by one
 *     schema.sql                tables and rows
 *     standalone.sql            those of a third server, outside of the replication; most lessons have none
 *     given/*.ts                the learner sees these and cannot edit them
 *     starter/*.ts, *.sql       what the learner starts from; SQL is for scripts of the scenario
 *     solution/*.ts             the files of the starter that the reference solution changes
 *     also-right/NAME/*.ts      the files that another right solution changes
 *     wrong/NAME/*.ts, wrong.md a plausible wrong solution, and the check that rejects it
 *     templates/NAME.html       the pages, by the name that `render` is given
 *     scenario.ts, hidden.ts    who asks for what and when: what the learner sees run, and what is tried besides
 *     checks.ts, check-*.ts     verdicts over traces
 *     django.py                 the same solution in Django
 */
import type * as z from 'zod';
import { lessonFrontmatter, parseFrontmatter, wrongFrontmatter } from './frontmatter.ts';
import type { FrontmatterFile } from './frontmatter.ts';
import { renderMarkdown, renderSections } from './lesson-markdown.ts';
import { defaultSettings } from '../trace/settings.ts';
import { InvalidLesson } from './lesson-problem.ts';
import type { LessonProblem } from './lesson-problem.ts';
import type { Check, Lesson, LessonSection, Schedule, SourceFiles, WrongSolution } from './lesson.ts';
import type { Scenario } from '../simulation/scenario.ts';

export interface LessonSource {
  /** The folder's name. */
  readonly id: string;
  /** Every file's text by its path within the folder, with `/` between names. */
  readonly files: Readonly<Record<string, string>>;
  /** What the three modules of code export, together. */
  readonly modules: Partial<LessonModules>;
}

/** What `scenario.ts`, `hidden.ts` and `checks.ts` export, each under its own name. */
export interface LessonModules {
  readonly scenario: Scenario;
  readonly hidden: readonly Schedule[];
  readonly checks: readonly Check[];
}

/** Files that are read under a name of their own. */
const knownFiles = [
  'lesson.md',
  'hints.md',
  'schema.sql',
  'standalone.sql',
  'django.py',
  'scenario.ts',
  'hidden.ts',
  'checks.ts',
];
const knownPaths =
  /^check-[^/]+\.ts$|^(given|starter|solution)\/[^/]+\.(ts|sql)$|^(also-right|wrong)\/[^/]+\/[^/]+\.(ts|sql|md)$|^templates\/[^/]+\.html$/;

/** @throws InvalidLesson with every problem that was found */
export function assembleLesson({ id, files, modules: exported }: LessonSource): Lesson {
  const problems: LessonProblem[] = [];
  const report = (problem: LessonProblem): void => void problems.push(problem);
  const modules = completeModules(exported, report);
  const text = (file: string): string => {
    if (files[file] === undefined) report({ file, message: 'It is missing.' });
    return files[file] ?? '';
  };

  for (const file of Object.keys(files)) {
    if (!knownFiles.includes(file) && !knownPaths.test(file)) report({ file, message: 'No part of a lesson.' });
  }
  const head = parseFrontmatter('lesson.md', text('lesson.md'), lessonFrontmatter, report);
  // What the lesson's other files are is said in its head: without one there is no more to check.
  if (!head) throw new InvalidLesson(id, problems);
  const starter = inTabOrder(filesUnder('starter', files), head, report);
  const overlay = (folder: string): SourceFiles => overlayStarter(folder, files, starter, report);

  const { title, summary, minutes, chapter, replication } = head.data;
  const steps = renderSections('step', 'lesson.md', head.body, report);
  const lesson: Lesson = {
    id,
    title,
    summary,
    minutes,
    chapter,
    steps,
    afterSolving: stepAfterSolving(head, steps, report),
    hints: assembleHints(files['hints.md'], report),
    schemaSql: text('schema.sql'),
    replication,
    ...(files['standalone.sql'] !== undefined && { standaloneSql: files['standalone.sql'] }),
    given: filesUnder('given', files),
    starter,
    solution: overlay('solution'),
    alsoRight: namesUnder('also-right', files).map((name) => ({ name, files: overlay(`also-right/${name}`) })),
    wrong: namesUnder('wrong', files).map((name) => assembleWrong(name, files, modules.checks, overlay, report)),
    templates: filesUnder('templates', files),
    django: text('django.py'),
    ...modules,
  };
  reportClashes(lesson.given, starter, report);
  if (problems.length > 0) throw new InvalidLesson(id, problems);
  return lesson;
}

function assembleWrong(
  name: string,
  files: SourceFiles,
  checks: readonly Check[],
  overlay: (folder: string) => SourceFiles,
  report: (problem: LessonProblem) => void,
): WrongSolution {
  const file = `wrong/${name}/wrong.md`;
  if (files[file] === undefined) report({ file, message: 'It is missing.' });
  const head = files[file] === undefined ? undefined : parseFrontmatter(file, files[file], wrongFrontmatter, report);
  const rejectedBy = head?.data.rejectedBy ?? '';
  if (head && !checks.some((check) => check.id === rejectedBy)) {
    const known = checks.map((check) => check.id).join(', ');
    report({
      file,
      line: head.lineOf('rejectedBy'),
      message: `No check is called ${rejectedBy}. There are: ${known}.`,
    });
  }
  const html = renderMarkdown(head?.body ?? '');
  if (head && html === '') report({ file, message: 'It does not say why this tempts and why it does not hold.' });
  return { name, html, rejectedBy, files: overlay(`wrong/${name}`) };
}

function inTabOrder(
  starter: SourceFiles,
  { data: { tabs }, lineOf }: FrontmatterFile<z.infer<typeof lessonFrontmatter>>,
  report: (problem: LessonProblem) => void,
): SourceFiles {
  const names = Object.keys(starter).toSorted();
  if (tabs.toSorted().join() !== names.join()) {
    const message = `\`tabs\` must name each file of starter/ once: ${names.join(', ')}.`;
    report({ file: 'lesson.md', line: lineOf('tabs'), message });
  }
  return Object.fromEntries(tabs.map((name) => [name, starter[name] ?? '']));
}

function stepAfterSolving(
  { data: { afterSolving }, lineOf }: FrontmatterFile<z.infer<typeof lessonFrontmatter>>,
  steps: readonly LessonSection[],
  report: (problem: LessonProblem) => void,
): number {
  const last = Math.max(0, steps.length - 1);
  if (afterSolving === undefined) return last;
  const index = steps.findIndex(({ title }) => title === afterSolving);
  if (index !== -1) return index;
  const message = `No step is called "${afterSolving}".`;
  report({ file: 'lesson.md', line: lineOf('afterSolving'), message });
  return last;
}

function assembleHints(text: string | undefined, report: (problem: LessonProblem) => void): readonly LessonSection[] {
  if (text !== undefined) return renderSections('hint', 'hints.md', text, report);
  report({ file: 'hints.md', message: 'It is missing.' });
  return [];
}

/** The starter with the folder's files in place of its own. */
function overlayStarter(
  folder: string,
  files: SourceFiles,
  starter: SourceFiles,
  report: (problem: LessonProblem) => void,
): SourceFiles {
  const changed = filesUnder(folder, files);
  if (Object.keys(changed).length === 0) report({ file: `${folder}/`, message: 'It changes no file of the starter.' });
  for (const [name, text] of Object.entries(changed)) {
    const file = `${folder}/${name}`;
    if (starter[name] === undefined) report({ file, message: 'The starter has no file of this name.' });
    else if (starter[name] === text) report({ file, message: 'It is the same as in the starter: leave it out.' });
  }
  return { ...starter, ...changed };
}

function reportClashes(given: SourceFiles, starter: SourceFiles, report: (problem: LessonProblem) => void): void {
  for (const name of Object.keys(given)) {
    if (name in starter) report({ file: `given/${name}`, message: 'A file of this name is in starter/ too.' });
  }
}

function completeModules(exported: Partial<LessonModules>, report: (problem: LessonProblem) => void): LessonModules {
  const { scenario, hidden = [], checks = [] } = exported;
  if (!scenario) report({ file: 'scenario.ts', message: 'It does not export `scenario`.' });
  if (hidden.length === 0) report({ file: 'hidden.ts', message: 'It exports no `hidden` schedule.' });
  if (checks.length === 0) report({ file: 'checks.ts', message: 'It exports no `checks`.' });
  const repeated = (names: readonly string[]): readonly string[] => names.filter((name, i) => names.indexOf(name) < i);
  for (const name of repeated(hidden.map((schedule) => schedule.name))) {
    report({ file: 'hidden.ts', message: `Two schedules are called "${name}".` });
  }
  for (const id of repeated(checks.map((check) => check.id))) {
    report({ file: 'checks.ts', message: `Two checks are called ${id}.` });
  }
  return { scenario: scenario ?? { seed: 0, settings: defaultSettings, people: [] }, hidden, checks };
}

/** The program's files and the templates of a folder: a template goes by its name without `.html`. */
function filesUnder(folder: string, files: SourceFiles): SourceFiles {
  const found = Object.entries(files).flatMap(([path, text]) => {
    const name = path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : '';
    return /^[^/]+\.(ts|sql|html)$/.test(name) ? [[name.replace(/\.html$/, ''), text] as const] : [];
  });
  return Object.fromEntries(found);
}

/** The folders within a folder, in the order of their names. */
function namesUnder(folder: string, files: SourceFiles): readonly string[] {
  const names = Object.keys(files).flatMap((path) => {
    const [first, name, rest] = path.split('/');
    return first === folder && name !== undefined && rest !== undefined ? [name] : [];
  });
  return [...new Set(names)].toSorted();
}

import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { programsOf, type LessonProgram } from '../src/course/lesson-programs.ts';
import type { Lesson } from '../src/course/lesson.ts';
import { programDeclaration, programDeclarationFile } from '../src/course/program-declaration.ts';
import { emitDjangoDeclarations } from './reference/django-declarations.ts';
import { runNode } from './run-command.ts';

const compiler = resolve('node_modules/typescript/bin/tsc');
const cache = resolve('.cache/replayground/lesson-types');

/**
 * What the compiler finds in a lesson's programs, one line each: a learner who is shown a solution, or who types a wrong
 * one, must not be shown errors of types beside it. Each program is laid out as a folder of its own, as the editor has it.
 */
export async function lessonTypeErrors(lesson: Lesson): Promise<readonly string[]> {
  const folder = join(cache, lesson.id);
  await rm(folder, { recursive: true, force: true });
  const django = await djangoFolder();
  const { starter, right, wrong } = programsOf(lesson);
  const errors: string[] = [];
  for (const [index, programs] of bySettings([starter, ...right, ...wrong]).entries()) {
    errors.push(...(await typeErrors(join(folder, `settings-${index + 1}`), programs, django)));
  }
  return errors;
}

/** Programs are compiled together where their settings are the same: the types of 'django' know one set of databases. */
function bySettings(programs: readonly LessonProgram[]): readonly (readonly LessonProgram[])[] {
  const settings = new Set(programs.map(({ files }) => files['settings.ts']));
  return [...settings].map((text) => programs.filter(({ files }) => files['settings.ts'] === text));
}

async function typeErrors(folder: string, programs: readonly LessonProgram[], django: string): Promise<string[]> {
  const project = {
    extends: resolve('tsconfig.json'),
    // As lenient as the editor, which ignores what is any for want of a type: a newcomer is not asked to doubt every index.
    compilerOptions: {
      noImplicitAny: false,
      noUncheckedIndexedAccess: false,
      exactOptionalPropertyTypes: false,
      paths: { django: [join(django, 'django/index.d.ts')] },
    },
    include: ['.'],
    exclude: [],
  };
  await writeAll(folder, {
    'tsconfig.json': JSON.stringify(project),
    [programDeclarationFile]: programDeclaration(`./${programs[0]!.name}/settings`),
    ...Object.fromEntries(
      programs.flatMap(({ name, files }) =>
        Object.entries(files).map(([file, text]) => [`${name}/${file}`, text] as const),
      ),
    ),
  });
  const { code, output } = await runNode([compiler, '--project', folder, '--pretty', 'false']);
  if (code === 0) return [];
  const lines = output.trim().split('\n');
  return lines.map((line) => line.replace(/^.*?lesson-types\/[^/]+\/settings-\d+\//, ''));
}

let django: Promise<string> | undefined;

/** The folder of the types that the editor has too. Written once. @throws Error when they cannot be made */
function djangoFolder(): Promise<string> {
  django ??= (async () => {
    const { declarations, problems } = await emitDjangoDeclarations();
    if (problems) throw new Error(problems);
    const folder = join(cache, 'django-types');
    await rm(folder, { recursive: true, force: true });
    await writeAll(folder, declarations);
    return folder;
  })();
  return django;
}

async function writeAll(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { programsOf } from '../src/course/lesson-programs.ts';
import type { Lesson } from '../src/course/lesson.ts';
import { runNode } from './run-command.ts';

const compiler = resolve('node_modules/typescript/bin/tsc');

/**
 * What the compiler finds in a lesson's programs, one line each: a learner who is shown a solution, or who types a wrong
 * one, must not be shown errors of types beside it. Each program is laid out as a folder of its own, as the editor has it.
 */
export async function lessonTypeErrors(lesson: Lesson): Promise<readonly string[]> {
  const folder = resolve('.cache/replayground/lesson-types', lesson.id);
  await rm(folder, { recursive: true, force: true });
  const project = {
    extends: resolve('tsconfig.json'),
    // As the editor has it: a newcomer is not asked to doubt every index.
    compilerOptions: {
      noImplicitAny: false,
      noUncheckedIndexedAccess: false,
      exactOptionalPropertyTypes: false,
      paths: { django: [resolve('src/django/index.ts')] },
    },
    include: ['.'],
    exclude: [],
  };
  const { starter, right, wrong } = programsOf(lesson);
  const files = [starter, ...right, ...wrong].flatMap((program) =>
    Object.entries(program.files).map(([name, text]) => [`${program.name}/${name}`, text] as const),
  );
  for (const [path, text] of [...files, ['tsconfig.json', JSON.stringify(project)] as const]) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const { code, output } = await runNode([compiler, '--project', folder, '--pretty', 'false']);
  if (code === 0) return [];
  const lines = output.trim().split('\n');
  return lines.map((line) => line.replace(/^.*?lesson-types\/[^/]+\//, ''));
}

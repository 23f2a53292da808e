import type { Lesson, SourceFiles } from './lesson.ts';

/** A program of a lesson by the name of its folder: `solution`, `wrong/sleep`. */
export interface LessonProgram {
  readonly name: string;
  /** All of its files, those that are given included. */
  readonly files: SourceFiles;
}

/** Every program that lies in a lesson's folder. */
export interface LessonPrograms {
  readonly starter: LessonProgram;
  /** The reference solution and the others that are also right. */
  readonly right: readonly LessonProgram[];
  readonly wrong: readonly (LessonProgram & { readonly rejectedBy: string })[];
}

export function programsOf({ given, starter, solution, alsoRight, wrong }: Lesson): LessonPrograms {
  const program = (name: string, files: SourceFiles): LessonProgram => ({ name, files: { ...given, ...files } });
  return {
    starter: program('starter', starter),
    right: [program('solution', solution), ...alsoRight.map(({ name, files }) => program(`also-right/${name}`, files))],
    wrong: wrong.map(({ name, files, rejectedBy }) => ({ ...program(`wrong/${name}`, files), rejectedBy })),
  };
}

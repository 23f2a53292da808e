/** What is wrong with a lesson's files, said so that its author finds the place. */
export interface LessonProblem {
  /** Path within the lesson's folder. */
  readonly file: string;
  /** From 1; absent when the problem is no line's. */
  readonly line?: number;
  readonly message: string;
}

/** A lesson that cannot be shown. Its message has one line for each problem. */
export class InvalidLesson extends Error {
  override readonly name = 'InvalidLesson';
  readonly problems: readonly LessonProblem[];
  constructor(id: string, problems: readonly LessonProblem[]) {
    super([`The lesson ${id} has problems:`, ...problems.map(describeProblem)].join('\n'));
    this.problems = problems;
  }
}

const describeProblem = ({ file, line, message }: LessonProblem): string =>
  `  ${file}${line === undefined ? '' : `:${line}`}: ${message}`;

/** Progress as a file: the work that is kept of every lesson, the code too. */
import * as z from 'zod';
import { savedWork, type SavedWork } from '../../workbench/store/saved-work.ts';

const format = 'replayground progress';
const version = 1;

/** What can be told of a file of any version. */
const head = z.object({ format: z.literal(format), version: z.int() });
const body = z.object({ lessons: z.record(z.string(), savedWork) });

/** By the id of the lesson. */
export type LessonWorks = Readonly<Record<string, SavedWork>>;

export const progressFileName = 'replayground-progress.json';

export const writeProgressFile = (lessons: LessonWorks): string =>
  `${JSON.stringify({ format, version, lessons }, null, 2)}\n`;

export type ReadProgressFile =
  | { readonly kind: 'progress'; readonly lessons: LessonWorks }
  /** `problem`: what is wrong with the file and what to do, in sentences. */
  | { readonly kind: 'wrong'; readonly problem: string };

export function readProgressFile(text: string): ReadProgressFile {
  const wrong = (problem: string): ReadProgressFile => ({ kind: 'wrong', problem });
  const choose = `Choose a file that “Export progress” has made, such as ${progressFileName}.`;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return wrong(`This file is not JSON. ${choose}`);
  }
  const known = head.safeParse(json);
  if (!known.success) return wrong(`This file holds no progress of Replayground. ${choose}`);
  if (known.data.version > version)
    return wrong(
      `This file was made by a newer Replayground (its version is ${known.data.version}, and ${version} is known here). ` +
        'Reload this page to get the newest one, and import the file again.',
    );
  const whole = body.safeParse(json);
  if (!whole.success) {
    const [issue] = whole.error.issues;
    const where = issue && issue.path.length > 0 ? ` at “${issue.path.join(' › ')}”: ${issue.message}` : '';
    return wrong(`This file is damaged${where}. Export it anew where it came from, and import that.`);
  }
  return { kind: 'progress', lessons: whole.data.lessons };
}

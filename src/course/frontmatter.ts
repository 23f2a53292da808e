/**
 * The frontmatter of a lesson's Markdown files. The descriptions are its documentation; a key that is not described
 * here is a problem, so that a misspelt one is never silently without effect.
 */
import { LineCounter, isMap, isNode, isScalar, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import * as z from 'zod';
import { replicationKinds } from '../trace/events.ts';
import type { LessonProblem } from './lesson-problem.ts';

/** At the head of `lesson.md`. */
export const lessonFrontmatter = z.strictObject({
  title: z.string().trim().min(1).describe('What the lesson is called, without its number.'),
  summary: z.string().trim().min(1).describe('One sentence for the list of lessons: what one will have done.'),
  minutes: z.int().min(1).max(120).describe('How long a newcomer takes, in minutes.'),
  tabs: z
    .array(z.string())
    .describe("The learner's files, all of `starter/`, in the order of their tabs. The first one is open."),
  afterSolving: z
    .string()
    .optional()
    .describe('Title of the step to go on with once every check holds. Without it, the last one.'),
  chapter: z.string().trim().min(1).describe('The part of the course that it belongs to. Lessons keep their order.'),
  replication: z
    .enum(replicationKinds, { error: `It must be ${replicationKinds.join(' or ')}.` })
    .default('logical')
    .describe('How the replica follows the primary in the lesson, and wherever its checks are judged.'),
});

/** At the head of `wrong/NAME/wrong.md`. */
export const wrongFrontmatter = z.strictObject({
  rejectedBy: z.string().trim().min(1).describe('Id of the check, in `checks.ts`, that must reject this solution.'),
});

export interface FrontmatterFile<Data> {
  readonly data: Data;
  /** The Markdown below, with as many empty lines before it as the frontmatter takes: its line numbers are the file's. */
  readonly body: string;
  /** Line of each key in the file, from 1. */
  readonly lineOf: (key: keyof Data & string) => number;
}

/** Splits and validates a Markdown file. Problems are reported to `report`, and then there is no answer. */
export function parseFrontmatter<Data>(
  file: string,
  text: string,
  schema: z.ZodType<Data>,
  report: (problem: LessonProblem) => void,
): FrontmatterFile<Data> | undefined {
  const match = /^---\r?\n(.*?)^---[ \t]*$/ms.exec(text);
  if (!match || match.index !== 0) {
    report({ file, line: 1, message: 'It must begin with frontmatter between two lines of `---`.' });
    return undefined;
  }
  const lineCounter = new LineCounter();
  const document = parseDocument(match[1]!, { lineCounter });
  // The yaml begins on the file's second line.
  const lineAt = (offset: number): number => lineCounter.linePos(offset).line + 1;
  for (const error of document.errors) report({ file, line: lineAt(error.pos[0]), message: error.message });
  if (document.errors.length > 0) return undefined;

  const parsed = schema.safeParse(document.toJS());
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const at = offsetOf(document, issue.code === 'unrecognized_keys' ? issue.keys[0] : issue.path[0]);
      const name = issue.path.length > 0 ? `\`${issue.path.join('.')}\`: ` : '';
      report({ file, line: lineAt(at), message: name + issue.message });
    }
    return undefined;
  }
  return {
    data: parsed.data,
    body: match[0].replaceAll(/[^\n]/g, '') + text.slice(match[0].length),
    lineOf: (key) => lineAt(offsetOf(document, key)),
  };
}

/** Offset of a top-level key, or of the beginning when it is absent. */
function offsetOf(document: Document, key: PropertyKey | undefined): number {
  if (!isMap(document.contents)) return 0;
  const pair = document.contents.items.find((item) => isScalar(item.key) && item.key.value === key);
  return (isNode(pair?.key) && pair.key.range?.[0]) || 0;
}

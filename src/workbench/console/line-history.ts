/** What was typed before, for the arrow keys; kept in the browser, so that it is there after a reload. */
import * as z from 'zod';
import type { TextStorage } from '../store/browser-storage.ts';

const most = 100;
const savedLines = z.array(z.string());

const keyOf = (lessonId: string): string => `replayground:console:${lessonId}`;

export function readLines(storage: TextStorage | null, lessonId: string): readonly string[] {
  try {
    return savedLines.parse(JSON.parse(storage?.getItem(keyOf(lessonId)) ?? '[]'));
  } catch {
    // Another version's, or damaged: a history of lines is no loss.
    return [];
  }
}

/** The lines with one more, and no line twice in a row. */
export function withLine(lines: readonly string[], line: string): readonly string[] {
  return lines.at(-1) === line ? lines : [...lines, line].slice(-most);
}

/** Where storage is full or blocked, the history lasts as long as the page. */
export function writeLines(storage: TextStorage | null, lessonId: string, lines: readonly string[]): void {
  try {
    storage?.setItem(keyOf(lessonId), JSON.stringify(lines));
  } catch {
    // The page has said so of the learner's code, which matters more.
  }
}

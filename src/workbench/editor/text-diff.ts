import { diffLines } from 'diff';

/** A line of a comparison: in both texts, or in one of them alone. */
export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** The lines of both texts in the order of a unified diff. How a line is indented makes no difference, nor whether the last
 * one has an end. */
export function textDiff(before: string, after: string): readonly DiffLine[] {
  return diffLines(withEnd(before), withEnd(after), { ignoreWhitespace: true }).flatMap(({ added, removed, value }) => {
    const kind = added ? 'added' : removed ? 'removed' : 'same';
    return value
      .split('\n')
      .slice(0, -1)
      .map((text) => ({ kind, text }) as const);
  });
}

/** Whether there is nothing to be shown of what is different. */
export const isSameCode = (before: string, after: string): boolean =>
  textDiff(before, after).every(({ kind }) => kind === 'same');

const withEnd = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`);

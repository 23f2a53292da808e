import { diffLines } from 'diff';

/** A line of a comparison: in both texts, or in one of them alone. */
export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** The lines of both texts in the order of a unified diff. Whether the last line has an end makes no difference. */
export function textDiff(before: string, after: string): readonly DiffLine[] {
  return diffLines(withEnd(before), withEnd(after)).flatMap(({ added, removed, value }) => {
    const kind = added ? 'added' : removed ? 'removed' : 'same';
    return value
      .split('\n')
      .slice(0, -1)
      .map((text) => ({ kind, text }) as const);
  });
}

const withEnd = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`);

import type { SourcePlace } from '../../trace/http.ts';
import type { ColumnPairs } from './compiled-program.ts';

/** The learner's column (from 0) of a column (from 0) of the stripped JavaScript: the same token, or what stands as far
 * behind the last token before it. */
export function sourceColumn(columns: ColumnPairs, line: number, javascriptColumn: number): number {
  const pairs = columns[line - 1] ?? [];
  const last = pairs.findLast(([javascript]) => javascript <= javascriptColumn);
  return last ? last[1] + (javascriptColumn - last[0]) : javascriptColumn;
}

/** A position of acorn's in the stripped JavaScript (line from 1, column from 0) as a place in the learner's file. */
export function placeInSource(
  { file, columns }: { readonly file: string; readonly columns: ColumnPairs },
  { line, column }: { readonly line: number; readonly column: number },
): SourcePlace {
  return { file, line, column: sourceColumn(columns, line, column) + 1 };
}

import type { ColumnPairs } from './compiled-program.ts';

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * Reads the columns out of a source map's `mappings` of a file whose lines did not move (ECMA-426, section 9.2). Each
 * segment is a base64 VLQ list of differences: JavaScript column, source index, source line, source column.
 */
export function decodeColumns(mappings: string): ColumnPairs {
  let sourceColumn = 0;
  return mappings.split(';').map((line) => {
    let javascriptColumn = 0;
    return line
      .split(',')
      .filter((segment) => segment !== '')
      .map((segment) => {
        const [javascriptStep, , , sourceStep] = decodeVlq(segment);
        javascriptColumn += javascriptStep!;
        sourceColumn += sourceStep!;
        return [javascriptColumn, sourceColumn] as const;
      });
  });
}

/** Five bits a digit, the lowest first; the sixth bit says that more follow; the lowest bit of all is the sign. */
function decodeVlq(segment: string): number[] {
  const numbers: number[] = [];
  let bits = 0;
  let shift = 0;
  for (const character of segment) {
    const digit = digits.indexOf(character);
    bits |= (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(bits & 1 ? -(bits >> 1) : bits >> 1);
    bits = 0;
    shift = 0;
  }
  return numbers;
}

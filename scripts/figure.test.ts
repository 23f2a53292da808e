import { expect, it } from 'vitest';
import { figureOf } from './figure.ts';

it.each([
  ['✓ a\n✓ b\nunit: 12 passed, 0 failed\n', 0, { passed: 12, failed: 0 }],
  ['unit: 11 passed, 1 failed\n', 1, { passed: 11, failed: 1 }],
  ['lessons: 1 of 3\n', 1, { passed: 1, failed: 2 }],
  ['build: 40 files, 9.1 MB, 2.2 MB gzipped\n', 0, { passed: 1, failed: 0 }],
])('the last line gives the figure: %j', (output, exitCode, figure) => {
  expect(figureOf(output, exitCode)).toEqual(figure);
});

it('counts a script that ended with an error as a failure, whatever it printed', () => {
  expect(figureOf('unit: 12 passed, 0 failed\n', 1)).toEqual({ passed: 12, failed: 1 });
  expect(figureOf('Error: no such file\n', 1)).toEqual({ passed: 0, failed: 1 });
  expect(figureOf('', 1)).toEqual({ passed: 0, failed: 1 });
});

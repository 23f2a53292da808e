import { expect, test } from 'vitest';
import { readProgressFile, writeProgressFile } from './progress-file.ts';
import { work } from './saved-work.fixture.ts';

test('what is exported is read again, the code too', () => {
  const lessons = { a: work({ step: 3, beforeReset: { 'router.ts': '// before' } }), b: work({ solved: true }) };
  expect(readProgressFile(writeProgressFile(lessons))).toEqual({ kind: 'progress', lessons });
});

const whole: Record<string, unknown> = JSON.parse(writeProgressFile({ a: work() }));

test.each([
  ['no JSON', 'Dear diary', /is not JSON\. Choose a file that “Export progress” has made/],
  ['other JSON', '{"name": "replayground"}', /holds no progress of Replayground\. Choose/],
  ['null', 'null', /holds no progress/],
  ['a newer version', JSON.stringify({ ...whole, version: 2 }), /newer Replayground .*Reload this page/],
  [
    'a damaged lesson',
    JSON.stringify({ ...whole, lessons: { a: { ...work(), step: -1 } } }),
    /is damaged at “lessons › a › step”.*Export it anew/,
  ],
])('%s is refused, and it is said what to do', (_, text, problem) => {
  expect(readProgressFile(text)).toEqual({ kind: 'wrong', problem: expect.stringMatching(problem) });
});

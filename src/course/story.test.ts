import { expect, test } from 'vitest';
import { fullStop } from './story.ts';

test.each([
  ['It was refused', 'It was refused.'],
  ["The connection doesn't exist.", "The connection doesn't exist."],
  ['Why?', 'Why?'],
  ['and so on …', 'and so on …'],
])('%s ends as a sentence: %s', (text, sentence) => {
  expect(fullStop(text)).toBe(sentence);
});

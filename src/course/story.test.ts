import { expect, test } from 'vitest';
import type { PageResponse } from '../trace/http.ts';
import { requestId, virtualMs } from '../trace/ids.ts';
import { answerInWords, fullStop } from './story.ts';

test.each([
  ['It was refused', 'It was refused.'],
  ["The connection doesn't exist.", "The connection doesn't exist."],
  ['Why?', 'Why?'],
  ['and so on …', 'and so on …'],
])('%s ends as a sentence: %s', (text, sentence) => {
  expect(fullStop(text)).toBe(sentence);
});

const answered = (response: Omit<PageResponse, 'cookies'>): string =>
  answerInWords({
    started: {
      type: 'request started',
      at: virtualMs(0),
      requestId: requestId(1),
      person: 'Ana',
      method: 'GET',
      path: '/',
      form: {},
      cookies: {},
    },
    responded: {
      type: 'request responded',
      at: virtualMs(9),
      requestId: requestId(1),
      person: 'Ana',
      response: { ...response, cookies: {} },
    },
    queries: [],
    commits: [],
  });

test.each([
  [{ status: 302, redirect: '/orders/7/' }, 'a redirect to /orders/7/'],
  [{ status: 200, template: 'refused' }, '200 and the page refused'],
  [{ status: 500, error: { name: 'ValueError', message: 'No.' } }, '500, ValueError: No.'],
  [{ status: 204 }, '204'],
])('%o is said in words: %s', (response, words) => {
  expect(answered(response)).toBe(words);
});

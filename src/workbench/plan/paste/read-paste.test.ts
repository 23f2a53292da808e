import { expect, it, test } from 'vitest';
import { readPasted } from './read-paste.ts';

const many = (count: number): string =>
  JSON.stringify([
    { Plan: { 'Node Type': 'Append', Plans: Array.from({ length: count }, () => ({ 'Node Type': 'Result' })) } },
  ]);

it('reads a plan as text and as JSON, with its steps', () => {
  expect(readPasted('')).toEqual({ kind: 'nothing' });
  for (const text of ['Result  (cost=0.00..0.01 rows=1 width=4)', '[{"Plan": {"Node Type": "Result"}}]'])
    expect(readPasted(text)).toMatchObject({ kind: 'plan', steps: [{ node: { title: 'Result' } }] });
});

test.each([
  ['{"Plan": ', /^This JSON ends too early/],
  ['[]', /has no "Plan"/],
  ['Dear diary', /^There is no plan in this text/],
  [many(1_000), /^This plan has 1,001 nodes\. Up to 1,000 are drawn here\.$/],
  [`{${' '.repeat(5_000_000)}`, /^This has 5,000,001 characters/],
])('says what is wrong with %.12s', (text, message) => {
  expect(readPasted(text)).toEqual({ kind: 'wrong', message: expect.stringMatching(message) });
});

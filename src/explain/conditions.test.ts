import { expect, test } from 'vitest';
import { conditionsOf } from './conditions.ts';

const said = (clause: string): readonly string[] =>
  conditionsOf(clause).map(({ qualifier, key, operator, value }) => `${qualifier ?? '-'} ${key} ${operator} ${value}`);

test.each([
  ['(a.n = 3)', ['a n = 3']],
  ["((status)::text = 'new'::text)", ["- status = 'new'::text"]],
  [
    "((a.n = 3) AND (a.at > '2024-01-01'::date) AND ((a.name)::text ~~ 'x) AND (%'::text))",
    ['a n = 3', "a at > '2024-01-01'::date", "a name ~~ 'x) AND (%'::text"],
  ],
  ["(lower((a.name)::text) = 'x'::text)", ["a lower(name) = 'x'::text"]],
  ['(a.paid_at IS NULL)', ['a paid_at IS NULL']],
  ["(a.n = ANY ('{1,2}'::integer[]))", ["a n = ANY ('{1,2}'::integer[])"]],
  ['("Order"."From" = 1)', ['Order "From" = 1']],
  ['((a.n = 3) OR (a.m = 4))', []],
  ['(a.is_open AND (NOT a.is_paid))', []],
  ['((a.n + 1) = 3)', []],
])('%s', (clause, conditions) => {
  expect(said(clause)).toEqual(conditions);
});

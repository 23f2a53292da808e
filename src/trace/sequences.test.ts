import { expect, it } from 'vitest';
import type { PgSequence } from './postgres-values.ts';
import { advanceSequences, isBehind, nextValue, skippedValues } from './sequences.ts';

const sequence = (change: Partial<PgSequence>): PgSequence => ({
  schema: 'public',
  name: 'drink_id_seq',
  tableSchema: 'public',
  table: 'drink',
  column: 'id',
  increment: '1',
  lastValue: '1',
  isCalled: false,
  highest: null,
  isUsed: false,
  isUnique: true,
  ...change,
});

it('the next value is the last one itself until it was called, and beyond what a number can tell apart', () => {
  expect(nextValue(sequence({}))).toBe(1n);
  expect(nextValue(sequence({ isCalled: true, increment: '5' }))).toBe(6n);
  expect(nextValue(sequence({ isCalled: true, lastValue: '9007199254740993' }))).toBe(9_007_199_254_740_994n);
});

it('a sequence is behind up to the highest value of its column, and leaves none out then', () => {
  const at = (lastValue: string) => sequence({ isCalled: true, lastValue, highest: '4' });
  expect(['2', '3', '4', '9'].map((last) => isBehind(at(last)))).toEqual([true, true, false, false]);
  expect(['2', '3', '4', '9'].map((last) => skippedValues(at(last)))).toEqual([0n, 0n, 0n, 5n]);
  expect(skippedValues(sequence({ isCalled: true, lastValue: '20', increment: '5', highest: '10' }))).toBe(2n);
  expect(isBehind(sequence({}))).toBe(false);
});

it('only those that are behind are advanced, by names that are quoted', () => {
  const odd = sequence({ name: `o'dd "seq`, tableSchema: 'My', table: 'T', column: 'Id', highest: '4' });
  expect(advanceSequences([sequence({}), sequence({ highest: '7' }), odd])).toBe(
    `select setval('"public"."drink_id_seq"', max("id")) from "public"."drink"; ` +
      `select setval('"public"."o''dd ""seq"', max("Id")) from "My"."T"`,
  );
  expect(advanceSequences([sequence({})])).toBeNull();
});

import { describe, expect, it } from 'vitest';
import { lsn } from '../../trace/ids.ts';
import type { PgSequence } from '../../trace/postgres-values.ts';
import { sequenceInWords, sequencesTitle, slotsInWords, tellingSequences, whySkipped } from './sequence-words.ts';

const sequence = (change: Partial<PgSequence>): PgSequence => ({
  schema: 'public',
  name: 'shop_order_id_seq',
  tableSchema: 'public',
  table: 'shop_order',
  column: 'id',
  increment: '1',
  lastValue: '41',
  isCalled: true,
  highest: '41',
  isUsed: false,
  isUnique: true,
  ...change,
});
const level = sequence({});
const behind = sequence({ lastValue: '1', isCalled: false, isUsed: true });
const ahead = sequence({ lastValue: '73' });

describe('a sequence in words', () => {
  it('that hands out what is used names the next, the highest and what comes of it', () => {
    expect(sequenceInWords(behind)).toBe(
      ' hands out 1 next, though shop_order.id has come to 41: the next insert fails with 23505, duplicate key.',
    );
  });

  it('that has gaps before it claims no more of the next insert than is so', () => {
    expect(sequenceInWords({ ...behind, isUsed: false })).toContain('an insert will fail with 23505');
    expect(sequenceInWords({ ...behind, isUnique: false })).not.toContain('23505');
  });

  it('that skips says by how much, and why where that is so', () => {
    expect(sequenceInWords(ahead)).toBe(' hands out 74 next: 32 values are skipped after 41.');
    expect(sequenceInWords(sequence({ lastValue: '42' }))).toContain('one value is skipped');
    expect(whySkipped([level, ahead], 'physical')).toContain('32 values ahead');
    expect(whySkipped([level, ahead], 'logical')).toBeNull();
    expect(whySkipped([level], 'physical')).toBeNull();
  });

  it('that is level, or whose table is empty, says what it hands out', () => {
    expect(sequenceInWords(level)).toBe(' hands out 42 next.');
    expect(sequenceInWords(sequence({ highest: null }))).toBe(' hands out 42 next.');
  });
});

describe('what is told of the sequences together', () => {
  it('is how many are behind', () => {
    expect(sequencesTitle([level, behind])).toBe('A sequence did not come along.');
    expect(sequencesTitle([behind, behind])).toBe('2 sequences did not come along.');
    expect(sequencesTitle([level, ahead])).toBe('No sequence hands out an id that is used.');
    expect(sequencesTitle([])).toBe('No column draws from a sequence.');
    expect(sequencesTitle(null)).toContain('could not be read');
  });

  it('leaves out those of which nothing is to be said, unless that is all', () => {
    expect(tellingSequences([level, behind, ahead])).toEqual([behind, ahead]);
    expect(tellingSequences([level])).toEqual([level]);
  });
});

it('the slot is told of with what the replica had of its own', () => {
  const stood = lsn(0x1a2a08);
  expect(slotsInWords([], stood)).toContain(
    "the primary's stood at 0/1A2A08, and the replica had none at its promotion",
  );
  expect(slotsInWords([{ name: 'own', type: 'physical' }], stood)).toContain('had only own, of its own, at its');
  expect(slotsInWords(null, stood)).toContain('Nor could');
});

/** What is told of the promoted node's sequences and slots, in words. */
import type { ReplicationKind } from '../../trace/events.ts';
import { formatLsn, type Lsn } from '../../trace/ids.ts';
import type { PgSequence, PgSlot } from '../../trace/postgres-values.ts';
import { isBehind, nextValue, skippedValues } from '../../trace/sequences.ts';

/** After the name of a sequence. */
export function sequenceInWords(sequence: PgSequence): string {
  const { table, column, highest } = sequence;
  const next = ` hands out ${nextValue(sequence)} next`;
  if (isBehind(sequence)) return `${next}, though ${table}.${column} has come to ${highest}: ${comesOfIt(sequence)}.`;
  const skipped = skippedValues(sequence);
  if (skipped === 0n) return `${next}.`;
  return `${next}: ${skipped === 1n ? 'one value is' : `${skipped} values are`} skipped after ${highest}.`;
}

/** Null where nothing is skipped, or where it has other reasons (`SEQ_LOG_VALS` of src/backend/commands/sequence.c). */
export function whySkipped(sequences: readonly PgSequence[], kind: ReplicationKind): string | null {
  if (kind === 'logical' || sequences.every((sequence) => skippedValues(sequence) === 0n)) return null;
  return 'Postgres logs a sequence up to 32 values ahead, and a standby knows only the log.';
}

function comesOfIt({ isUsed, isUnique }: PgSequence): string {
  if (!isUnique) return 'rows will share a number';
  return isUsed ? 'the next insert fails with 23505, duplicate key' : 'an insert will fail with 23505, duplicate key';
}

/** Those that something is to be said of; where there is none, all. */
export function tellingSequences(sequences: readonly PgSequence[]): readonly PgSequence[] {
  const telling = sequences.filter((sequence) => isBehind(sequence) || skippedValues(sequence) > 0n);
  return telling.length > 0 ? telling : sequences;
}

export function sequencesTitle(sequences: readonly PgSequence[] | null): string {
  if (sequences === null)
    return 'The sequences could not be read: a transaction that has failed keeps the one session.';
  const behind = sequences.filter(isBehind).length;
  if (behind > 0) return `${behind === 1 ? 'A sequence' : `${behind} sequences`} did not come along.`;
  return sequences.length > 0 ? 'No sequence hands out an id that is used.' : 'No column draws from a sequence.';
}

/** @param primarySlot how far the replica had confirmed the slot that it followed */
export function slotsInWords(slots: readonly PgSlot[] | null, primarySlot: Lsn): string {
  if (slots === null) return 'Nor could its slots, at its promotion.';
  const own = slots.map(({ name }) => name).join(', ');
  const had = own === '' ? 'none' : `only ${own}, of its own,`;
  return `The slot did not come along: the primary's stood at ${formatLsn(primarySlot)}, and the replica had ${had} at its promotion. A subscriber needs a new slot, which begins where it is made, and a new copy of the tables.`;
}

/** What a sequence will hand out next, and what an operator types where that was handed out before. */
import type { PgSequence } from './postgres-values.ts';
import { quoted } from './quoted.ts';

/** What `nextval` gives next. */
export const nextValue = ({ lastValue, isCalled, increment }: PgSequence): bigint =>
  BigInt(lastValue) + (isCalled ? BigInt(increment) : 0n);

/** Its column holds what it has yet to hand out. */
export const isBehind = (sequence: PgSequence): boolean =>
  sequence.isUsed || (sequence.highest !== null && nextValue(sequence) <= BigInt(sequence.highest));

/** How many values it leaves out after the highest that its column holds; 0 where there is none, or where it is behind. */
export function skippedValues(sequence: PgSequence): bigint {
  const { highest, increment } = sequence;
  if (highest === null || isBehind(sequence)) return 0n;
  return (nextValue(sequence) - BigInt(highest)) / BigInt(increment) - 1n;
}

/** As Django's `sqlsequencereset` writes it: each sequence that is behind goes on after the highest value of its column. Null where none
 * is behind. */
export function advanceSequences(sequences: readonly PgSequence[]): string | null {
  const behind = sequences.filter(isBehind);
  if (behind.length === 0) return null;
  return behind.map(advance).join('; ');
}

function advance({ schema, name, tableSchema, table, column }: PgSequence): string {
  const sequence = `${quoted(schema)}.${quoted(name)}`.replaceAll("'", "''");
  return `select setval('${sequence}', max(${quoted(column)})) from ${quoted(tableSchema)}.${quoted(table)}`;
}

/**
 * The delay slider's scale: 0, then from 10 ms to 60 s in even ratios, since 50 ms against 100 ms matters as much to a
 * reader as 5 s against 10 s. Positions are whole numbers from 0 to `delaySteps`.
 */
export const delaySteps = 100;

const leastMs = 10;
const mostMs = 60_000;

/** The delay at a position, in virtual ms, rounded to two digits. */
export function delayAt(position: number): number {
  if (position <= 0) return 0;
  const ms = leastMs * (mostMs / leastMs) ** ((position - 1) / (delaySteps - 1));
  return Math.min(mostMs, Number(ms.toPrecision(2)));
}

/** The position of a delay; one beyond the scale stands at its end. */
export function delayPosition(delayMs: number): number {
  if (delayMs <= 0) return 0;
  const position = 1 + ((delaySteps - 1) * Math.log(delayMs / leastMs)) / Math.log(mostMs / leastMs);
  return Math.max(1, Math.min(delaySteps, Math.round(position)));
}

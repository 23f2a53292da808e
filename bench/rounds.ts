/** Measurements in milliseconds of wall clock. */
export interface Compared {
  readonly value: number;
  readonly baseline: number;
}

/** Measures both, taking turns so that whatever slows the machine down meets both, and gives the medians. */
export async function compare(
  rounds: number,
  value: () => Promise<number>,
  baseline: () => Promise<number>,
): Promise<Compared> {
  const values: number[] = [];
  const baselines: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // Each goes first every other time.
    const turns = [async () => values.push(await value()), async () => baselines.push(await baseline())];
    for (const turn of round % 2 === 0 ? turns : turns.toReversed()) await turn();
  }
  return { value: median(values), baseline: median(baselines) };
}

/** The middle of an odd number of measurements; of an even number, the upper of the two. */
export function median(measurements: readonly number[]): number {
  const middle = measurements.toSorted((a, b) => a - b)[Math.floor(measurements.length / 2)];
  if (middle === undefined) throw new Error('There is no median of no measurements.');
  return middle;
}

/** How long it takes, in ms. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** Where a moment of virtual time is drawn. Busy stretches are drawn to scale, idle ones drawn together. */

/** Positions run from 0, the first moment, to 1, the last. */
export interface TimeScale {
  readonly positionOf: (ms: number) => number;
  /** The moment at a position, in virtual ms. */
  readonly timeAt: (position: number) => number;
  /** Stretches, in positions, that are drawn at half of the scale or less. */
  readonly breaks: readonly { readonly from: number; readonly to: number }[];
  /** How many different moments there are. */
  readonly moments: number;
}

/** Idle time up to this long, in virtual ms, is drawn to scale. */
const toScaleMs = 150;
/** The least distance between two moments, in the same unit: a step must be seen. */
const leastMs = 5;

/** `times`: every moment, in virtual ms, that something is drawn at. */
export function timeScale(times: Iterable<number>): TimeScale {
  const moments = [...new Set(times)].toSorted((a, b) => a - b);
  const sums: number[] = [];
  for (const [index, at] of moments.entries())
    sums.push(index === 0 ? 0 : sums[index - 1]! + width(at - moments[index - 1]!));
  const sum = sums.at(-1) ?? 0;
  const positions = sums.map((at) => (sum === 0 ? 0 : at / sum));
  const breaks = moments.flatMap((at, index) => {
    const gap = at - (moments[index - 1] ?? at);
    return gap > 0 && width(gap) <= gap / 2 ? [{ from: positions[index - 1]!, to: positions[index]! }] : [];
  });
  return {
    positionOf: (ms) => interpolate(moments, positions, ms),
    timeAt: (position) => interpolate(positions, moments, position),
    breaks,
    moments: moments.length,
  };
}

/** The longer nothing happens, the more it is drawn together: else a minute's delay would leave no room for the rest. */
function width(gapMs: number): number {
  return gapMs <= toScaleMs ? Math.max(gapMs, leastMs) : toScaleMs * (1 + Math.log2(gapMs / toScaleMs) / 2);
}

/** `from` rises. What lies outside of it is taken to its nearer end. */
function interpolate(from: readonly number[], to: readonly number[], value: number): number {
  const after = Math.min(firstAbove(from, value), from.length - 1);
  const before = Math.max(0, after - 1);
  const [low, high] = [from[before] ?? 0, from[after] ?? 0];
  const share = high === low ? 0 : Math.max(0, Math.min(1, (value - low) / (high - low)));
  return (to[before] ?? 0) + share * ((to[after] ?? 0) - (to[before] ?? 0));
}

/** Index of the first of rising values that is above `value`; their count when none is. */
export function firstAbove(values: readonly number[], value: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

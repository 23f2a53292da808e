import { formatMs } from '../../course/story.ts';
import type { TimeScale } from './time-scale.ts';
import { pixelOf, positionAt, type Frame } from './frame.ts';

export interface Tick {
  /** In px. */
  readonly x: number;
  readonly label: string;
}

/** The least distance between two labels, in px. */
const room = 56;

/** A step of which more than this many are in sight is too fine, even if they have room where the run is busy. */
const mostOfAStep = 400;

/** Steps between labels in virtual ms, the roundest first. */
const steps = [7, 6, 5, 4, 3, 2, 1, 0].flatMap((power) => [5, 2, 1].map((digit) => digit * 10 ** power));

/** Labels at multiples of one round step: the roundest of which enough have room. The scale is not even, so where idle time is drawn
 * together some are left out. */
export function axisTicks(scale: TimeScale, frame: Frame): readonly Tick[] {
  const enough = (0.6 * frame.width) / room;
  let best: readonly Tick[] = [];
  for (const step of steps) {
    const ticks = ticksOf(step, scale, frame);
    if (ticks.length > best.length) best = ticks;
    if (best.length >= enough) break;
  }
  return best;
}

function ticksOf(step: number, scale: TimeScale, frame: Frame): readonly Tick[] {
  const [first, last] = [scale.timeAt(positionAt(frame, 0)), scale.timeAt(positionAt(frame, frame.width))];
  const ticks: Tick[] = [];
  if ((last - first) / step > mostOfAStep) return ticks;
  for (let at = Math.ceil(first / step) * step; at <= last; at += step) {
    const x = pixelOf(frame, scale.positionOf(at));
    if (x - (ticks.at(-1)?.x ?? -room) >= room) ticks.push({ x, label: tickLabel(at) });
  }
  return ticks;
}

const exact = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 });

/** As `formatMs`, but never rounded: a label stands at the moment that it names. */
const tickLabel = (ms: number): string => (ms < 10_000 ? formatMs(ms) : `${exact.format(ms / 1_000)} s`);

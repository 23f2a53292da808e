/** The words of the picture, where there is room for them. */
import type { MarkLook } from './event-marks.ts';
import { pixelOf, type Frame } from './frame.ts';
import type { LaneId } from './lanes.ts';
import type { TimelineLayout } from './timeline-layout.ts';

export interface PictureLabel {
  /** The event that it belongs to. */
  readonly index: number;
  readonly x: number;
  /** The line that the word's middle is on. */
  readonly y: number;
  readonly text: string;
  readonly look: MarkLook;
  /** The side of the word that is at `x`: it stands after its mark or, where there is no room, before it. */
  readonly anchor: 'start' | 'end';
}

const mostLabels = 40;
/** Of a mark, and between a mark and its word, in px. */
const half = 6;
const gap = 3;
/** A letter's width on average, in px. Words are small, so a little much does no harm. */
const letter = 6.6;

/** Words that must not be missed come first when there are too many. */
const plain: ReadonlySet<MarkLook> = new Set(['committed', 'setting']);

interface Obstacle {
  readonly left: number;
  readonly right: number;
  readonly mark: TimelineLayout['marks'][number] | null;
}

export function pictureLabels(layout: TimelineLayout, frame: Frame): readonly PictureLabel[] {
  const labels = [...obstacles(layout, frame)].flatMap(([lane, inLane]) => labelsOf(layout, lane, inLane, frame));
  if (labels.length <= mostLabels) return labels;
  const [urgent, others] = [
    labels.filter(({ look }) => !plain.has(look)),
    labels.filter(({ look }) => plain.has(look)),
  ];
  return [...urgent, ...others].slice(0, mostLabels);
}

/** What a word must not lie on, by lane and from left to right. */
function obstacles({ marks, requests }: TimelineLayout, frame: Frame): ReadonlyMap<LaneId, readonly Obstacle[]> {
  const byLane = new Map<LaneId, Obstacle[]>();
  const add = (lane: LaneId, obstacle: Obstacle): void => {
    if (obstacle.right < -half || obstacle.left > frame.width + half) return;
    const inLane = byLane.get(lane) ?? [];
    inLane.push(obstacle);
    byLane.set(lane, inLane);
  };
  for (const { lane, from, to } of requests)
    add(lane, { left: pixelOf(frame, from), right: pixelOf(frame, to), mark: null });
  for (const mark of marks) {
    const x = pixelOf(frame, mark.x);
    add(mark.lane, { left: x - half, right: x + half, mark });
  }
  for (const inLane of byLane.values()) inLane.sort((a, b) => a.left - b.left);
  return byLane;
}

function labelsOf(
  { lanes }: TimelineLayout,
  lane: LaneId,
  inLane: readonly Obstacle[],
  frame: Frame,
): readonly PictureLabel[] {
  const y = lanes.of(lane).middle;
  const labels: PictureLabel[] = [];
  /** Up to here the lane is taken. */
  let taken = 0;
  for (const [nth, { right, left, mark }] of inLane.entries()) {
    const before = taken;
    taken = Math.max(taken, right);
    if (!mark?.word) continue;
    const { index, look, word: text } = mark;
    const width = text.length * letter + gap;
    // A bar that ends at its mark may be as short as the mark itself.
    const next = inLane.slice(nth + 1).find((other) => other.left > (left + right) / 2)?.left ?? frame.width;
    if (right + width <= Math.min(next, frame.width)) {
      labels.push({ index, x: right + gap, y, text, look, anchor: 'start' });
      taken = right + width;
    } else if (before + width <= left) {
      labels.push({ index, x: left - gap, y, text, look, anchor: 'end' });
    }
  }
  return labels;
}

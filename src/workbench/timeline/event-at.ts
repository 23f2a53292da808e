import { isNotable } from '../events/event-kind.ts';
import type { Trace } from '../../trace/events.ts';
import { pixelOf, positionAt, type Frame } from './frame.ts';
import { trackHeight } from './picture-paths.ts';
import { firstAbove } from './time-scale.ts';
import type { TimelineLayout } from './timeline-layout.ts';

/** So near, in px, a pointer means a mark. */
const reach = 8;

/** Index of the event whose moment is nearest to `x`, in px: the last of those that share it, since all of them have happened there. */
export function eventNear({ places }: TimelineLayout, frame: Frame, x: number): number {
  const position = positionAt(frame, x);
  const positions = places.map((place) => place.x);
  const after = firstAbove(positions, position);
  const [before, next] = [positions[after - 1], positions[after]];
  if (next === undefined || (before !== undefined && position - before < next - position)) return after - 1;
  return firstAbove(positions, next) - 1;
}

/** Index of the event that is drawn at a point, in px; null where there is none. Of those on one spot it is one of note, and
 * else the last. */
export function eventAt(trace: Trace, layout: TimelineLayout, frame: Frame, x: number, y: number): number | null {
  const { lanes, places } = layout;
  const lane = lanes.all.find(({ top, height }) => y >= top && y < top + height);
  if (!lane) return null;
  let found: { readonly index: number; readonly distance: number; readonly notable: boolean } | null = null;
  for (const [index, place] of places.entries()) {
    if (place.lane !== lane.id) continue;
    const distance = Math.abs(pixelOf(frame, place.x) - x);
    if (distance > reach || (found && distance > found.distance)) continue;
    const notable = isNotable(trace[index]!);
    if (found && distance === found.distance && found.notable && !notable) continue;
    found = { index, distance, notable };
  }
  return found?.index ?? stretchAt(layout, frame, x, y);
}

/** Index of the event of the bar, or of the way along the stream, that a point lies in. */
function stretchAt(layout: TimelineLayout, frame: Frame, x: number, y: number): number | null {
  const { lanes, requests, trips } = layout;
  const spans = (from: number, to: number): boolean => pixelOf(frame, from) <= x && x <= pixelOf(frame, to);
  const bar = requests.findLast(
    ({ lane, from, to }) => Math.abs(lanes.of(lane).middle - y) <= reach && spans(from, to),
  );
  if (bar) return bar.index;
  const stream = lanes.of('stream');
  if (y < stream.top || y >= stream.top + stream.height) return null;
  const under = trips.filter(({ committed, applied }) => spans(committed, applied));
  const [nearest] = under.toSorted(
    (a, b) => Math.abs(trackHeight(layout, a) - y) - Math.abs(trackHeight(layout, b) - y),
  );
  return nearest?.index ?? null;
}

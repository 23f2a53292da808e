import { prefersReducedMotion } from '../use-media-query.ts';

/** Scrolls a frame, and nothing around it, until what is in it is in sight. `margin` is in px. */
export function revealIn(frame: HTMLElement, inner: Element, margin: number): void {
  const [seen, own] = [frame.getBoundingClientRect(), inner.getBoundingClientRect()];
  const by = (lowSeen: number, highSeen: number, low: number, high: number): number => {
    const room = Math.max(0, Math.min(margin, (highSeen - lowSeen - (high - low)) / 2));
    if (low < lowSeen + room) return low - lowSeen - room;
    // What is larger than the frame is shown from its beginning.
    return high > highSeen - room ? Math.min(high - highSeen + room, low - lowSeen - room) : 0;
  };
  const [left, top] = [by(seen.left, seen.right, own.left, own.right), by(seen.top, seen.bottom, own.top, own.bottom)];
  if (left === 0 && top === 0) return;
  frame.scrollBy({ left, top, behavior: prefersReducedMotion() ? 'instant' : 'smooth' });
}

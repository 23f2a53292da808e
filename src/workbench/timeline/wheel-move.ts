type Turned = Pick<WheelEvent, 'deltaX' | 'deltaY' | 'deltaMode' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

/** What a turn of the wheel means: a zoom by a factor, a pan by so many px, or null where it scrolls as everywhere. */
export type WheelMove = { readonly factor: number } | { readonly panPx: number } | null;

/** A line in px, where a wheel counts in lines. */
const linePx = 16;
/** A notch of a mouse's wheel does no more than this, whatever the system makes of it; in px. */
const mostPx = 60;

/** With Ctrl or Cmd it zooms, as two fingers on a touchpad do, which browsers report like that. Sideways, or with Shift, it pans. */
export function wheelMove({ deltaX, deltaY, deltaMode, ctrlKey, metaKey, shiftKey }: Turned): WheelMove {
  const unit = deltaMode === 1 ? linePx : 1;
  if (ctrlKey || metaKey) return { factor: Math.exp(-Math.max(-mostPx, Math.min(mostPx, deltaY * unit)) / 100) };
  // Some systems turn the wheel's direction themselves while Shift is held.
  if (shiftKey) return { panPx: (deltaX || deltaY) * unit };
  return Math.abs(deltaX) > Math.abs(deltaY) ? { panPx: deltaX * unit } : null;
}

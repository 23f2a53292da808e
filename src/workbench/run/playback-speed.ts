/** How fast a run plays, as a multiple of the pace that the eye follows. */
export const speeds = [0.5, 1, 2, 4] as const;

export type PlaybackSpeed = (typeof speeds)[number];

/** The speed that was remembered; the usual one when there is none, or it is none of ours. */
export const parseSpeed = (text: string | null): PlaybackSpeed => speeds.find((speed) => String(speed) === text) ?? 1;

/** At the usual speed a run plays in about this long, but never faster or slower than the eye follows. Wall-clock ms. */
const wholeRunMs = 12_000;
const fastestMs = 30;
const slowestMs = 450;
/** Nothing is shown more often than this. */
const frameMs = 16;

/** So many events are stepped over every so many ms of wall clock. */
export function playbackPace(
  eventCount: number,
  speed: PlaybackSpeed,
): { readonly everyMs: number; readonly events: number } {
  const stepMs = Math.max(fastestMs, Math.min(slowestMs, wholeRunMs / eventCount)) / speed;
  const events = Math.max(1, Math.ceil(frameMs / stepMs));
  return { everyMs: stepMs * events, events };
}

/** Which part of a run's picture is in sight. What one chose is kept; what is shown follows from it and the cursor. */
export interface Sight {
  /** The position at the left edge, of the run's 0 to 1. */
  readonly from: number;
  /** The share of the run that is in sight: 1 is all of it. */
  readonly span: number;
  /** The cursor at which this part was chosen by hand: there it stays, be the cursor in it or not. */
  readonly heldAt: number | null;
}

export const wholeRun: Sight = { from: 0, span: 1, heldAt: null };

/** Zoomed in as far as it goes, so many moments are in sight if they are spread evenly. */
const fewestMoments = 5;

/** By so much one press of a button or key zooms. */
export const zoomStep = 1.6;

/** How near the cursor comes to an edge before what is in sight moves along, as a share of it. */
const margin = 0.12;

export const isWhole = ({ span }: Pick<Sight, 'span'>): boolean => span >= 1;

/** The smallest span for a run of so many different moments. */
export const leastSpan = (moments: number): number => Math.min(1, fewestMoments / Math.max(1, moments));

/** Within the run. */
export const within = ({ from, span, heldAt }: Sight): Sight => ({
  from: Math.max(0, Math.min(from, 1 - span)),
  span,
  heldAt,
});

/** Closer by a factor (below 1: wider), and what is at the position `around` stays where it is. */
export function zoomed(sight: Sight, factor: number, around: number, moments: number): Sight {
  const span = Math.max(leastSpan(moments), Math.min(1, sight.span / factor));
  const share = (around - sight.from) / sight.span;
  return within({ from: around - share * span, span, heldAt: sight.heldAt });
}

/** What is shown with the cursor, an event's index, at a position: what was chosen, moved just so far that the cursor is in it.
 * So it is the same whichever way the cursor came. */
export function shownSight(sight: Sight, cursor: number, position: number): Sight {
  if (sight.heldAt === cursor) return sight;
  const { from, span } = sight;
  const least = position - span * (1 - margin);
  const most = position - span * margin;
  return within({ ...sight, from: Math.max(least, Math.min(from, most)) });
}

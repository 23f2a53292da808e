/** The part of a run that is drawn, and how wide. */
export interface Frame {
  /** Position at the left edge, and how much of the run's 0 to 1 there is up to the right one. */
  readonly from: number;
  readonly span: number;
  /** In px. */
  readonly width: number;
}

/** Left and right of the run's ends there is room for a mark's half, in px. */
const inset = 9;

/** Where a position is drawn, in px from the left edge; outside of 0 to `width` where it is not in sight. */
export const pixelOf = ({ from, span, width }: Frame, position: number): number =>
  inset + ((position - from) / span) * (width - 2 * inset);

export const positionAt = ({ from, span, width }: Frame, x: number): number =>
  from + ((x - inset) / Math.max(1, width - 2 * inset)) * span;

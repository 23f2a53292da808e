import type { MarkLook } from './event-marks.ts';
import type { Path } from './path.ts';

/** All shapes of one kind are one path, named for its colours in `timeline.css`. */
export interface GlyphLayer {
  readonly name: string;
  readonly look: MarkLook;
  /** Draws the shape around a point. */
  readonly draw: (path: Path, x: number, y: number) => void;
}

const arrowhead: GlyphLayer['draw'] = (path, x, y) => path.polygon([x, y], [x - 2.6, y - 5.5], [x + 2.6, y - 5.5]);
const disc: GlyphLayer['draw'] = (path, x, y) => path.circle(x, y, 4);
const cross =
  (reach: number): GlyphLayer['draw'] =>
  (path, x, y) => {
    path.line(x - reach, y - reach, x + reach, y + reach);
    path.line(x - reach, y + reach, x + reach, y - reach);
  };

/** From the lowest to the topmost. Adding a look to `MarkLook` means adding its shape here. */
export const glyphLayers: readonly GlyphLayer[] = [
  { name: 'ran-primary', look: 'ran-primary', draw: arrowhead },
  { name: 'ran-replica', look: 'ran-replica', draw: arrowhead },
  { name: 'ran-standalone', look: 'ran-standalone', draw: arrowhead },
  // A prompt.
  {
    name: 'console',
    look: 'console',
    draw: (path, x, y) =>
      path.polyline([
        [x - 3, y - 4],
        [x + 2, y],
        [x - 3, y + 4],
      ]),
  },
  { name: 'committed', look: 'committed', draw: disc },
  { name: 'applied', look: 'applied', draw: disc },
  // A knob on its rail.
  {
    name: 'setting',
    look: 'setting',
    draw: (path, x, y) => path.polygon([x, y - 4.5], [x + 4.5, y], [x, y + 4.5], [x - 4.5, y]),
  },
  // The two bars of a pause.
  {
    name: 'stopped',
    look: 'stopped',
    draw: (path, x, y) => {
      path.box(x - 4, y - 5, 3, 10);
      path.box(x + 1, y - 5, 3, 10);
    },
  },
  {
    name: 'resumed',
    look: 'resumed',
    draw: (path, x, y) => path.polygon([x - 3.5, y - 5], [x + 4.5, y], [x - 3.5, y + 5]),
  },
  { name: 'rebuilt', look: 'rebuilt', draw: (path, x, y) => path.box(x - 4, y - 4, 8, 8) },
  // A disc of which the left half is full, as on the rest of the page.
  { name: 'stale', look: 'stale', draw: (path, x, y) => path.circle(x, y, 5) },
  { name: 'stale-half', look: 'stale', draw: (path, x, y) => path.halfDisc(x, y, 5) },
  { name: 'failed', look: 'failed', draw: cross(4) },
  { name: 'crashed', look: 'crashed', draw: cross(6) },
  { name: 'code-stopped', look: 'code-stopped', draw: cross(6) },
];

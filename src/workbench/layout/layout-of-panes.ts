import type { PaneId } from '../store/workbench-state.ts';
import type { Layout } from './layout.ts';

/** As many columns, at most, in a layout of some panes alone. */
const mostColumns: Readonly<Record<Layout['name'], number>> = { wide: 3, medium: 2, narrow: 0 };

/** A layout of some panes alone: each a column of its own where there is room, in the order in which they are named; otherwise
 * the usual layout without the others. */
export function layoutOfPanes(usual: Layout, panes: readonly PaneId[]): Layout {
  if (panes.length <= mostColumns[usual.name]) {
    const size = 100 / panes.length;
    const column = { size, sizeForTwoFiles: size };
    return {
      ...usual,
      columns: panes.map((pane) => ({ id: pane, ...column, places: [{ size: 100, panes: [pane] }] })),
    };
  }
  const columns = usual.columns.flatMap((column) => {
    const places = column.places.flatMap(({ panes: own, ...place }) => {
      const [first, ...more] = own.filter((pane) => panes.includes(pane));
      return first ? [{ ...place, panes: [first, ...more] as const }] : [];
    });
    return places.length > 0 ? [{ ...column, places: filling(places) }] : [];
  });
  return { ...usual, columns: filling(columns) };
}

const sizes = ['size', 'sizeBeforeVerdict', 'sizeForTwoFiles'] as const;

type Sized = { readonly size: number } & Readonly<Partial<Record<(typeof sizes)[number], number>>>;

/** The same parts with sizes that are 100 per cent together again. */
function filling<Part extends Sized>(parts: readonly Part[]): readonly Part[] {
  return parts.map((part) => {
    const scaled = sizes.flatMap((key) => {
      if (part[key] === undefined) return [];
      const whole = parts.reduce((total, other) => total + (other[key] ?? other.size), 0);
      return [[key, (part[key] * 100) / whole] as const];
    });
    return { ...part, ...Object.fromEntries(scaled) };
  });
}

import type { PaneId } from '../store/workbench-state.ts';
import type { Column, Layout, Place } from './layout.ts';

/** What of a layout is folded. Something is always open. */
export interface Folds {
  /** A place is folded when all panes are that share it. */
  readonly isPlaceFolded: (place: Place) => boolean;
  /** A column is folded, to a strip, when all of its places are. */
  readonly isColumnFolded: (column: Column) => boolean;
  /** Whether anything else is open, so that something would be left to look at. */
  readonly canFold: (place: Place) => boolean;
}

/** `folded` is of the lesson and not of the layout, which may show all of it folded: then it shows none of it so. */
export function foldsOf({ columns }: Layout, folded: readonly PaneId[]): Folds {
  const places = columns.flatMap((column) => column.places);
  const isFolded = ({ panes }: Place): boolean => panes.every((pane) => folded.includes(pane));
  const open = places.filter((place) => !isFolded(place));
  const isPlaceFolded = (place: Place): boolean => open.length > 0 && isFolded(place);
  return {
    isPlaceFolded,
    isColumnFolded: (column) => column.places.every(isPlaceFolded),
    canFold: (place) => open.some((other) => other !== place),
  };
}

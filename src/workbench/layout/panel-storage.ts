import * as z from 'zod';
import { openBrowserStorage, type TextStorage } from '../store/browser-storage.ts';
import type { PanelSizes } from './panel-sizes.ts';

/** Where the sizes of the panes are kept; nowhere when the browser blocks it, which the lesson page says. */
const storage: TextStorage | null = openBrowserStorage(window);

const savedSizes = z.record(z.string(), z.number().min(0).max(100));

/** The sizes that were set by hand. Null where none were, or the layout has had other panels then. */
export function readSizes(key: string, ids: readonly string[]): PanelSizes | null {
  try {
    const sizes = savedSizes.parse(JSON.parse(storage?.getItem(key) ?? ''));
    return Object.keys(sizes).toSorted().join() === ids.toSorted().join() ? sizes : null;
  } catch {
    return null;
  }
}

/** A place that is full forgets sizes, and nothing that anybody wrote. */
export function writeSizes(key: string, sizes: PanelSizes): void {
  try {
    storage?.setItem(key, JSON.stringify(sizes));
  } catch {
    return;
  }
}

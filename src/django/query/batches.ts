import { ValueError } from '../errors.ts';

/** The items, so many at a time; all at once if it is not said how many. @throws ValueError */
export function inBatches<T>(items: readonly T[], size: number | undefined): readonly (readonly T[])[] {
  if (size === undefined) return items.length > 0 ? [items] : [];
  if (!(size > 0)) throw new ValueError('Batch size must be a positive integer.');
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** Values of EXPLAIN's JSON, which somebody may have made up. */
import { isRaw, type Raw } from './read-json.ts';

/** No count of a server is larger, and none but 0 is smaller: so no product of two of them, divided by a third, leaves the numbers. */
const most = 1e75;
const least = 1e-60;

/** What is no number from 0 on is left out. */
export function numberIn(raw: Raw, key: string): number | null {
  const value = raw[key];
  if (typeof value !== 'number' || !(value >= 0 && value <= most)) return null;
  return value < least ? 0 : value;
}

export function stringIn(raw: Raw, key: string): string | null {
  const value = raw[key];
  return typeof value === 'string' ? value : null;
}

/** A list joined by commas, an object as JSON. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  return JSON.stringify(value) ?? '';
}

/** The objects of a list; none where there is no list. */
export const rawsIn = (raw: Raw, key: string): readonly Raw[] => {
  const value = raw[key];
  return Array.isArray(value) ? value.filter(isRaw) : [];
};

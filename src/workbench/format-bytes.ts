import { formatNumber } from '../course/story.ts';

/** Counted in powers of two, as Postgres's `pg_size_pretty` does. */
export function formatBytes(n: number): string {
  if (n < 10_240) return `${formatNumber(n)} B`;
  return n < 10_240 * 1_024 ? `${formatNumber(Math.round(n / 1_024))} kB` : `${Math.round(n / 1_048_576)} MB`;
}

import type { Buffers } from './plan.ts';

/** Pages of tables and indexes, in memory or not, each as often as it was asked for. */
export const touchedPages = ({ sharedHit, sharedRead }: Buffers): number => sharedHit + sharedRead;

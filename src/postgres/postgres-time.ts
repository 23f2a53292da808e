import { epochMs, type VirtualMs, virtualMs } from '../trace/ids.ts';

/** Postgres's `TimestampTz` counts microseconds from 2000-01-01 UTC. */
const postgresEpochMs = Date.UTC(2000, 0, 1);

export const microsecondsOf = (at: VirtualMs): number => Math.floor((epochMs - postgresEpochMs + at) * 1_000);

export const virtualMsOf = (microseconds: number): VirtualMs =>
  virtualMs(microseconds / 1_000 + postgresEpochMs - epochMs);

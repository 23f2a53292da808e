/** The names and quantities that every event speaks in. Branded, so that one is never taken for another. */

declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

/** Milliseconds of virtual time since the run began. May have a fraction. */
export type VirtualMs = Branded<number, 'VirtualMs'>;
export const virtualMs = (ms: number): VirtualMs => ms as VirtualMs;

/** The wall-clock moment, in Unix milliseconds, at which every run begins: Thursday 24 October 2024, 09:00 UTC. */
export const epochMs = Date.UTC(2024, 9, 24, 9);

/** A position in the primary's write-ahead log, in bytes (Postgres type `pg_lsn`). Below 2^53 here. */
export type Lsn = Branded<number, 'Lsn'>;
export const lsn = (bytes: number): Lsn => bytes as Lsn;

/** Reads Postgres's text form, `16/B374D848`: two hexadecimal words, the high one first. */
export function parseLsn(text: string): Lsn {
  const match = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i.exec(text);
  if (!match) throw new Error(`Not an LSN: ${JSON.stringify(text)}. An LSN looks like 0/E26800.`);
  return lsn(Number.parseInt(match[1]!, 16) * 2 ** 32 + Number.parseInt(match[2]!, 16));
}

/** Writes an LSN as Postgres prints it. */
export function formatLsn(position: Lsn): string {
  const high = Math.floor(position / 2 ** 32);
  const low = position % 2 ** 32;
  return `${high.toString(16).toUpperCase()}/${low.toString(16).toUpperCase()}`;
}

/** The two servers that replication runs between. */
export type ReplicationNode = 'primary' | 'replica';

/** A server, by the name of its host. `standalone` has no part in replication: a third, unrelated database, which some
 * lessons have. A program's aliases are mapped to hosts by its `DATABASES`. */
export type NodeName = ReplicationNode | 'standalone';
export const nodeNames: readonly NodeName[] = ['primary', 'replica', 'standalone'];

/** One HTTP request of one person; unique in a run, given in order from 1. */
export type RequestId = Branded<number, 'RequestId'>;
export const requestId = (n: number): RequestId => n as RequestId;

/** One statement sent to a node; unique in a run, given in order from 1. */
export type QueryId = Branded<number, 'QueryId'>;
export const queryId = (n: number): QueryId => n as QueryId;

/** What a server writes to its log about redo (`PerformWalRecovery` of src/backend/access/transam/xlogrecovery.c). */
import type { Recovery } from '../trace/postgres-values.ts';
import { type Lsn, parseLsn } from '../trace/ids.ts';

/** @param log what the server wrote while it started. @param end where its log ends now. */
export function recoveryFrom(log: readonly string[], end: Lsn): Recovery {
  return {
    redoStartLsn: positionAfter('redo starts at', log),
    redoDoneLsn: positionAfter('redo done at', log),
    lsn: end,
    log: log.filter(isOfPostgres).map((line) => line.replace(/ system usage: .*/, '')),
  };
}

/** PGlite's own libraries speak there too. */
const isOfPostgres = (line: string): boolean => !line.startsWith('pglitec: ');

function positionAfter(words: string, log: readonly string[]): Lsn | null {
  const position = log.map((line) => line.split(`${words} `)[1]).find((rest) => rest !== undefined);
  return position === undefined ? null : parseLsn(position.split(' ')[0]!);
}

import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** How many of all are as they have to be. */
export interface Share {
  readonly good: number;
  readonly all: number;
}

/** What `tests/crash-points.test.ts` counts while it runs. */
export interface FaultTally {
  /** Crashes after which all was as it has to be, of the moments of the workload. */
  readonly crashPoints: Share;
  /** Transactions, on each node and after each crash, of which all is there or nothing. */
  readonly transactions: Share;
  /** Commits that were acknowledged, and not as ones that may still be lost, of which all is there: on the server that was started again, and, where
   * their client was told so, on the promoted one. */
  readonly acknowledged: Share;
  /** Ledgers that name what the promoted node lacks and nothing else. */
  readonly ledgers: Share;
}

const file = '.cache/replayground/fault-tally.json';

/** Leaves what a test has counted for `npm run faults`. */
export async function writeTally(tally: FaultTally): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(tally));
}

/** So that nothing of an earlier run is taken for this one's. */
export const removeTally = (): Promise<void> => rm(file, { force: true });

const nothing: Share = { good: 0, all: 0 };

/** What was counted since `removeTally`: nothing where the test did not come so far. */
export async function readTally(): Promise<FaultTally> {
  if (!existsSync(file))
    return { crashPoints: nothing, transactions: nothing, acknowledged: nothing, ledgers: nothing };
  return JSON.parse(await readFile(file, 'utf8')) as FaultTally;
}

export const allGood = (tally: FaultTally): boolean =>
  Object.values(tally).every(({ good, all }: Share) => all > 0 && good === all);

export function tallyLine({ crashPoints, transactions, acknowledged, ledgers }: FaultTally): string {
  const of = ({ good, all }: Share): string => `${good.toLocaleString('en')} of ${all.toLocaleString('en')}`;
  return (
    `crash points ${of(crashPoints)}, transactions whole or absent ${of(transactions)}, ` +
    `acknowledged writes kept ${of(acknowledged)}, ledgers exact ${of(ledgers)}`
  );
}

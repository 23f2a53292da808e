import { expect, it } from 'vitest';
import { allGood, type FaultTally, tallyLine } from './fault-tally.ts';
import { figureOf } from './figure.ts';

const share = { good: 1_484, all: 1_484 };
const tally: FaultTally = {
  crashPoints: { good: 212, all: 212 },
  transactions: share,
  acknowledged: share,
  ledgers: share,
};

it('is told in one line, whose figure the sum of all tests can read', () => {
  const line = tallyLine({ ...tally, ledgers: { good: 211, all: 212 } });
  expect(line).toBe(
    'crash points 212 of 212, transactions whole or absent 1,484 of 1,484, ' +
      'acknowledged writes kept 1,484 of 1,484, ledgers exact 211 of 212',
  );
  expect(figureOf(line, 1)).toEqual({ passed: 211, failed: 1 });
});

it('is good when each is all there is, and there is something', () => {
  expect(allGood(tally)).toBe(true);
  expect(allGood({ ...tally, transactions: { good: 1_483, all: 1_484 } })).toBe(false);
  expect(allGood({ ...tally, acknowledged: { good: 0, all: 0 } })).toBe(false);
});

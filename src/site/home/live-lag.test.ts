import { expect, test } from 'vitest';
import { lsn, virtualMs } from '../../trace/ids.ts';
import type { InFlight, ReplicationView } from '../../trace/view-replication.ts';
import { liveLag } from './live-lag.ts';

const flight = (committedAt: number, appliesAt: number | null): InFlight => ({
  lsn: lsn(committedAt + 1),
  committedAt: virtualMs(committedAt),
  changes: [],
  phase: 'sent',
  appliesAt: appliesAt === null ? null : virtualMs(appliesAt),
  progress: 0,
});
const lagOf = (inFlight: readonly InFlight[], now: number) =>
  liveLag({ inFlight } as unknown as ReplicationView, virtualMs(now));

test('lag grows between two events, and the changes go on', () => {
  const lag = lagOf([flight(100, 1_100), flight(600, 1_600)], 850);
  expect(lag).toMatchObject({ behindMs: 750, landsInMs: 250 });
  expect(lag.travelling.map(({ progress }) => progress)).toEqual([0.75, 0.25]);
});

test('a change that never lands says no time', () => {
  expect(lagOf([flight(100, null)], 900)).toMatchObject({ landsInMs: null, travelling: [{ progress: 0.5 }] });
});

test('with nothing on its way there is no lag', () => {
  expect(lagOf([], 900)).toEqual({ behindMs: 0, landsInMs: null, travelling: [] });
});

/** What EXPLAIN says that a node has taken: its rows, time, blocks, log, memory and processes. */
import type { Measured } from './own-shares.ts';
import { type Buffers, bufferKinds, type IoMs, type PlanNode, type Wal, type WorkMemory } from './plan.ts';
import { numberIn, rawsIn, stringIn } from './raw-values.ts';
import { isRaw, type Raw } from './read-json.ts';

export const removedBy = /^Rows Removed by (.+)$/;

const blockKeys: Readonly<Record<(typeof bufferKinds)[number], string>> = {
  sharedHit: 'Shared Hit Blocks',
  sharedRead: 'Shared Read Blocks',
  sharedDirtied: 'Shared Dirtied Blocks',
  sharedWritten: 'Shared Written Blocks',
  localHit: 'Local Hit Blocks',
  localRead: 'Local Read Blocks',
  localDirtied: 'Local Dirtied Blocks',
  localWritten: 'Local Written Blocks',
  tempRead: 'Temp Read Blocks',
  tempWritten: 'Temp Written Blocks',
};

/** Until PostgreSQL 16 that of shared and local blocks was one. */
const readTimes = ['I/O Read Time', 'Shared I/O Read Time', 'Local I/O Read Time', 'Temp I/O Read Time'];
const writeTimes = ['I/O Write Time', 'Shared I/O Write Time', 'Local I/O Write Time', 'Temp I/O Write Time'];

/** The keys that are read here. */
export const measuredKeys: readonly string[] = [
  'Actual Startup Time',
  'Actual Total Time',
  'Actual Rows',
  'Actual Loops',
  'Workers',
  'Workers Planned',
  'Workers Launched',
  'WAL Records',
  'WAL FPI',
  'WAL Bytes',
  ...Object.values(blockKeys),
  ...readTimes,
  ...writeTimes,
];

export function actualOf(raw: Raw): Measured['actual'] {
  const loops = numberIn(raw, 'Actual Loops');
  if (loops === null) return null;
  const rows = numberIn(raw, 'Actual Rows') ?? 0;
  const last = numberIn(raw, 'Actual Total Time');
  return {
    loops,
    rows,
    totalRows: rows * loops,
    loopMs: last === null ? null : { first: numberIn(raw, 'Actual Startup Time') ?? 0, last },
    removed: Object.keys(raw).flatMap((key) => {
      const by = removedBy.exec(key)?.[1];
      const each = by === undefined ? null : numberIn(raw, key);
      return by === undefined || each === null || each === 0 ? [] : [{ by, rows: each * loops }];
    }),
    buffers: buffersOf(raw),
    wal: walOf(raw),
    io: ioOf(raw),
    byWorker: rawsIn(raw, 'Workers').map((worker, at) => {
      const ofWorker = numberIn(worker, 'Actual Loops') ?? 0;
      return {
        number: numberIn(worker, 'Worker Number') ?? at,
        loops: ofWorker,
        totalRows: (numberIn(worker, 'Actual Rows') ?? 0) * ofWorker,
      };
    }),
  };
}

/** Null where BUFFERS was off. */
export const buffersOf = (raw: Raw): Buffers | null =>
  numberIn(raw, blockKeys.sharedHit) === null
    ? null
    : (Object.fromEntries(bufferKinds.map((kind) => [kind, numberIn(raw, blockKeys[kind]) ?? 0])) as Buffers);

function walOf(raw: Raw): Wal | null {
  const records = numberIn(raw, 'WAL Records');
  if (records === null) return null;
  return { records, fullPageImages: numberIn(raw, 'WAL FPI') ?? 0, bytes: numberIn(raw, 'WAL Bytes') ?? 0 };
}

function ioOf(raw: Raw): IoMs | null {
  const sum = (keys: readonly string[]): number => keys.reduce((ms, key) => ms + (numberIn(raw, key) ?? 0), 0);
  const isTold = [...readTimes, ...writeTimes].some((key) => numberIn(raw, key) !== null);
  return isTold ? { readMs: sum(readTimes), writeMs: sum(writeTimes) } : null;
}

export function workersOf(raw: Raw): PlanNode['workers'] {
  const planned = numberIn(raw, 'Workers Planned');
  return planned === null ? null : { planned, launched: numberIn(raw, 'Workers Launched') };
}

/** Of a Sort, an Incremental Sort, a Hash, a hashed Aggregate, a Memoize; and, since PostgreSQL 17, of what keeps rows to give them again. */
export function memoryOf(raw: Raw): WorkMemory | null {
  const batches = numberIn(raw, 'Hash Batches') ?? numberIn(raw, 'HashAgg Batches');
  const stored = stringIn(raw, 'Storage');
  const kept = [
    { isDisk: stringIn(raw, 'Sort Space Type') === 'Disk', kb: numberIn(raw, 'Sort Space Used') },
    { isDisk: stored !== null && stored !== 'Memory', kb: numberIn(raw, 'Maximum Storage') },
    { isDisk: false, kb: numberIn(raw, 'Peak Memory Usage') },
    { isDisk: true, kb: numberIn(raw, 'Disk Usage') },
    ...['Full-sort Groups', 'Pre-sorted Groups'].flatMap((groups) => [
      { isDisk: false, kb: peakOf(raw[groups], 'Sort Space Memory') },
      { isDisk: true, kb: peakOf(raw[groups], 'Sort Space Disk') },
    ]),
  ].filter((one): one is { readonly isDisk: boolean; readonly kb: number } => one.kb !== null);
  if (kept.length === 0 && batches === null) return null;
  const most = (isDisk: boolean): number | null =>
    kept.filter((one) => one.isDisk === isDisk).reduce<number | null>((kb, one) => Math.max(kb ?? 0, one.kb), null);
  return { peakKb: most(false), diskKb: most(true) ?? 0, batches: batches === null ? null : Math.max(1, batches) };
}

/** `"Full-sort Groups": {"Sort Space Memory": {"Peak Sort Space Used": 27}}` */
function peakOf(groups: unknown, where: string): number | null {
  const space = isRaw(groups) ? groups[where] : null;
  return isRaw(space) ? numberIn(space, 'Peak Sort Space Used') : null;
}

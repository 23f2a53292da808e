/**
 * A base backup, and what a standby is started on: the backup's files, and the primary's write-ahead log since. Redo stops
 * where the log ends, at the first bytes that are no record. So the log is zero from the position that is to be the last.
 */
import type { BaseBackup, DataFile, WalBytes } from '../simulation/postgres-node.ts';
import { formatLsn, type Lsn, lsn } from '../trace/ids.ts';
import type { DataDirectory } from './data-directory.ts';
import { recordEnd, segmentBytes } from './wal-position.ts';

/** No server that is the playground's has another timeline: one that is promoted goes on in the first. */
const timeline = '00000001';

/** Folders whose contents belong to the primary alone, its slots among them, and files of its process
 * (`excludeDirContents` and `excludeFiles` of src/backend/backup/basebackup.c). */
const emptied = /^(pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)\//;
const leftOut = /^(postmaster\.pid|postmaster\.opts)$/;

/** @param flushed up to where the log in the files goes. The files may be of any moment, dirty pages not among them: redo
 * begins at their last checkpoint. */
export function baseBackupOf(files: DataDirectory, flushed: Lsn): BaseBackup {
  return { lsn: flushed, files: files.filter(({ name }) => !emptied.test(name) && !leftOut.test(name)) };
}

/** The name of the file below `pg_wal` that holds a position. */
export function walFileName(position: Lsn): string {
  const word = (number: number): string => number.toString(16).toUpperCase().padStart(8, '0');
  return timeline + word(Math.floor(position / 2 ** 32)) + word(Math.floor((position % 2 ** 32) / segmentBytes));
}

/** Reads the log out of its files. @throws when a file is gone, as one is that a checkpoint has found nobody to need. */
export function readWal(fileNamed: (name: string) => Uint8Array | undefined, from: Lsn, to: Lsn): WalBytes {
  const bytes = new Uint8Array(to - from);
  for (const segment of segmentsOf(from, to)) {
    const name = walFileName(segment);
    const file = fileNamed(name);
    if (!file) throw new Error(`requested WAL segment ${name} has already been removed`);
    const start = Math.max(segment, from);
    bytes.set(file.subarray(start - segment, Math.min(segmentBytes, to - segment)), start - from);
  }
  return { from, bytes };
}

/** The backup's files, with the log up to `end` and nothing after. @throws when there is no log up to there. */
export function filesUpTo(end: Lsn, { files, lsn: backedUp }: BaseBackup, wal: WalBytes): DataDirectory {
  if (end < backedUp) throw new Error(`A backup that ends at ${formatLsn(backedUp)} is not consistent before.`);
  const received = wal.from + wal.bytes.length;
  if (wal.from > backedUp || received < end) {
    const has = `${formatLsn(wal.from)} to ${formatLsn(lsn(received))}`;
    throw new Error(`Redo from ${formatLsn(backedUp)} to ${formatLsn(end)} needs more log than ${has}.`);
  }
  const isNeeded = ({ name }: DataFile): boolean => !isWal(name) || name < `pg_wal/${walFileName(backedUp)}`;
  return [
    ...files.filter(isNeeded),
    ...[...segmentsOf(backedUp, end)].map((segment) => segmentUpTo(end, segment, files, wal)),
  ];
}

/** What a standby is started on that has no more log than its backup. */
export const filesOfBackup = (backup: BaseBackup): DataDirectory =>
  filesUpTo(recordEnd(backup.lsn), backup, { from: backup.lsn, bytes: new Uint8Array() });

const isWal = (name: string): boolean => /^pg_wal\/[0-9A-F]{24}$/.test(name);

function segmentUpTo(end: Lsn, segment: Lsn, files: DataDirectory, wal: WalBytes): DataFile {
  const name = `pg_wal/${walFileName(segment)}`;
  const content = new Uint8Array(segmentBytes);
  const before = files.find((file) => file.name === name)?.content;
  if (before && wal.from > segment) content.set(before.subarray(0, wal.from - segment));
  const start = Math.max(segment, wal.from);
  const stop = Math.min(segment + segmentBytes, end);
  content.set(wal.bytes.subarray(start - wal.from, stop - wal.from), start - segment);
  return { name, mode: 0o600, content };
}

/** Where the segments begin that positions from `from` to `to` lie in. A position that begins a segment has one. */
function* segmentsOf(from: Lsn, to: Lsn): Generator<Lsn> {
  for (let segment = from - (from % segmentBytes); segment < to || segment === from; segment += segmentBytes)
    yield lsn(segment);
}

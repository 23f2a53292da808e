/** From a count of inserted bytes to a position in the log, as `XLogBytePosToRecPtr` of
 * src/backend/access/transam/xlog.c: the count leaves out the headers that begin each page and each segment. */
import { type Lsn, lsn } from '../trace/ids.ts';

const pageBytes = 8_192;
/** `--wal-segsize=1` of `scripts/build-snapshot.ts`. */
export const segmentBytes = 1_048_576;
/** `SizeOfXLogShortPHD` and `SizeOfXLogLongPHD`; the long one begins a segment. */
const pageHeaderBytes = 24;
const segmentHeaderBytes = 40;

const usableInPage = pageBytes - pageHeaderBytes;
const usableInFirstPage = pageBytes - segmentHeaderBytes;
const usableInSegment = (segmentBytes / pageBytes) * usableInPage - (segmentHeaderBytes - pageHeaderBytes);

/** Where the byte after `inserted` bytes goes. What `pg_current_wal_insert_lsn()` says. */
export function walPosition(inserted: number): Lsn {
  const segment = Math.floor(inserted / usableInSegment);
  const left = inserted % usableInSegment;
  if (left < usableInFirstPage) return lsn(segment * segmentBytes + segmentHeaderBytes + left);
  const beyond = left - usableInFirstPage;
  const page = 1 + Math.floor(beyond / usableInPage);
  return lsn(segment * segmentBytes + page * pageBytes + pageHeaderBytes + (beyond % usableInPage));
}

/** Where the record ends that comes before a position: a position behind the header of a page, where the next record goes,
 * is the page's beginning. */
export function recordEnd(position: Lsn): Lsn {
  const header = position % segmentBytes < pageBytes ? segmentHeaderBytes : pageHeaderBytes;
  return position % pageBytes === header ? lsn(position - header) : position;
}

/** What a node has done when the query ran: rows first, then pages, then memory, and times last, since a clock that is coarse says little. */
import { amount, pages, code, count, kilobytes, list } from './in-words.ts';
import type { Actual, Buffers, PlanNode } from './plan.ts';

/** Empty where the query was not run. */
export function whatHappened(node: PlanNode): readonly string[] {
  const { actual } = node;
  if (!actual) return [];
  if (actual.loops === 0) return ['It was never run: nobody asked it for a row.'];
  return [
    rowWords(node, actual),
    ...(actual.ownBuffers ? bufferWords(node, actual.ownBuffers) : []),
    ...memoryWords(node),
    ...logWords(actual),
    ...detailWords(node),
    ...processWords(node, actual),
    ...timeWords(actual),
  ];
}

function rowWords(node: PlanNode, { loops, rows, totalRows, removed }: Actual): string {
  const thrown = removed.reduce((sum, one) => sum + one.rows, 0);
  const ran = loops === 1 ? '' : `Ran ${count(loops, 'time')}. `;
  const each = loops === 1 || totalRows === 0 ? '' : `, ${amount(rows)} each time`;
  if (node.type === 'ModifyTable' && totalRows === 0)
    return `${ran}Gave no rows: nothing was asked back of what it changed.`;
  if (node.type === 'BitmapAnd' || node.type === 'BitmapOr') return `${ran}Gave a list of pages, and no rows.`;
  if (thrown === 0) return `${ran}Gave ${count(totalRows, 'row')}${each}.`;
  const by = list(removed.map((one) => code(one.by)));
  return `${ran}Looked at ${count(totalRows + thrown, 'row')}, kept ${amount(totalRows)} and threw ${amount(thrown)} away (${by})${each}.`;
}

function bufferWords({ type, source }: PlanNode, own: Buffers): readonly string[] {
  const {
    sharedHit: hit,
    sharedRead: read,
    localHit,
    localRead,
    sharedDirtied,
    sharedWritten,
    tempRead,
    tempWritten,
  } = own;
  const local = localHit + localRead;
  return [
    ...(hit + read > 0 ? [sharedWords(hit, read)] : source?.kind === 'table' ? ['Touched no page.'] : []),
    ...(local > 0 ? [`Touched ${pages(local)} of temporary tables.`] : []),
    ...(sharedDirtied > 0
      ? [
          `Changed ${count(sharedDirtied, 'page')} that had been clean${type.endsWith('Scan') ? ': who reads a row for the first time leaves marks on it (hint bits)' : ''}.`,
        ]
      : []),
    ...(sharedWritten > 0 ? [`Had to write ${count(sharedWritten, 'page')} out first, to make room in memory.`] : []),
    ...(tempRead + tempWritten > 0
      ? [`Wrote ${pages(tempWritten)} to temporary files, and read ${pages(tempRead)} back.`]
      : []),
  ];
}

function sharedWords(hit: number, read: number): string {
  if (read === 0) return `Touched ${pages(hit)}, all in memory (shared buffers).`;
  if (hit === 0) return `Touched ${pages(read)}, all of which had to be read.`;
  return `Touched ${pages(hit + read)}: ${amount(hit)} in memory (shared buffers), ${amount(read)} had to be read.`;
}

function memoryWords({ memory, type, details }: PlanNode): readonly string[] {
  if (!memory) return [];
  const { peakKb, diskKb, batches } = memory;
  const method = type === 'Sort' && details['Sort Method'] ? ` (${details['Sort Method']})` : '';
  const parts = batches !== null && batches > 1 ? `, in ${amount(batches)} parts, one after the other` : '';
  if (diskKb > 0) return [`Did not fit into ${code('work_mem')}: ${kilobytes(diskKb)} went to disk${parts}${method}.`];
  if (peakKb === null) return [];
  return [`Held ${kilobytes(peakKb)} in memory${parts}${method}.`];
}

const logWords = ({ ownWal }: Actual): readonly string[] =>
  ownWal && ownWal.records > 0
    ? [`Wrote ${count(ownWal.records, 'record')} of ${count(ownWal.bytes, 'byte')} to the log.`]
    : [];

/** What some kinds of node tell beside. */
function detailWords({ type, details }: PlanNode): readonly string[] {
  const number = (key: string): number => Number(details[key] ?? 0);
  const words: string[] = [];
  if (type === 'Index Only Scan' && number('Heap Fetches') > 0)
    words.push(`For ${count(number('Heap Fetches'), 'row')} the table had to be looked at all the same.`);
  if (number('Lossy Heap Blocks') > 0)
    words.push(
      `Of ${count(number('Lossy Heap Blocks'), 'page')} only the number was noted down, for want of memory: all of their rows were tested again.`,
    );
  if (number('Index Searches') > 1) words.push(`Searched the index ${count(number('Index Searches'), 'time')}.`);
  if (type === 'Memoize')
    words.push(
      `${count(number('Cache Hits'), 'time')} it knew the answer, ${count(number('Cache Misses'), 'time')} it had to ask.`,
    );
  return words;
}

function processWords({ workers }: PlanNode, { byWorker }: Actual): readonly string[] {
  const got = workers?.launched;
  const planned = workers?.planned ?? 0;
  const short =
    got != null && got < planned
      ? [`It got ${amount(got)} of the ${count(planned, 'process', 'processes')} that it wanted.`]
      : [];
  const busy = byWorker.filter(({ loops }) => loops > 0);
  if (busy.length === 0) return short;
  return [
    ...short,
    `Workers gave ${list(busy.map(({ totalRows }) => amount(totalRows)))} of these rows, the leader the rest.`,
  ];
}

function timeWords({ ownMs, totalMs, ownIo }: Actual): readonly string[] {
  if (ownMs === null || totalMs === null) return [];
  const all = totalMs > ownMs ? ` (${amount(round(totalMs))} ms with what is below it)` : '';
  const waited =
    ownIo && ownIo.readMs + ownIo.writeMs > 0
      ? `, ${amount(round(ownIo.readMs + ownIo.writeMs))} ms of these for files`
      : '';
  const own = round(ownMs);
  return [
    own === 0
      ? `Took no time by itself that the clock could tell${all}.`
      : `Took ${amount(own)} ms by itself${all}${waited}.`,
  ];
}

const round = (ms: number): number => Math.round(ms * 1000) / 1000;

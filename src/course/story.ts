/** Words that the stories of verdicts share. */
import { formatLsn } from '../trace/ids.ts';
import type { Staleness } from '../trace/events.ts';
import type { Query, RequestRecord } from './trace-selectors.ts';

/** Made once: making one costs more than a hundred uses. */
const thousands = new Intl.NumberFormat('en-US');
const tenths = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/** `12,345`. */
export const formatNumber = (n: number): string => thousands.format(n);

/** A moment or a span of virtual time: `180 ms`, `12.3 s`. */
export function formatMs(ms: number): string {
  if (ms < 10_000) return `${formatNumber(Math.round(ms))} ms`;
  return `${tenths.format(ms / 1_000)} s`;
}

/** `1 commit`, `2 commits`. */
export const count = (n: number, noun: string): string => `${formatNumber(n)} ${noun}${n === 1 ? '' : 's'}`;

/** The text with one full stop at its end: messages of errors bring theirs along, or do not. */
export const fullStop = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);

/** `Ana's page /orders/7/`, or `Ana's POST /orders/`. */
export function requestName({ started }: RequestRecord): string {
  return `${started.person}'s ${started.method === 'GET' ? 'page' : 'POST'} ${started.path}`;
}

/** `a redirect to /orders/7/`, `200 and the page refused`, `500, ValueError: ...`. */
export function answerInWords({ responded }: RequestRecord): string {
  if (!responded) return 'nothing';
  const { status, redirect, error, template } = responded.response;
  if (error) return `${status}, ${error.name}: ${error.message}`;
  if (redirect !== undefined) return `a redirect to ${redirect}`;
  return template === undefined ? `${status}` : `${status} and the page ${template}`;
}

/** Two sentences: who read what from where, and how its answer differed from the primary's. */
export function staleReadStory(
  request: RequestRecord,
  query: Query,
  staleness: Staleness,
  tables: readonly string[],
): readonly string[] {
  const names = tables.map((table) => table.replace(/^public\./, '')).join(' and ');
  const behind = `${count(staleness.commitsBehind, 'commit')} and ${formatMs(staleness.msBehind)} behind`;
  return [
    `At t = ${formatMs(query.at)}, ${requestName(request)} read ${names} from the replica, which had replayed up to ` +
      `${formatLsn(staleness.replayLsn)}: ${behind}.`,
    differenceStory(staleness),
  ];
}

function differenceStory({ difference }: Staleness): string {
  if (difference.kind !== 'differs') return "Its answer was the same as the primary's.";
  const missing = difference.missing.length;
  const extra = difference.extra.length;
  if (extra === 0) return `Its answer lacked ${count(missing, 'row')} that the primary had.`;
  if (missing === 0) return `Its answer still had ${count(extra, 'row')} that the primary had no longer.`;
  return `Its answer had ${count(extra, 'row')} in an older state than the primary.`;
}

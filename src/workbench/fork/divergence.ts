/** Where a fork of a run goes another way than the run, and what came of it. */
import type { Trace, TraceEvent } from '../../trace/events.ts';
import { isStaleRead } from '../events/event-kind.ts';

export interface Divergence {
  /** Index in the fork, and in the run that was forked, of the first event that is another one; the length of the trace where
   * it has no more. */
  readonly inFork: number;
  readonly inFirst: number;
}

/** What the learner did is no difference: what comes of it is. */
const isIntervention = (event: TraceEvent): boolean =>
  event.type === 'settings changed' ||
  event.type === 'code deployed' ||
  event.type === 'node crashed' ||
  event.type === 'node restarted' ||
  event.type === 'node restored' ||
  event.type === 'node promoted' ||
  event.type === 'node rejoined' ||
  ((event.type === 'query ran' || event.type === 'connection failed') && event.client.kind === 'console');

/** Numbers that a single further statement moves by a little, without anybody being able to tell. */
const counted: ReadonlySet<string> = new Set(
  'lsn replayLsn primaryLsn slot queryId requestId xid wal commitsBehind sequences'.split(' '),
);

const toTheEye = (event: TraceEvent): string =>
  JSON.stringify(event, (key, value: unknown) => (counted.has(key) ? undefined : value));

/** Null where nothing came of it: both runs are the same but for what was done. */
export function divergence(first: Trace, fork: Trace): Divergence | null {
  const [left, right] = [told(first), told(fork)];
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const [a, b] = [left[at], right[at]];
    if (a && b && toTheEye(a.event) === toTheEye(b.event)) continue;
    return { inFirst: a?.index ?? first.length, inFork: b?.index ?? fork.length };
  }
  return null;
}

const told = (trace: Trace): readonly { readonly event: TraceEvent; readonly index: number }[] =>
  trace.flatMap((event, index) => (isIntervention(event) ? [] : [{ event, index }]));

/** What people were given, and what the nodes did, in figures. */
export interface RunFigures {
  readonly pages: number;
  /** Answers of status 400 and above. */
  readonly failed: number;
  readonly staleReads: number;
  readonly commits: number;
  readonly applied: number;
}

export function runFigures(trace: Trace): RunFigures {
  const count = (matches: (event: TraceEvent) => boolean): number => trace.filter(matches).length;
  return {
    pages: count((event) => event.type === 'request responded' && !event.superseded),
    failed: count((event) => event.type === 'request responded' && !event.superseded && event.response.status >= 400),
    staleReads: count(isStaleRead),
    commits: count(({ type }) => type === 'transaction committed'),
    applied: count(({ type }) => type === 'transaction applied'),
  };
}

/** What a failover has cost: the writes that people were told of and the promoted node does not have. */
import type { EventOf, LostCommit, Trace, TraceEvent } from './events.ts';
import type { Lsn, VirtualMs } from './ids.ts';
import { replicationOf } from './replication-of.ts';
import { toldOk } from './told-ok.ts';

type Commit = EventOf<'transaction committed'> | LostCommit;

export interface LostWrite {
  readonly commit: Commit;
  /** Who was told that it is done, and when; null where nobody was by this moment. */
  readonly told: { readonly who: string; readonly at: VirtualMs } | null;
}

export interface Ledger {
  readonly promotedAt: VirtualMs;
  /** In commit order: what the primary committed, before the promotion or after it, and the promoted node never applied. What a
   * crash took before it was flushed the primary does not have either. */
  readonly lost: readonly LostWrite[];
  /** How many writes that somebody was told of it has. */
  readonly kept: number;
  /** Recovery point: the age, when the primary stopped, of the oldest lost write that somebody was told of; 0 where there is none. In
   * virtual ms. */
  readonly recoveryPointMs: number;
  /** Recovery time: from the moment that the primary stopped to the first write that the promoted node took from a client; null
   * where it took none by this moment. In virtual ms. */
  readonly recoveryMs: number | null;
}

/** The ledger as of the event at `cursor`; null where no replica was promoted by then. A primary that did not crash before the
 * promotion is taken to have stopped with it. */
export function ledgerAt(trace: Trace, cursor: number): Ledger | null {
  const past = trace.slice(0, cursor + 1);
  const promoted = past.find((event) => event.type === 'node promoted');
  if (promoted?.type !== 'node promoted') return null;
  const applied = appliedIn(past);
  const told = acknowledgements(past);
  const writes = past.flatMap(commitsOf).map((commit) => ({ commit, told: told(commit) }));
  const lost = writes.filter(
    ({ commit }) => !('type' in commit) || (!applied.has(commit.lsn) && !isUnpublished(past, commit)),
  );
  const oldest = lost.find((write) => write.told !== null)?.commit.at;
  const stoppedAt = crashBefore(past, promoted.at) ?? promoted.at;
  const firstWrite = past.find((event) => event.at >= promoted.at && isWriteOnPromoted(event));
  return {
    promotedAt: promoted.at,
    lost,
    kept: writes.filter((write) => write.told !== null && !lost.includes(write)).length,
    recoveryPointMs: oldest === undefined ? 0 : Math.max(0, stoppedAt - oldest),
    recoveryMs: firstWrite ? firstWrite.at - stoppedAt : null,
  };
}

/** The commits that the replica has, by their end: a restore has undone those from one on. */
function appliedIn(past: Trace): ReadonlySet<Lsn> {
  let applied = new Set<Lsn>();
  for (const event of past) {
    if (event.type === 'transaction applied') applied.add(event.lsn);
    if (event.type === 'node restored') applied = new Set([...applied].filter((lsn) => lsn < event.before));
  }
  return applied;
}

function commitsOf(event: TraceEvent): readonly Commit[] {
  if (event.type === 'transaction committed') return [event];
  return event.type === 'node crashed' ? (event.lost ?? []).filter(({ published }) => published > 0) : [];
}

/** Who was told of a commit: whoever sent the request that made it, or typed it. A prompt is told by the answer itself. */
function acknowledgements(past: Trace): (commit: Commit) => LostWrite['told'] {
  const answers = new Map(
    past.flatMap((event) =>
      event.type === 'request responded' && toldOk(event)
        ? [[event.requestId, { who: event.person, at: event.at }] as const]
        : [],
    ),
  );
  const shownAt = new Map(
    past.flatMap((event) => (event.type === 'query ran' ? [[event.queryId, event.answeredAt] as const] : [])),
  );
  return ({ client, queryId }) => {
    if (client.kind === 'request') return answers.get(client.requestId) ?? null;
    const at = shownAt.get(queryId) ?? null;
    return at === null ? null : { who: 'the console', at };
  };
}

/** Its changes are of tables that do not travel: the replica was never to have them. All of a log does. */
const isUnpublished = (past: Trace, { lsn }: EventOf<'transaction committed'>): boolean =>
  replicationOf(past) === 'logical' &&
  past.some((event) => event.type === 'transaction received' && event.lsn === lsn && event.published === 0);

function crashBefore(past: Trace, at: VirtualMs): VirtualMs | undefined {
  return past.findLast((event) => event.type === 'node crashed' && event.node === 'primary' && event.at <= at)?.at;
}

function isWriteOnPromoted(event: Trace[number]): boolean {
  if (event.type !== 'query ran' || event.node !== 'replica' || event.outcome.kind === 'error') return false;
  return event.outcome.results.some(({ tag }) => /^(INSERT|UPDATE|DELETE|MERGE|COPY) /.test(tag));
}

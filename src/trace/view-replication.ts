/** How far the replica is at a moment of a run, and what is on its way. */
import type { EventOf, ReplicationKind, SlotState, Trace, TraceEvent } from './events.ts';
import { type Lsn, lsn as lsnOf, type QueryId, type VirtualMs } from './ids.ts';
import type { DecodedChange, PgMessage } from './postgres-values.ts';

/** A transaction that the primary has committed and the replica has not applied. */
export interface InFlight {
  readonly lsn: Lsn;
  readonly committedAt: VirtualMs;
  readonly changes: readonly DecodedChange[];
  /** `sent`: on the wire. `waiting`: it has reached the replica and is not applied yet. */
  readonly phase: 'sent' | 'waiting';
  /** When this run will apply it, or null when it never does. */
  readonly appliesAt: VirtualMs | null;
  /** How far it has come, from 0 at the commit through 0.5 at the replica's door to 1 when it is applied. */
  readonly progress: number;
}

/** What has become of the primary after a promotion: it still takes writes, where it runs; it was fenced; it follows the promoted node. */
export type FormerPrimary =
  | { readonly kind: 'takes writes' }
  | { readonly kind: 'fenced'; readonly epoch: number }
  /** `replayLsn` is a position of the promoted node's log, as `ReplicationView.promotedLsn` is. */
  | { readonly kind: 'follows'; readonly replayLsn: Lsn };

export interface ReplicationView {
  /** How the replica follows. */
  readonly kind: ReplicationKind;
  readonly primaryLsn: Lsn;
  readonly replayLsn: Lsn;
  readonly slot: SlotState;
  /** WAL that the primary must keep for the slot, in bytes. */
  readonly retainedBytes: number;
  readonly commitsBehind: number;
  /** Age of the oldest commit that is not applied, in virtual ms. */
  readonly msBehind: number;
  /** WAL between the nodes, in bytes; 0 when no commit is outstanding, whatever else the primary has logged. */
  readonly bytesBehind: number;
  readonly inFlight: readonly InFlight[];
  /** Why the apply worker has stopped. */
  readonly stopped: PgMessage | null;
  /** The replica was restored to a point in time, and stays there until it is promoted. */
  readonly restored: boolean;
  /** The replica follows nobody any more. */
  readonly promoted: boolean;
  /** Where the promoted replica's own log stands; null before. */
  readonly promotedLsn: Lsn | null;
  /** Null before the promotion. */
  readonly former: FormerPrimary | null;
  /** How many commits on the primary are held back until the replica confirms them. */
  readonly commitsWaiting: number;
}

/** Where both nodes stand after some events. Never changed: a later one is a new one. */
export interface ReplicationState {
  readonly kind: ReplicationKind;
  readonly primaryLsn: Lsn;
  readonly replayLsn: Lsn;
  readonly slot: SlotState;
  readonly stopped: PgMessage | null;
  readonly restored: boolean;
  readonly promotedLsn: Lsn | null;
  readonly former: FormerPrimary | null;
  /** Whose commit waits for the replica. */
  readonly waiting: readonly QueryId[];
  /** How many of the trace's commits have happened. */
  readonly commits: number;
}

export const replicationAtStart = ({
  lsn,
  slot,
  replication = 'logical',
}: EventOf<'run started'>): ReplicationState => ({
  kind: replication,
  primaryLsn: lsn,
  replayLsn: lsn,
  slot,
  stopped: null,
  restored: false,
  promotedLsn: null,
  former: null,
  waiting: [],
  commits: 0,
});

const later = (a: Lsn, b: Lsn): Lsn => lsnOf(Math.max(a, b));

export function replicationAfter(state: ReplicationState, event: TraceEvent): ReplicationState {
  switch (event.type) {
    case 'query ran':
      if (event.node === 'primary') {
        if (state.former?.kind === 'follows') return state;
        const waiting = event.waitsFor ? [...state.waiting, event.queryId] : state.waiting;
        return { ...state, waiting, primaryLsn: later(state.primaryLsn, event.lsn) };
      }
      // One that was promoted tells of a log of its own.
      if (event.node !== 'replica') return state;
      return state.promotedLsn === null
        ? { ...state, replayLsn: later(state.replayLsn, event.lsn) }
        : { ...state, promotedLsn: later(state.promotedLsn, event.lsn) };
    case 'transaction committed':
      return { ...state, primaryLsn: later(state.primaryLsn, event.lsn), commits: state.commits + 1 };
    case 'transaction applied':
      return { ...state, replayLsn: later(state.replayLsn, event.lsn) };
    case 'slot advanced':
      return { ...state, slot: event.slot };
    case 'replication stopped':
      return { ...state, stopped: event.error };
    case 'replication resumed':
      return { ...state, stopped: null };
    case 'commit released':
      return { ...state, waiting: state.waiting.filter((id) => id !== event.queryId) };
    case 'node crashed':
      return event.node === 'primary' ? { ...state, waiting: [] } : state;
    case 'node restarted':
      return event.node === 'primary' ? { ...state, primaryLsn: event.recovery.lsn } : state;
    case 'node restored':
      return { ...state, restored: true, replayLsn: event.lsn };
    case 'node promoted':
      return { ...state, restored: false, promotedLsn: event.lsn, former: { kind: 'takes writes' } };
    case 'node fenced':
      return { ...state, waiting: [], former: { kind: 'fenced', epoch: event.epoch } };
    case 'node rejoined':
    case 'log replayed':
      return { ...state, waiting: [], former: { kind: 'follows', replayLsn: event.lsn } };
    default:
      return state;
  }
}

/** The ways of all transactions of a trace, the future's too. */
export interface Transactions {
  readonly commits: readonly EventOf<'transaction committed'>[];
  readonly receivedAt: ReadonlyMap<Lsn, { readonly at: VirtualMs; readonly index: number }>;
  readonly appliedAt: ReadonlyMap<Lsn, VirtualMs>;
}

export function transactionsOf(trace: Trace): Transactions {
  const commits: EventOf<'transaction committed'>[] = [];
  const receivedAt = new Map<Lsn, { readonly at: VirtualMs; readonly index: number }>();
  const appliedAt = new Map<Lsn, VirtualMs>();
  for (const [index, event] of trace.entries()) {
    if (event.type === 'transaction committed') commits.push(event);
    else if (event.type === 'transaction received') {
      // One that a crash took from the replica's memory is sent again.
      if (!receivedAt.has(event.lsn)) receivedAt.set(event.lsn, { at: event.at, index });
    } else if (event.type === 'transaction applied') {
      // What a restore has undone a later one may replay again.
      if (!appliedAt.has(event.lsn)) appliedAt.set(event.lsn, event.at);
    }
  }
  return { commits, receivedAt, appliedAt };
}

/** What the primary has committed and the replica has not applied, the oldest first: nothing once the former primary has given it up. */
const outstanding = ({ commits, replayLsn, former }: ReplicationState, transactions: Transactions) =>
  former?.kind === 'follows' ? [] : transactions.commits.slice(0, commits).filter(({ lsn }) => lsn > replayLsn);

/** After each event of a trace, when the oldest commit was made that the replica has not applied; null where there is none.
 * @throws Error when the trace does not begin with `run started` */
export function oldestOutstanding(trace: Trace): readonly (VirtualMs | null)[] {
  const [start] = trace;
  if (start?.type !== 'run started') throw new Error('A trace begins with the start of its run.');
  const { commits } = transactionsOf(trace);
  let state = replicationAtStart(start);
  // Commits and what is replayed of them are in the order of the log, so what is behind stays behind, but for a restore.
  let oldest = 0;
  return trace.map((event) => {
    state = replicationAfter(state, event);
    if (event.type === 'node restored') oldest = 0;
    while (oldest < state.commits && commits[oldest]!.lsn <= state.replayLsn) oldest++;
    return oldest < state.commits && state.former?.kind !== 'follows' ? commits[oldest]!.at : null;
  });
}

export function replicationView(
  state: ReplicationState,
  transactions: Transactions,
  { cursor, at }: { readonly cursor: number; readonly at: VirtualMs },
): ReplicationView {
  const { kind, primaryLsn, replayLsn, slot, stopped, restored, promotedLsn, former, waiting } = state;
  const behind = outstanding(state, transactions);
  const oldest = behind[0];
  const mayApply = !restored && promotedLsn === null;
  return {
    kind,
    primaryLsn,
    replayLsn,
    slot,
    retainedBytes: Math.max(0, primaryLsn - slot.restartLsn),
    commitsBehind: behind.length,
    msBehind: oldest ? at - oldest.at : 0,
    bytesBehind: oldest ? primaryLsn - replayLsn : 0,
    inFlight: behind.map((commit) => inFlight(commit, mayApply ? transactions : undone(transactions), cursor, at)),
    stopped,
    restored,
    promoted: promotedLsn !== null,
    promotedLsn,
    former,
    commitsWaiting: waiting.length,
  };
}

/** Whatever was replayed of them is so no more, and will not be. */
const undone = (transactions: Transactions): Transactions => ({ ...transactions, appliedAt: new Map() });

function inFlight(
  { lsn, at: committedAt, changes }: EventOf<'transaction committed'>,
  transactions: Transactions,
  cursor: number,
  now: VirtualMs,
): InFlight {
  const received = transactions.receivedAt.get(lsn);
  const appliesAt = transactions.appliedAt.get(lsn) ?? null;
  const isThere = received !== undefined && received.index <= cursor;
  return {
    lsn,
    committedAt,
    changes,
    phase: isThere ? 'waiting' : 'sent',
    appliesAt,
    progress: isThere
      ? 0.5 + share(received.at, now, appliesAt) / 2
      : share(committedAt, now, received?.at ?? null) / 2,
  };
}

/** How much of the time from `from` to `to` has passed; 0 when there is no end to it. */
function share(from: number, now: number, to: number | null): number {
  return to === null || to <= from ? 0 : Math.min(1, (now - from) / (to - from));
}

/** How far the replica is at a moment of a run, and what is on its way. */
import type { EventOf, SlotState, Trace } from './events.ts';
import { type Lsn, lsn as lsnOf, type VirtualMs } from './ids.ts';
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

export interface ReplicationView {
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
}

interface Progress {
  primaryLsn: Lsn;
  replayLsn: Lsn;
  slot: SlotState;
  stopped: PgMessage | null;
  readonly commits: EventOf<'transaction committed'>[];
  readonly receivedAt: Map<Lsn, VirtualMs>;
}

/** @throws Error when the trace does not begin with `run started` */
export function replicationAt(trace: Trace, cursor: number): ReplicationView {
  const start = trace[0];
  if (start?.type !== 'run started') throw new Error('A trace begins with the start of its run.');
  const progress: Progress = {
    primaryLsn: start.lsn,
    replayLsn: start.lsn,
    slot: start.slot,
    stopped: null,
    commits: [],
    receivedAt: new Map(),
  };
  for (const event of trace.slice(1, cursor + 1)) advance(progress, event);

  const { primaryLsn, replayLsn, slot, stopped, commits } = progress;
  const now = trace[cursor]!.at;
  const outstanding = commits.filter((commit) => commit.lsn > replayLsn);
  const oldest = outstanding[0];
  return {
    primaryLsn,
    replayLsn,
    slot,
    retainedBytes: Math.max(0, primaryLsn - slot.restartLsn),
    commitsBehind: outstanding.length,
    msBehind: oldest ? now - oldest.at : 0,
    bytesBehind: oldest ? primaryLsn - replayLsn : 0,
    inFlight: inFlight(trace, cursor, outstanding, progress.receivedAt),
    stopped,
  };
}

const later = (a: Lsn, b: Lsn): Lsn => lsnOf(Math.max(a, b));

function advance(progress: Progress, event: Trace[number]): void {
  switch (event.type) {
    case 'query ran':
      if (event.node === 'primary') progress.primaryLsn = later(progress.primaryLsn, event.lsn);
      else if (event.node === 'replica') progress.replayLsn = later(progress.replayLsn, event.lsn);
      return;
    case 'transaction committed':
      progress.primaryLsn = later(progress.primaryLsn, event.lsn);
      progress.commits.push(event);
      return;
    case 'transaction received':
      progress.receivedAt.set(event.lsn, event.at);
      return;
    case 'transaction applied':
      progress.replayLsn = later(progress.replayLsn, event.lsn);
      return;
    case 'slot advanced':
      progress.slot = event.slot;
      return;
    case 'replication stopped':
      progress.stopped = event.error;
      return;
    case 'replication resumed':
      progress.stopped = null;
      return;
    default:
      return;
  }
}

function inFlight(
  trace: Trace,
  cursor: number,
  outstanding: readonly EventOf<'transaction committed'>[],
  receivedAt: ReadonlyMap<Lsn, VirtualMs>,
): readonly InFlight[] {
  const now = trace[cursor]!.at;
  const ahead = trace.slice(cursor + 1);
  return outstanding.map(({ lsn, at, changes }) => {
    const received = receivedAt.get(lsn);
    const arrives = ahead.find((event) => event.type === 'transaction received' && event.lsn === lsn)?.at;
    const appliesAt = ahead.find((event) => event.type === 'transaction applied' && event.lsn === lsn)?.at ?? null;
    return {
      lsn,
      committedAt: at,
      changes,
      phase: received === undefined ? 'sent' : 'waiting',
      appliesAt,
      progress:
        received === undefined ? share(at, now, arrives ?? null) / 2 : 0.5 + share(received, now, appliesAt) / 2,
    };
  });
}

/** How much of the time from `from` to `to` has passed; 0 when there is no end to it. */
function share(from: number, now: number, to: number | null): number {
  return to === null || to <= from ? 0 : Math.min(1, (now - from) / (to - from));
}

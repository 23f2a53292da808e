import type { EventOf, Trace, TraceEvent } from '../../trace/events.ts';
import type { NodeName } from '../../trace/ids.ts';

/** Tags of CommandComplete of statements that only look. */
const looks = /^(SELECT|SHOW|EXPLAIN)\b/;

/** In libpq's words: there was a connection, and the next statement makes another. */
const lostConnection = /^server closed the connection/;

/**
 * Whether a statement at the console left everything as it was: it moved no log, opened no transaction, set nothing, and lost no
 * connection. What did not is no event of the run, and need not be kept.
 */
export function isLook(trace: Trace, index: number): boolean {
  const event = trace[index];
  if (event?.type === 'connection failed') return !lostConnection.test(event.message);
  if (event?.type !== 'query ran' || event.status !== 'idle') return false;
  const { outcome, node, lsn } = event;
  const onlyLooked = outcome.kind === 'error' || outcome.results.every(({ tag }) => looks.test(tag));
  const past = trace.slice(0, index);
  const movedLog = !isFollower(past, node) && lsn !== positionOf(past, node);
  return onlyLooked && !movedLog && !changedReplay(trace, index, event);
}

/** The position of one that follows is the stream's, and no statement of a client moves it. */
const isFollower = (past: Trace, node: NodeName): boolean =>
  node === 'replica'
    ? !past.some(({ type }) => type === 'node promoted')
    : node === 'primary' && past.some(({ type }) => type === 'node rejoined');

/** Where the node's own log stands after what has happened; null where that is not known. */
const positionOf = (past: Trace, node: NodeName): number | null =>
  past.reduce<number | null>((before, event) => positionAfter(before, event, node), null);

function positionAfter(before: number | null, event: TraceEvent, node: NodeName): number | null {
  switch (event.type) {
    case 'run started':
      return (node === 'standalone' ? event.standaloneLsn : event.lsn) ?? null;
    case 'query ran':
    case 'transaction committed':
      return event.node === node ? Math.max(before ?? 0, event.lsn) : before;
    case 'node restarted':
      return event.node === node ? event.recovery.lsn : before;
    case 'node promoted':
      return event.node === node ? event.lsn : before;
    default:
      return before;
  }
}

const ofReplay: ReadonlySet<TraceEvent['type']> = new Set(['settings changed', 'node promoted']);

/** `pg_wal_replay_pause()` looks like a read, and so does `pg_promote()`. */
function changedReplay(trace: Trace, index: number, { at }: EventOf<'query ran'>): boolean {
  return trace.slice(index + 1).some((later) => ofReplay.has(later.type) && later.at === at);
}

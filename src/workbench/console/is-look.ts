import type { EventOf, Trace } from '../../trace/events.ts';
import type { NodeName } from '../../trace/ids.ts';

/** Tags of CommandComplete of statements that only look. */
const looks = /^(SELECT|SHOW|EXPLAIN)\b/;

/**
 * Whether a statement at the console left everything as it was: it moved no log, opened no transaction, and set nothing. What
 * did not is no event of the run, and need not be kept.
 */
export function isLook(trace: Trace, index: number): boolean {
  const event = trace[index];
  if (event?.type === 'connection failed') return true;
  if (event?.type !== 'query ran' || event.status !== 'idle') return false;
  const { outcome, node, lsn } = event;
  const onlyLooked = outcome.kind === 'error' || outcome.results.every(({ tag }) => looks.test(tag));
  // On the replica the position is the stream's, and no statement of a client moves it.
  const movedLog = node !== 'replica' && lsn !== positionBefore(trace, index, node);
  return onlyLooked && !movedLog && !changedReplay(trace, index, event);
}

function positionBefore(trace: Trace, index: number, node: NodeName): number | undefined {
  const start = trace[0];
  const at = (event: Trace[number]): number | undefined => {
    if (event.type === 'query ran' && event.node === node) return event.lsn;
    return event.type === 'transaction committed' && event.node === node ? event.lsn : undefined;
  };
  const positions = trace.slice(0, index).flatMap((event) => at(event) ?? []);
  const first = start?.type === 'run started' ? (node === 'standalone' ? start.standaloneLsn : start.lsn) : undefined;
  return positions.length === 0 ? first : Math.max(...positions);
}

/** `pg_wal_replay_pause()` looks like a read. */
function changedReplay(trace: Trace, index: number, { at }: EventOf<'query ran'>): boolean {
  return trace.slice(index + 1).some((later) => later.type === 'settings changed' && later.at === at);
}

import type { TraceEvent } from '../../trace/events.ts';
import type { EventFilter } from '../store/workbench-state.ts';

/** What an event is about: its icon, and the filter that lists it. */
export type EventKind =
  | 'run'
  | 'setting'
  | 'request'
  | 'answer'
  | 'query'
  | 'commit'
  | 'travel'
  | 'apply'
  | 'slot'
  | 'log'
  | 'failure';

export function eventKind(event: TraceEvent): EventKind {
  switch (event.type) {
    case 'run started':
    case 'run ended':
    case 'tables inspected':
    case 'node rebuilt':
    case 'node restarted':
    case 'node restored':
    case 'node promoted':
    case 'node fenced':
    case 'node rejoined':
      return 'run';
    case 'settings changed':
    case 'code deployed':
      return 'setting';
    case 'request started':
      return 'request';
    case 'request responded':
      return event.response.status >= 500 ? 'failure' : 'answer';
    case 'query ran':
      return event.outcome.kind === 'error' ? 'failure' : 'query';
    case 'transaction committed':
    case 'commit released':
      return 'commit';
    case 'transaction received':
      return 'travel';
    case 'transaction applied':
    case 'log replayed':
    case 'replication resumed':
      return 'apply';
    case 'slot advanced':
      return 'slot';
    case 'code logged':
      return 'log';
    case 'connection failed':
    case 'replication stopped':
    case 'node crashed':
    case 'code stopped':
      return 'failure';
  }
}

const queryTypes: ReadonlySet<TraceEvent['type']> = new Set(['query ran', 'connection failed']);

const replicationTypes: ReadonlySet<TraceEvent['type']> = new Set([
  'settings changed',
  'transaction committed',
  'commit released',
  'transaction received',
  'transaction applied',
  'slot advanced',
  'replication stopped',
  'replication resumed',
  'node crashed',
  'node restarted',
  'node restored',
  'node promoted',
  'node fenced',
  'node rejoined',
  'log replayed',
]);

/** Whether a filter lists an event. */
export function isListed(event: TraceEvent, filter: EventFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'queries':
      return queryTypes.has(event.type);
    case 'replication':
      return replicationTypes.has(event.type);
    case 'notable':
      return isNotable(event);
  }
}

/** Whether an event is a read whose rows are not what the primary would have answered. */
export const isStaleRead = (event: TraceEvent): boolean =>
  event.type === 'query ran' && event.staleness?.difference.kind === 'differs';

const notableTypes: ReadonlySet<TraceEvent['type']> = new Set([
  'settings changed',
  'code deployed',
  'connection failed',
  'transaction committed',
  'commit released',
  'replication stopped',
  // What had to wait is applied again.
  'replication resumed',
  'node crashed',
  'node rebuilt',
  'node restarted',
  'node restored',
  'node promoted',
  'node fenced',
  'node rejoined',
  'code stopped',
]);

/** Whether one who goes through a run in leaps should stop at an event: it changed something, or something was wrong with it. */
export function isNotable(event: TraceEvent): boolean {
  if (event.type === 'query ran')
    return event.outcome.kind === 'error' || isStaleRead(event) || event.client.kind === 'console';
  if (event.type === 'request responded') return event.response.status >= 400;
  return notableTypes.has(event.type);
}

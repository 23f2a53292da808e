/** What each event looks like in the timeline, and in whose lane. A new kind of event gets its mark here. */
import type { TraceEvent } from '../../trace/events.ts';
import { formatMs } from '../../course/story.ts';
import { formatLsn } from '../../trace/ids.ts';
import { describeSettings } from '../events/describe-settings.ts';
import { isStaleRead } from '../events/event-kind.ts';
import { personLane, type LaneId } from './lanes.ts';

/** Each has a shape (`glyph-layers.ts`), a colour (`timeline.css`) and often a word. */
export type MarkLook =
  | 'ran-primary'
  | 'ran-replica'
  | 'ran-standalone'
  | 'console'
  | 'stale'
  | 'failed'
  | 'committed'
  | 'applied'
  | 'setting'
  | 'stopped'
  | 'resumed'
  | 'crashed'
  | 'rebuilt'
  | 'code-stopped';

export interface MarkKind {
  readonly look: MarkLook;
  /** What is written beside it where there is room. */
  readonly word?: string;
}

/** Null for an event that has none of its own: a request is a bar, what was received is on its way. */
export function markOf(event: TraceEvent): MarkKind | null {
  switch (event.type) {
    case 'query ran':
      if (event.outcome.kind === 'error') return { look: 'failed', word: event.outcome.error.code };
      if (isStaleRead(event)) return { look: 'stale', word: 'stale' };
      return { look: event.client.kind === 'console' ? 'console' : `ran-${event.node}` };
    case 'connection failed':
      return { look: 'failed', word: whyFailed(event.message) };
    case 'request responded':
      return event.response.status >= 400 ? { look: 'failed', word: `${event.response.status}` } : null;
    case 'transaction committed':
      return { look: 'committed', word: formatLsn(event.lsn) };
    case 'commit released':
      return { look: 'resumed', word: `told after ${formatMs(event.waitedMs)}` };
    case 'transaction applied':
      return { look: 'applied' };
    case 'settings changed':
      return { look: 'setting', word: describeSettings(event.change) };
    case 'code deployed':
      return { look: 'setting', word: 'changed code' };
    case 'replication stopped':
      return { look: 'stopped', word: 'stops' };
    case 'replication resumed':
      return { look: 'resumed', word: 'goes on' };
    case 'node crashed':
      return { look: 'crashed', word: 'crashes' };
    case 'node rebuilt':
      return { look: 'rebuilt', word: 'rebuilt' };
    case 'node restarted':
      return { look: 'rebuilt', word: 'starts again' };
    case 'node restored':
      return { look: 'rebuilt', word: 'restored' };
    case 'node promoted':
      return { look: 'resumed', word: 'promoted' };
    case 'node fenced':
      return { look: 'stopped', word: 'fenced' };
    case 'node rejoined':
      return { look: 'rebuilt', word: 'follows replica' };
    case 'log replayed':
      return { look: 'applied' };
    case 'code stopped':
      return { look: 'code-stopped', word: 'code stopped' };
    default:
      return null;
  }
}

/** In one or two words what libpq says in a sentence. */
function whyFailed(message: string): string {
  if (/Connection refused/.test(message)) return 'refused';
  if (/time(out|d out)/.test(message)) return 'timed out';
  return /failed: (session|server) is/.test(message) ? 'turned down' : 'lost';
}

/** The marks that concern everyone: a line through all lanes leads to them. */
export const rulesThroughAll: ReadonlySet<MarkLook> = new Set(['setting', 'code-stopped']);

/** Where an event is looked for: at its person, at its node, or on the stream. Null for what concerns the run as a whole.
 * `personOf` knows who asked for a request. */
export function laneOf(event: TraceEvent, personOf: (requestId: number) => string | undefined): LaneId | null {
  switch (event.type) {
    case 'request started':
    case 'request responded':
      return personLane(event.person);
    case 'query ran':
    case 'connection failed':
    case 'tables inspected':
    case 'node crashed':
    case 'node rebuilt':
    case 'node restarted':
    case 'node restored':
    case 'node promoted':
    case 'node fenced':
    case 'node rejoined':
    case 'log replayed':
    case 'transaction committed':
      return event.node;
    case 'slot advanced':
    case 'commit released':
      return 'primary';
    case 'transaction received':
    case 'settings changed':
    case 'replication stopped':
    case 'replication resumed':
      return 'stream';
    case 'transaction applied':
      return 'replica';
    case 'code logged':
    case 'code stopped': {
      const person = event.requestId === undefined ? undefined : personOf(event.requestId);
      return person === undefined ? null : personLane(person);
    }
    default:
      return null;
  }
}

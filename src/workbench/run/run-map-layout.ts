/** A run as a space-time diagram: a lane for each person and node, virtual time from left to right. */
import type { Trace } from '../../trace/events.ts';
import type { NodeName } from '../../trace/ids.ts';
import { isStaleRead } from '../events/event-kind.ts';

/** Positions run from 0, the start of the run, to 1, its end. */
export interface RunMapLayout {
  readonly people: readonly string[];
  /** Each has a lane below the people's. */
  readonly nodes: readonly NodeName[];
  /** Position of each event of the trace. */
  readonly x: readonly number[];
  /** From a request's start to its answer. */
  readonly requests: readonly {
    readonly person: string;
    readonly from: number;
    readonly to: number;
    readonly failed: boolean;
  }[];
  readonly queries: readonly {
    readonly node: NodeName;
    readonly at: number;
    readonly look: 'fresh' | 'stale' | 'failed';
  }[];
  /** From a commit on the primary to where the replica applied it, or null where it never did. */
  readonly commits: readonly { readonly from: number; readonly to: number | null }[];
}

/** `planned`: who has a lane although they have not come yet. */
export function runMapLayout(trace: Trace, planned: readonly string[] = []): RunMapLayout {
  const x = positions(trace.map(({ at }) => at));
  const people = new Set<string>(planned);
  const requests: RunMapLayout['requests'][number][] = [];
  const queries: RunMapLayout['queries'][number][] = [];
  const started = new Map<number, number>();
  const committed = new Map<number, number>();
  const commits: { from: number; to: number | null }[] = [];
  for (const [index, event] of trace.entries()) {
    const at = x[index]!;
    if (event.type === 'request started') {
      people.add(event.person);
      started.set(event.requestId, at);
    } else if (event.type === 'request responded') {
      const { person, response } = event;
      const from = started.get(event.requestId) ?? 0;
      requests.push({ person, from, to: at, failed: response.status >= 400 });
      started.delete(event.requestId);
    } else if (event.type === 'query ran') {
      const look = event.outcome.kind === 'error' ? 'failed' : isStaleRead(event) ? 'stale' : 'fresh';
      queries.push({ node: event.node, at, look });
    } else if (event.type === 'transaction committed') {
      committed.set(event.lsn, commits.push({ from: at, to: null }) - 1);
    } else if (event.type === 'transaction applied') {
      const commit = commits[committed.get(event.lsn) ?? -1];
      if (commit) commit.to = at;
    }
  }
  return { people: [...people], nodes: nodesOf(trace), x, requests, queries, commits };
}

function nodesOf([start]: Trace): readonly NodeName[] {
  const hasStandalone = start?.type === 'run started' && start.tables.standalone !== undefined;
  return ['primary', 'replica', ...(hasStandalone ? (['standalone'] as const) : [])];
}

/** Idle time up to this long, in virtual ms, is drawn to scale. */
const toScaleMs = 150;
/** The least distance between two moments, in the same unit: a step must be seen. */
const leastMs = 5;

/** The longer nothing happens, the more it is drawn together: else a minute's delay would leave no room for the rest. */
function positions(times: readonly number[]): number[] {
  let sum = 0;
  const sums = times.map((at, index) => {
    const gap = index === 0 ? 0 : at - times[index - 1]!;
    if (gap > 0) sum += gap <= toScaleMs ? Math.max(gap, leastMs) : toScaleMs * (1 + Math.log2(gap / toScaleMs) / 2);
    return sum;
  });
  return sums.map((at) => (sum === 0 ? 0 : at / sum));
}

/** Index of the event nearest to a position: the last of those that share it, since all of them have happened there. */
export function eventNear(x: readonly number[], position: number): number {
  let nearest = 0;
  for (const [index, at] of x.entries()) {
    if (Math.abs(at - position) <= Math.abs(x[nearest]! - position)) nearest = index;
  }
  return nearest;
}

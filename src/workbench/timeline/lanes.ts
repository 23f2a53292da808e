import type { Trace } from '../../trace/events.ts';
import type { NodeName } from '../../trace/ids.ts';

/** A person's lane is named after them; persons and nodes may share a name. */
export type LaneId = `person ${string}` | NodeName | 'stream' | 'lag';

export interface Lane {
  readonly id: LaneId;
  readonly name: string;
  /** In px from the top of the picture. */
  readonly top: number;
  readonly height: number;
  readonly middle: number;
}

export interface Lanes {
  /** From top to bottom. */
  readonly all: readonly Lane[];
  readonly of: (id: LaneId) => Lane;
  /** Of all of them, in px. */
  readonly height: number;
}

const laneHeight = 20;
const heights: Partial<Record<LaneId, number>> = { stream: 22, lag: 30 };

export const personLane = (name: string): LaneId => `person ${name}`;

/** People on top, since they ask; then the way of a change from the primary down to the replica, and how late it comes.
 * `planned`: who has a lane although they have not come yet. */
export function lanesOf(trace: Trace, planned: readonly string[]): Lanes {
  const came = trace.flatMap((event) => (event.type === 'request started' ? [event.person] : []));
  const people = [...new Set([...planned, ...came])];
  const [start] = trace;
  const hasStandalone = start?.type === 'run started' && start.tables.standalone !== undefined;
  const named = [
    ...people.map((name) => ({ id: personLane(name), name })),
    ...(['primary', 'stream', 'replica', 'lag'] as const).map((id) => ({ id, name: id })),
    ...(hasStandalone ? [{ id: 'standalone' as const, name: 'standalone' }] : []),
  ];
  let top = 0;
  const all = named.map(({ id, name }): Lane => {
    const height = heights[id] ?? laneHeight;
    top += height;
    return { id, name, top: top - height, height, middle: top - height / 2 };
  });
  const byId = new Map(all.map((lane) => [lane.id, lane]));
  const of = (id: LaneId): Lane => {
    const lane = byId.get(id);
    if (!lane) throw new Error(`The timeline has no lane “${id}”.`);
    return lane;
  };
  return { all, of, height: top };
}

/** A run as a space-time diagram: a lane for each person and node, virtual time from left to right. It depends on the trace alone. */
import type { EventOf, Trace } from '../../trace/events.ts';
import type { NodeName, RequestId } from '../../trace/ids.ts';
import { oldestOutstanding, transactionsOf } from '../../trace/view-replication.ts';
import { isStaleRead } from '../events/event-kind.ts';
import { laneOf, markOf, type MarkKind } from './event-marks.ts';
import { lanesOf, personLane, type LaneId, type Lanes } from './lanes.ts';
import { runScale } from './run-scale.ts';
import type { TimeScale } from './time-scale.ts';

/** All that is drawn: `x` are positions from 0, the start of the run, to 1, its end; `y` are px from the top. */
export interface TimelineLayout {
  readonly scale: TimeScale;
  readonly lanes: Lanes;
  /** Where each event of the trace is. */
  readonly places: readonly Place[];
  readonly requests: readonly RequestBar[];
  readonly queries: readonly QueryArrow[];
  readonly trips: readonly Trip[];
  readonly marks: readonly Mark[];
  readonly lag: LagCurve;
}

export interface Place {
  readonly x: number;
  readonly lane: LaneId;
}

/** From a request's start to its answer, or to the end of a run in which it never came. */
export interface RequestBar {
  /** The event that started it. */
  readonly index: number;
  readonly lane: LaneId;
  readonly from: number;
  readonly to: number;
  readonly look: 'answered' | 'failed' | 'open';
}

/** From the person who asks to the node, and back. */
export interface QueryArrow {
  readonly lane: LaneId;
  readonly node: NodeName;
  readonly look: 'fresh' | 'stale' | 'failed';
  readonly sent: number;
  readonly ran: number;
  readonly answered: number;
}

/** The way of a transaction along the stream: on the wire until it is received, then waiting until it is applied. */
export interface Trip {
  /** The event of the trace with which it arrives; the commit, where it never does. */
  readonly index: number;
  readonly committed: number;
  readonly received: number;
  /** The end of the run, where it is never applied. */
  readonly applied: number;
  readonly isApplied: boolean;
  /** Its height on the stream, so that those that travel together lie side by side: 0 is the uppermost. */
  readonly track: number;
}

export interface Mark extends MarkKind, Place {
  readonly index: number;
}

/** Age in virtual ms of the oldest commit that is not yet applied. Two points of one `x` are a jump. */
export interface LagCurve {
  readonly points: readonly { readonly x: number; readonly ms: number }[];
  readonly mostMs: number;
}

/** `planned`: who has a lane although they have not come yet. */
export function timelineLayout(trace: Trace, planned: readonly string[] = []): TimelineLayout {
  const lanes = lanesOf(trace, planned);
  const scale = runScale(trace);
  const people = new Map<number, string>();
  for (const event of trace) if (event.type === 'request started') people.set(event.requestId, event.person);
  const places = trace.map((event): Place => {
    const lane = laneOf(event, (id) => people.get(id)) ?? lanes.all[0]!.id;
    return { x: scale.positionOf(event.at), lane };
  });
  const marks = trace.flatMap((event, index): Mark[] => {
    const kind = markOf(event);
    return kind ? [{ ...kind, ...places[index]!, index }] : [];
  });
  const requests = requestBars(trace, places);
  return {
    scale,
    lanes,
    places,
    requests,
    queries: queryArrows(trace, scale),
    trips: trips(trace, scale),
    marks,
    lag: lagCurve(trace, places),
  };
}

function requestBars(trace: Trace, places: readonly Place[]): readonly RequestBar[] {
  const open = new Map<RequestId, RequestBar>();
  const bars: RequestBar[] = [];
  for (const [index, event] of trace.entries()) {
    const { x, lane } = places[index]!;
    if (event.type === 'request started') {
      open.set(event.requestId, { index, lane, from: x, to: 1, look: 'open' });
    } else if (event.type === 'request responded') {
      const bar = open.get(event.requestId);
      if (bar) bars.push({ ...bar, to: x, look: event.response.status >= 400 ? 'failed' : 'answered' });
      open.delete(event.requestId);
    }
  }
  return [...bars, ...open.values()].toSorted((a, b) => a.index - b.index);
}

/** A console has no lane to ask from: its statement is a mark at the node. */
function queryArrows(trace: Trace, { positionOf }: TimeScale): readonly QueryArrow[] {
  return trace.flatMap((event): QueryArrow[] => {
    const isAsked = event.type === 'query ran' || event.type === 'connection failed';
    if (!isAsked || event.client.kind !== 'request') return [];
    const isAnswered = event.type === 'query ran' && event.outcome.kind === 'ok';
    const look = isStaleRead(event) ? 'stale' : isAnswered ? 'fresh' : 'failed';
    const [sent, ran] = [positionOf(event.sentAt), positionOf(event.at)];
    // One that never came ends where the picture does.
    const answered = event.answeredAt === null ? 1 : positionOf(event.answeredAt);
    return [{ lane: personLane(event.client.person), node: event.node, look, sent, ran, answered }];
  });
}

/** How many can lie side by side on the stream. */
export const streamTracks = 4;

function trips(trace: Trace, { positionOf }: TimeScale): readonly Trip[] {
  const { commits, receivedAt, appliedAt } = transactionsOf(trace);
  const indices = new Map<EventOf<'transaction committed'>, number>();
  for (const [index, event] of trace.entries()) if (event.type === 'transaction committed') indices.set(event, index);
  const freeFrom: number[] = Array.from({ length: streamTracks }, () => -1);
  return commits.map((commit, nth): Trip => {
    const arrival = receivedAt.get(commit.lsn);
    const landing = appliedAt.get(commit.lsn);
    const committed = positionOf(commit.at);
    const applied = landing === undefined ? 1 : positionOf(landing);
    const free = freeFrom.findIndex((from) => from < committed);
    const track = free === -1 ? nth % streamTracks : free;
    freeFrom[track] = Math.max(freeFrom[track]!, applied);
    return {
      index: arrival?.index ?? indices.get(commit)!,
      committed,
      received: arrival ? positionOf(arrival.at) : applied,
      applied,
      isApplied: landing !== undefined,
      track,
    };
  });
}

function lagCurve(trace: Trace, places: readonly Place[]): LagCurve {
  const oldest = oldestOutstanding(trace);
  const points: { readonly x: number; readonly ms: number }[] = [];
  let mostMs = 0;
  for (const [index, { at }] of trace.entries()) {
    const age = (since: number | null): number => (since === null ? 0 : at - since);
    const [since, until] = [oldest[index]!, oldest[index - 1] ?? null];
    const { x } = places[index]!;
    const grown = age(until);
    // Level all the time, there is nothing to draw but where it begins to rise.
    if (until !== null || since !== null) points.push({ x, ms: grown });
    if (age(since) !== grown) points.push({ x, ms: age(since) });
    mostMs = Math.max(mostMs, grown);
  }
  return { points, mostMs };
}

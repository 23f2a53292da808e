/** Questions that checks ask of a trace. */
import type { EventOf, Trace, TraceEvent } from '../trace/events.ts';
import type { DecodedChange } from '../trace/postgres-values.ts';
import { toldOk } from '../trace/told-ok.ts';

export type Query = EventOf<'query ran'>;
export type Commit = EventOf<'transaction committed'>;

/** One request of one person, from its start to the end of the run. */
export interface RequestRecord {
  readonly started: EventOf<'request started'>;
  /** Absent when it was never answered. */
  readonly responded?: EventOf<'request responded'>;
  /** In the order in which the nodes ran them. */
  readonly queries: readonly Query[];
  /** What it committed on the primary, in commit order. */
  readonly commits: readonly Commit[];
}

/** Every request, in the order in which they started. */
export function requestsIn(trace: Trace): readonly RequestRecord[] {
  const responses = eventsOf(trace, 'request responded');
  const queries = eventsOf(trace, 'query ran');
  const commits = eventsOf(trace, 'transaction committed');
  return eventsOf(trace, 'request started').map((started) => {
    const { requestId } = started;
    const isOfIt = ({ client }: Query | Commit): boolean => client.kind === 'request' && client.requestId === requestId;
    const responded = responses.find((event) => event.requestId === requestId);
    return {
      started,
      ...(responded && { responded }),
      queries: queries.filter(isOfIt),
      commits: commits.filter(isOfIt),
    };
  });
}

/** The events of one type, in order. */
export function eventsOf<Type extends TraceEvent['type']>(trace: Trace, type: Type): readonly EventOf<Type>[] {
  return trace.filter((event): event is EventOf<Type> => event.type === type);
}

/** Whether the person was told that all went well. */
export const isOk = ({ responded }: RequestRecord): boolean => responded !== undefined && toldOk(responded);

/** The tables that a commit changed, as `schema.table`. */
export function tablesChanged({ changes }: Pick<Commit, 'changes'>): readonly string[] {
  return [...new Set(changes.flatMap(tablesOf))];
}

function tablesOf(change: DecodedChange): readonly string[] {
  if (change.kind === 'message') return [];
  if (change.kind === 'truncate') return change.tables.map(({ schema, table }) => `${schema}.${table}`);
  return [`${change.schema}.${change.table}`];
}

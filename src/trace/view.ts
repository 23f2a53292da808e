/** The screen at a moment of a run: a pure function of the trace and a cursor. */
import type { EventOf, Trace, TraceEvent } from './events.ts';
import type { ProgramError } from './http.ts';
import type { Lsn, NodeName, ReplicationNode, VirtualMs } from './ids.ts';
import type { PgTable } from './postgres-values.ts';
import type { Settings } from './settings.ts';
import {
  applyChanges,
  changedTables,
  compareTables,
  tableState,
  type TableState,
  type TableView,
} from './view-tables.ts';
import { peopleAt, type PersonView } from './view-people.ts';
import { replicationAt, type ReplicationView } from './view-replication.ts';

/** A server that nothing is replicated from or to. */
export interface StandaloneView {
  readonly lsn: Lsn;
  readonly tables: readonly PgTable[];
}

export interface RunView {
  /** Index in the trace of the event in focus; everything up to and with it has happened. */
  readonly cursor: number;
  readonly at: VirtualMs;
  readonly event: TraceEvent;
  readonly settings: Settings;
  readonly replication: ReplicationView;
  readonly tables: readonly TableView[];
  /** The `id` of the table that the latest transaction changed first, on whichever node it was; null before there was one. */
  readonly latestChanged: string | null;
  readonly people: readonly PersonView[];
  /** The standalone server; null in a lesson without one. */
  readonly standalone: StandaloneView | null;
  /** Why the learner's code was stopped by this moment; null while it runs. */
  readonly stopped: ProgramError | null;
  /** Why a node is down at this moment; null while it runs. */
  readonly crashed: Readonly<Record<NodeName, string | null>>;
}

/** @throws Error when the trace does not begin with `run started`, or has no event at `cursor` */
export function viewAt(trace: Trace, cursor: number): RunView {
  const [start, event] = [trace[0], trace[cursor]];
  if (start?.type !== 'run started') throw new Error('A trace begins with the start of its run.');
  if (!event) throw new Error(`The trace has ${trace.length} events, and none at ${cursor}.`);

  let { settings } = start;
  const tables: Record<ReplicationNode, TableState> = {
    primary: tableState(start.tables.primary),
    replica: tableState(start.tables.replica),
  };
  let latestChanged: string | null = null;
  let stopped: ProgramError | null = null;
  const crashed: Record<NodeName, string | null> = { primary: null, replica: null, standalone: null };
  for (const past of trace.slice(1, cursor + 1)) {
    if (past.type === 'settings changed') settings = past.settings;
    else if (past.type === 'transaction committed') tables.primary = applyChanges(tables.primary, past.changes);
    else if (past.type === 'transaction applied') tables.replica = applyChanges(tables.replica, past.changes);
    else if (past.type === 'tables inspected' && past.node !== 'standalone')
      tables[past.node] = tableState(past.tables);
    else if (past.type === 'node crashed') crashed[past.node] = past.reason;
    else if (past.type === 'node rebuilt') crashed[past.node] = null;
    else if (past.type === 'code stopped') stopped = past.error;
    if (past.type === 'transaction committed' || past.type === 'transaction applied')
      latestChanged = changedTables(past.changes)[0] ?? latestChanged;
  }
  return {
    cursor,
    at: event.at,
    event,
    settings,
    replication: replicationAt(trace, cursor),
    tables: compareTables(tables.primary, tables.replica),
    latestChanged,
    people: peopleAt(trace, cursor),
    standalone: standaloneAt(start, trace.slice(1, cursor + 1)),
    stopped,
    crashed,
  };
}

function standaloneAt(start: EventOf<'run started'>, past: Trace): StandaloneView | null {
  let { standaloneLsn: lsn } = start;
  let { standalone: tables } = start.tables;
  if (lsn === undefined || tables === undefined) return null;
  for (const event of past) {
    if (event.type === 'query ran' && event.node === 'standalone') lsn = event.lsn;
    else if (event.type === 'tables inspected' && event.node === 'standalone') tables = event.tables;
  }
  return { lsn, tables };
}

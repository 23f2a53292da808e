/** The screen at a moment of a run: a pure function of the trace and a cursor. */
import type { Trace, TraceEvent } from './events.ts';
import type { NodeName, VirtualMs } from './ids.ts';
import type { Settings } from './settings.ts';
import { applyChanges, compareTables, tableState, type TableState, type TableView } from './view-tables.ts';
import { peopleAt, type PersonView } from './view-people.ts';
import { replicationAt, type ReplicationView } from './view-replication.ts';

export interface RunView {
  /** Index in the trace of the event in focus; everything up to and with it has happened. */
  readonly cursor: number;
  readonly at: VirtualMs;
  readonly event: TraceEvent;
  readonly settings: Settings;
  readonly replication: ReplicationView;
  readonly tables: readonly TableView[];
  readonly people: readonly PersonView[];
  /** Why a node is down at this moment; null while it runs. */
  readonly crashed: Readonly<Record<NodeName, string | null>>;
}

/** @throws Error when the trace does not begin with `run started`, or has no event at `cursor` */
export function viewAt(trace: Trace, cursor: number): RunView {
  const [start, event] = [trace[0], trace[cursor]];
  if (start?.type !== 'run started') throw new Error('A trace begins with the start of its run.');
  if (!event) throw new Error(`The trace has ${trace.length} events, and none at ${cursor}.`);

  let { settings } = start;
  const tables: Record<NodeName, TableState> = {
    primary: tableState(start.tables.primary),
    replica: tableState(start.tables.replica),
  };
  const crashed: Record<NodeName, string | null> = { primary: null, replica: null };
  for (const past of trace.slice(1, cursor + 1)) {
    if (past.type === 'settings changed') settings = past.settings;
    else if (past.type === 'transaction committed') tables.primary = applyChanges(tables.primary, past.changes);
    else if (past.type === 'transaction applied') tables.replica = applyChanges(tables.replica, past.changes);
    else if (past.type === 'tables inspected') tables[past.node] = tableState(past.tables);
    else if (past.type === 'node crashed') crashed[past.node] = past.reason;
    else if (past.type === 'node rebuilt') crashed[past.node] = null;
  }
  return {
    cursor,
    at: event.at,
    event,
    settings,
    replication: replicationAt(trace, cursor),
    tables: compareTables(tables.primary, tables.replica),
    people: peopleAt(trace, cursor),
    crashed,
  };
}

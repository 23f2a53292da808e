/** The screen at a moment of a run: a pure function of the trace and a cursor. */
import type { Trace, TraceEvent } from './events.ts';
import { foldTrace, oncePerTrace } from './fold-trace.ts';
import type { ProgramError } from './http.ts';
import { ledgerAt, type Ledger } from './ledger.ts';
import type { Lsn, NodeName, ReplicationNode, VirtualMs } from './ids.ts';
import type { PgSequence, PgSlot, PgTable } from './postgres-values.ts';
import type { Settings } from './settings.ts';
import {
  applyChanges,
  changedTables,
  compareTables,
  tableState,
  type TableState,
  type TableView,
} from './view-tables.ts';
import { namesIn, nobodyYet, peopleAfter, peopleView, type PeopleState, type PersonView } from './view-people.ts';
import {
  replicationAfter,
  replicationAtStart,
  replicationView,
  transactionsOf,
  type ReplicationState,
  type ReplicationView,
} from './view-replication.ts';

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
  /** What the promotion of the replica has cost so far; null before there was one. */
  readonly ledger: Ledger | null;
  /** What the promoted node has beside its tables; null before the promotion. */
  readonly promoted: PromotedView | null;
}

export interface PromotedView {
  /** As they stand; null as long as they could not be read. */
  readonly sequences: readonly PgSequence[] | null;
  /** At its promotion; null where they could not be read. */
  readonly slots: readonly PgSlot[] | null;
}

/** What the past comes to. Never changed: a later one is a new one. */
interface ViewState {
  readonly settings: Settings;
  readonly tables: Readonly<Record<ReplicationNode, TableState>>;
  readonly latestChanged: string | null;
  readonly replication: ReplicationState;
  readonly people: PeopleState;
  readonly standalone: StandaloneView | null;
  readonly stopped: ProgramError | null;
  readonly crashed: RunView['crashed'];
  readonly promoted: RunView['promoted'];
}

const stateAt = foldTrace(stateAtStart, stateAfter);
const transactions = oncePerTrace(transactionsOf);
const names = oncePerTrace(namesIn);

/** @throws Error when the trace does not begin with `run started`, or has no event at `cursor` */
export function viewAt(trace: Trace, cursor: number): RunView {
  const event = trace[cursor];
  if (!event) throw new Error(`The trace has ${trace.length} events, and none at ${cursor}.`);
  const { replication, tables, people, ...state } = stateAt(trace, cursor);
  const { at } = event;
  return {
    ...state,
    cursor,
    at,
    event,
    replication: replicationView(replication, transactions(trace), { cursor, at }),
    tables: compareTables(tables.primary, tables.replica),
    people: peopleView(people, names(trace)),
    ledger: replication.former ? ledgerAt(trace, cursor) : null,
  };
}

function stateAtStart([start]: Trace): ViewState {
  if (start?.type !== 'run started') throw new Error('A trace begins with the start of its run.');
  const { settings, tables, standaloneLsn } = start;
  const isApart = tables.standalone !== undefined && standaloneLsn !== undefined;
  return {
    settings,
    tables: { primary: tableState(tables.primary), replica: tableState(tables.replica) },
    latestChanged: null,
    replication: replicationAtStart(start),
    people: nobodyYet,
    standalone: isApart ? { lsn: standaloneLsn, tables: tables.standalone } : null,
    stopped: null,
    crashed: { primary: null, replica: null, standalone: null },
    promoted: null,
  };
}

function stateAfter(before: ViewState, event: TraceEvent, index: number): ViewState {
  const { tables, crashed, standalone, latestChanged } = before;
  const state: ViewState = {
    ...before,
    replication: replicationAfter(before.replication, event),
    people: peopleAfter(before.people, event, index),
    promoted: promotedAfter(before.promoted, event),
  };
  switch (event.type) {
    case 'settings changed':
      return { ...state, settings: event.settings };
    case 'query ran':
      return event.node === 'standalone' ? { ...state, standalone: moved(standalone, { lsn: event.lsn }) } : state;
    case 'transaction committed':
    case 'transaction applied': {
      const node = event.type === 'transaction committed' ? 'primary' : 'replica';
      return {
        ...state,
        tables: { ...tables, [node]: applyChanges(tables[node], event.changes) },
        latestChanged: changedTables(event.changes)[0] ?? latestChanged,
      };
    }
    case 'tables inspected':
      return event.node === 'standalone'
        ? { ...state, standalone: moved(standalone, { tables: event.tables }) }
        : { ...state, tables: { ...tables, [event.node]: tableState(event.tables) } };
    case 'node crashed':
      return { ...state, crashed: { ...crashed, [event.node]: event.reason } };
    case 'node rebuilt':
    case 'node restarted':
    case 'node rejoined':
      return { ...state, crashed: { ...crashed, [event.node]: null } };
    case 'code stopped':
      return { ...state, stopped: event.error };
    default:
      return state;
  }
}

function promotedAfter(before: PromotedView | null, event: TraceEvent): PromotedView | null {
  if (event.type === 'node promoted') return { sequences: event.sequences ?? null, slots: event.slots ?? null };
  if (!before || !('sequences' in event) || !event.sequences) return before;
  return { ...before, sequences: event.sequences };
}

/** A lesson without a standalone server has none to move. */
const moved = (standalone: StandaloneView | null, change: Partial<StandaloneView>): StandaloneView | null =>
  standalone && { ...standalone, ...change };

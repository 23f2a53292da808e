/**
 * The vocabulary of a run. A trace is an append-only list of these events in virtual time; a screen is a function of a
 * trace and a cursor, and so is a verdict. Every name is the field's own, in the past tense. All of it is plain data:
 * a trace survives `structuredClone` and JSON.
 */
import type { Environment } from './environment.ts';
import type { Lsn, NodeName, QueryId, ReplicationNode, RequestId, VirtualMs } from './ids.ts';
import type {
  DecodedChange,
  PgMessage,
  PgResult,
  PgSequence,
  PgSlot,
  PgTable,
  PgText,
  Recovery,
  SessionStatus,
  WalRecord,
} from './postgres-values.ts';
import type { PageResponse, ProgramError, SourcePlace } from './http.ts';
import type { Settings, SettingsChange } from './settings.ts';

/** Who sent a statement. */
export type Client =
  | { readonly kind: 'request'; readonly requestId: RequestId; readonly person: string }
  | { readonly kind: 'console' };

/** What the learner's code says about why it chose a database. A claim: shown, never graded. */
export type RouteClaim =
  | { readonly by: 'using'; readonly alias: string }
  | {
      readonly by: 'router';
      readonly method: 'db_for_read' | 'db_for_write';
      readonly router: string;
      readonly model: string;
      readonly hints: readonly string[];
      readonly alias: string;
    }
  /** No router had an answer: the database that the hinted instance is on. */
  | { readonly by: 'instance'; readonly instance: string; readonly alias: string }
  /** Nor was there an instance on a database. */
  | { readonly by: 'default'; readonly alias: string };

/** How far a replica's answer was from the primary's at the moment of the read. */
export interface Staleness {
  /** Transactions that the primary had committed and this node had not yet replayed. */
  readonly commitsBehind: number;
  /** Age of the oldest of these at the moment of the read, in ms; 0 when there is none. */
  readonly msBehind: number;
  readonly replayLsn: Lsn;
  readonly primaryLsn: Lsn;
  /** The primary's answer to the same statement, row by row, against this one. */
  readonly difference:
    | { readonly kind: 'same' }
    | {
        readonly kind: 'differs';
        /** Rows the primary would have returned and the replica did not. */
        readonly missing: readonly (readonly PgText[])[];
        /** Rows the replica returned and the primary would not have. */
        readonly extra: readonly (readonly PgText[])[];
        /** `schema.table` of every table the statement read. */
        readonly tables: readonly string[];
      }
    /** Not comparable, and why: said to the learner, never counted as fresh. */
    | { readonly kind: 'unknown'; readonly why: string };
}

/** A level of `synchronous_commit` for which a commit waits for the replica: until it has written the commit to its log, until
 * that is flushed, until it can be seen there. */
export type StandbyLevel = 'remote_write' | 'on' | 'remote_apply';

export const replicationKinds = ['logical', 'physical'] as const;

/** How the replica follows the primary: `logical` applies the changes of each transaction, in the replica's own log;
 * `physical` replays the primary's log itself, byte for byte. */
export type ReplicationKind = (typeof replicationKinds)[number];

/** The replica's slot on the primary, from `pg_replication_slots`. */
export interface SlotState {
  readonly restartLsn: Lsn;
  readonly confirmedFlushLsn: Lsn;
}

/** All user tables of each server. */
export type TablesByNode = Readonly<Record<ReplicationNode, readonly PgTable[]>> & {
  readonly standalone?: readonly PgTable[];
};

/** A commit of the primary that went with its memory: `synchronous_commit = off` had not waited until it was flushed. */
export interface LostCommit {
  readonly at: VirtualMs;
  readonly xid: number;
  /** The end of the commit record. After the crash the log takes this place anew. */
  readonly lsn: Lsn;
  readonly client: Client;
  readonly queryId: QueryId;
  readonly changes: readonly DecodedChange[];
  /** Number of changes that the publication would have let through. */
  readonly published: number;
}

export type TraceEvent = { readonly at: VirtualMs } & (
  | {
      readonly type: 'run started';
      readonly seed: number;
      readonly settings: Settings;
      /** Absent: `logical`. */
      readonly replication?: ReplicationKind;
      /** The environment variables of the application, where it has any. */
      readonly environment?: Environment;
      /** Where the primary stood. */
      readonly lsn: Lsn;
      readonly slot: SlotState;
      readonly tables: TablesByNode;
      /** Where the standalone server stood, in a lesson that has one. */
      readonly standaloneLsn?: Lsn;
    }
  | { readonly type: 'settings changed'; readonly change: SettingsChange['change']; readonly settings: Settings }
  | {
      readonly type: 'request started';
      readonly requestId: RequestId;
      readonly person: string;
      readonly method: 'GET' | 'POST';
      readonly path: string;
      readonly form: Readonly<Record<string, string>>;
      readonly cookies: Readonly<Record<string, string>>;
    }
  | {
      /** The answer reached the person: from here on they were told. */
      readonly type: 'request responded';
      readonly requestId: RequestId;
      readonly person: string;
      readonly response: PageResponse;
      /** The person had pressed again meanwhile, so their browser drops this answer: they were not told. */
      readonly superseded?: true;
    }
  | {
      readonly type: 'query ran';
      readonly queryId: QueryId;
      readonly node: NodeName;
      readonly client: Client;
      readonly sql: string;
      readonly params: readonly PgText[];
      /** `at` is when the node ran it; these are the client's side of it. */
      readonly sentAt: VirtualMs;
      /** Null where the answer never came: the commit waits for the replica still, or did when its node died. */
      readonly answeredAt: VirtualMs | null;
      readonly outcome:
        | { readonly kind: 'ok'; readonly results: readonly PgResult[] }
        | { readonly kind: 'error'; readonly error: PgMessage };
      readonly notices: readonly PgMessage[];
      readonly status: SessionStatus;
      /** The server's insert position after the statement; on the replica its replay position at it. That of the standalone
       * server is its own: it cannot be compared with the others'. */
      readonly lsn: Lsn;
      readonly route?: RouteClaim;
      readonly place?: SourcePlace;
      /** On reads of the replica. */
      readonly staleness?: Staleness;
      /** On reads of requests, in runs that ask for it: EXPLAIN (ANALYZE, BUFFERS, VERBOSE, SETTINGS, FORMAT JSON) of it, without times, just
       * before it ran. */
      readonly plan?: string;
      /** Virtual ms that the statement waited because another client's transaction held the node's one session. */
      readonly queuedMs?: number;
      /** It committed, and its answer was held back until the replica had come so far. */
      readonly waitsFor?: StandbyLevel;
      /** On the promoted node, once no transaction is open there: its sequences after the statement, where they or what their
       * columns hold have changed since they were told last. */
      readonly sequences?: readonly PgSequence[];
    }
  | {
      /** A commit that waited for the replica goes on to its client. */
      readonly type: 'commit released';
      readonly queryId: QueryId;
      readonly client: Client;
      /** Where the primary stood after the commit. */
      readonly lsn: Lsn;
      readonly waitedFor: StandbyLevel;
      readonly waitedMs: number;
      /** `confirmed`: the replica has come so far. `cancelled`: somebody has ended the wait, and the client is warned.
       * `not asked for`: the replica is no synchronous standby any more. */
      readonly because: 'confirmed' | 'cancelled' | 'not asked for';
    }
  | {
      /** A statement that reached nobody, or whose answer will not come: its node is down, or is not what the client's settings
       * ask for. Where they name several hosts, the client may have gone on to the next. */
      readonly type: 'connection failed';
      readonly node: NodeName;
      readonly client: Client;
      readonly sql: string;
      readonly params: readonly PgText[];
      /** As of 'query ran'. */
      readonly sentAt: VirtualMs;
      readonly answeredAt: VirtualMs;
      /** In libpq's words, what it says of this node. */
      readonly message: string;
      readonly route?: RouteClaim;
      readonly place?: SourcePlace;
    }
  | {
      readonly type: 'transaction committed';
      readonly node: 'primary';
      readonly xid: number;
      /** The end of the commit record. */
      readonly lsn: Lsn;
      readonly client: Client;
      readonly queryId: QueryId;
      readonly changes: readonly DecodedChange[];
      /** What it wrote to the log, its commit record last. Read at the end of the run, where the primary still runs. */
      readonly wal?: readonly WalRecord[];
    }
  | {
      /** The publication lets something of it through, and it reached the replica. */
      readonly type: 'transaction received';
      readonly lsn: Lsn;
      readonly sentAt: VirtualMs;
      /** Number of changes that the publication let through. */
      readonly published: number;
    }
  | {
      readonly type: 'transaction applied';
      readonly lsn: Lsn;
      readonly committedAt: VirtualMs;
      /** What the publication let through: the columns and operations that it publishes. */
      readonly changes: readonly DecodedChange[];
    }
  | {
      /** The replica confirmed what it has applied, and the slot moved: the WAL before `restartLsn` may go. */
      readonly type: 'slot advanced';
      readonly slot: SlotState;
    }
  | {
      /** The apply worker hit an error and stopped, with Postgres's own words. */
      readonly type: 'replication stopped';
      readonly lsn: Lsn;
      readonly error: PgMessage;
    }
  | { readonly type: 'replication resumed'; readonly lsn: Lsn }
  | {
      /** Read again from the node, after DDL or whatever the stream does not carry: on the standalone server, any change. */
      readonly type: 'tables inspected';
      readonly node: NodeName;
      readonly tables: readonly PgTable[];
    }
  | {
      readonly type: 'node crashed';
      readonly node: NodeName;
      readonly reason: string;
      /** Somebody wanted it, and the run goes on without the node. */
      readonly onPurpose?: true;
      /** In commit order; absent where there is none. */
      readonly lost?: readonly LostCommit[];
    }
  | {
      /** A node that had crashed was started again on the files that it had left. */
      readonly type: 'node restarted';
      readonly node: NodeName;
      readonly recovery: Recovery;
      /** Of the promoted node, as of 'query ran': redo takes a sequence further than its clients had come. */
      readonly sequences?: readonly PgSequence[];
    }
  | {
      /** The replica was restored to a point in time: its server was started anew on its base backup, and redo of the archived log
       * stopped just before a commit of the primary. It stays there, read-only, until it is promoted. */
      readonly type: 'node restored';
      readonly node: 'replica';
      /** Where it stands in the primary's log: where the record of that commit begins. */
      readonly lsn: Lsn;
      /** The end of that record, by which the commit is known. */
      readonly before: Lsn;
      /** Up to where it had replayed the log until then: what lies between is undone, or replayed with the restore. */
      readonly replayedLsn: Lsn;
    }
  | {
      /** The replica takes writes from here on, and follows nobody. */
      readonly type: 'node promoted';
      readonly node: 'replica';
      /** Up to where it had replayed the primary's log. */
      readonly replayLsn: Lsn;
      /** Where its own log stands: another one, whose positions say nothing of the primary's. */
      readonly lsn: Lsn;
      /** Its sequences and its own slots at that moment. Absent where neither could be read, since a client's transaction that has
       * failed kept its one session. */
      readonly sequences?: readonly PgSequence[];
      readonly slots?: readonly PgSlot[];
    }
  | {
      /** The former primary has heard of the promotion, and takes no writes from here on. */
      readonly type: 'node fenced';
      readonly node: 'primary';
      /** Each promotion begins another; the first primary's was 1. */
      readonly epoch: number;
    }
  | {
      /** The former primary is a standby of the promoted node from here on, rebuilt from its base backup. What it alone had is gone. */
      readonly type: 'node rejoined';
      readonly node: 'primary';
      /** Up to where the promoted node's log is in the backup: its own log, whose positions say nothing of the former primary's. */
      readonly lsn: Lsn;
      /** Size of the backup. */
      readonly bytes: number;
    }
  | {
      /** The former primary has come so far with the promoted node's log. */
      readonly type: 'log replayed';
      readonly node: 'primary';
      readonly lsn: Lsn;
      /** When the promoted node's log ended there. */
      readonly loggedAt: VirtualMs;
    }
  | { readonly type: 'node rebuilt'; readonly node: NodeName }
  | {
      readonly type: 'code logged';
      readonly requestId?: RequestId;
      readonly text: string;
      readonly place?: SourcePlace;
    }
  | {
      /** Other code answers the requests that arrive from here on. */
      readonly type: 'code deployed';
    }
  | {
      readonly type: 'code stopped';
      readonly error: ProgramError;
      readonly requestId?: RequestId;
      /** The files could not even be started, and the first who came found nobody there. */
      readonly neverStarted?: true;
    }
  | {
      readonly type: 'run ended';
      /** `finished`: everyone got their answers. The others name what ran out. */
      readonly reason: 'finished' | 'code stopped' | 'node crashed' | 'unanswered' | 'budget';
      readonly detail?: string;
    }
);

export type EventOf<Type extends TraceEvent['type']> = Extract<TraceEvent, { readonly type: Type }>;

/** In order of `at`; events of one instant are in the order in which they happened. */
export type Trace = readonly TraceEvent[];

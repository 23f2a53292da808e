/** What a Postgres server says, as data: no parsing into JavaScript types, so that nothing is lost on the way. */
import type { Lsn } from './ids.ts';

/** A value in Postgres's text format, or SQL null. */
export type PgText = string | null;

export interface PgField {
  readonly name: string;
  /** `pg_type.oid` of the column. */
  readonly typeOid: number;
  /** `pg_class.oid` of the table that the column comes from, 0 for an expression. */
  readonly tableOid: number;
}

/** The answer to one statement that succeeded. */
export interface PgResult {
  /** The CommandComplete tag: `SELECT 1`, `INSERT 0 1`, `BEGIN`. */
  readonly tag: string;
  readonly fields: readonly PgField[];
  readonly rows: readonly (readonly PgText[])[];
}

/** An error or a notice with every field a client may need
 * (https://www.postgresql.org/docs/18/protocol-error-fields.html). */
export interface PgMessage {
  /** `ERROR`, `WARNING`, `NOTICE`. */
  readonly severity: string;
  /** The SQLSTATE, five characters. */
  readonly code: string;
  /** The first line: what went wrong. */
  readonly message: string;
  /** More about it: `Key (name)=(Juices) already exists.` */
  readonly detail?: string;
  /** What might help. */
  readonly hint?: string;
  /** 1-based, in characters of the statement's text. */
  readonly position?: number;
  /** The functions and statements that it came up through, one a line. */
  readonly where?: string;
  /** The schema of the table that it is about. */
  readonly schema?: string;
  /** The table that it is about. */
  readonly table?: string;
  /** The column that it is about. */
  readonly column?: string;
  /** The data type that it is about. */
  readonly dataType?: string;
  /** The constraint that would be broken. */
  readonly constraint?: string;
  /** The function of Postgres's own source that reported it. */
  readonly routine?: string;
}

/** What a server session is doing after a statement (the status byte of ReadyForQuery). */
export type SessionStatus = 'idle' | 'in transaction' | 'failed transaction';

/** A table as it stands on a node. Rows are ordered by key. */
export interface PgTable {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly string[];
  /** Column names of the primary key, or of the replica identity; empty when there is neither. */
  readonly key: readonly string[];
  /** Names of the publications that let changes of it travel; absent where there is none, as on a replica. */
  readonly publications?: readonly string[];
  readonly rows: readonly (readonly PgText[])[];
}

/** A sequence that a column of a user table owns, as it stands on a node, and what that column holds there. Whole numbers are
 * text: a `bigint` may be too large for a number. */
export interface PgSequence {
  readonly schema: string;
  readonly name: string;
  readonly tableSchema: string;
  readonly table: string;
  readonly column: string;
  /** `last_value` and `is_called` of the sequence, and its step, which is positive. */
  readonly lastValue: string;
  readonly isCalled: boolean;
  readonly increment: string;
  /** `max(column)`; null where there is no row. */
  readonly highest: string | null;
  /** Whether a row has the value that `nextval` gives next. */
  readonly isUsed: boolean;
  /** Whether the column is unique by itself, so that a used value is refused with 23505. */
  readonly isUnique: boolean;
}

/** A row of `pg_replication_slots`. */
export interface PgSlot {
  readonly name: string;
  readonly type: 'logical' | 'physical';
}

/** A row of a decoded change, by column name. A column that is absent was not in the WAL (an unchanged TOASTed value). */
export type DecodedRow = Readonly<Record<string, PgText>>;

/** Column name to type, as `format_type` prints it: `numeric(8,2)`. */
export type ColumnTypes = Readonly<Record<string, string>>;

/** One change of a committed transaction, as Postgres's logical decoding gave it. */
export type DecodedChange =
  | {
      readonly kind: 'insert';
      readonly schema: string;
      readonly table: string;
      readonly row: DecodedRow;
      readonly types: ColumnTypes;
    }
  | {
      readonly kind: 'update';
      readonly schema: string;
      readonly table: string;
      readonly row: DecodedRow;
      /** The old key (identity default or index, only when it changed) or the whole old row (identity full). */
      readonly old?: DecodedRow;
      readonly identity: ReplicaIdentity;
      /** The columns of the replica identity; empty for `nothing`, and for `default` without a primary key. */
      readonly key: readonly string[];
      readonly types: ColumnTypes;
    }
  | {
      readonly kind: 'delete';
      readonly schema: string;
      readonly table: string;
      readonly old?: DecodedRow;
      readonly identity: ReplicaIdentity;
      readonly key: readonly string[];
      readonly types: ColumnTypes;
    }
  | {
      readonly kind: 'truncate';
      readonly tables: readonly {
        readonly schema: string;
        readonly table: string;
        /** Where a publication let it through: the columns that it publishes of the table. */
        readonly columns?: readonly string[];
      }[];
      readonly cascade: boolean;
      readonly restartIdentity: boolean;
    }
  | { readonly kind: 'message'; readonly prefix: string; readonly content: string };

/** `pg_class.relreplident` (https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-REPLICA-IDENTITY). */
export type ReplicaIdentity = 'default' | 'full' | 'index' | 'nothing';

/** A record of the write-ahead log, as `pg_walinspect` reads it
 * (https://www.postgresql.org/docs/18/pgwalinspect.html). */
export interface WalRecord {
  readonly startLsn: Lsn;
  readonly endLsn: Lsn;
  readonly xid: number;
  /** `Heap`, `Btree`, `Transaction`. */
  readonly resourceManager: string;
  /** `INSERT`, `HOT_UPDATE`, `COMMIT`. */
  readonly recordType: string;
  /** Of the whole record. */
  readonly bytes: number;
  /** What of it are images of whole pages. */
  readonly fullPageBytes: number;
  readonly description: string;
  /** The pages that it changes: `shop_order, block 0`. */
  readonly blocks: readonly string[];
}

/** What a client got for one statement. */
export type QueryReply =
  | { readonly kind: 'ok'; readonly results: readonly PgResult[] }
  | { readonly kind: 'error'; readonly error: PgMessage }
  /** The connection could not be had or was lost: Django's OperationalError. */
  | { readonly kind: 'lost'; readonly message: string };

/** What a server said of the redo with which it started, on files that no server had shut down. */
export interface Recovery {
  /** "redo starts at": the first record that was replayed. Null where nothing was to be replayed. */
  readonly redoStartLsn: Lsn | null;
  /** "redo done at": the last record that was replayed, where it begins. */
  readonly redoDoneLsn: Lsn | null;
  /** Where the log ends now, after the checkpoint that ends recovery. */
  readonly lsn: Lsn;
  /** Its log, a line each, without the figures of the machine's own clock. */
  readonly log: readonly string[];
}

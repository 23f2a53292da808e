/** The Postgres wire protocol, version 3, in text format: requests to bytes, bytes to replies
 * (https://www.postgresql.org/docs/18/protocol-flow.html). */
import { messages, protocol } from '@electric-sql/pglite';
import type { PgField, PgMessage, PgResult, PgText, SessionStatus } from '../trace/postgres-values.ts';
import { promotedCode, sleptCode } from './server-configuration.ts';

export interface WireStatement {
  readonly sql: string;
  readonly params: readonly PgText[];
}

/** What the server said between one request and its ReadyForQuery. */
export interface Reply {
  readonly results: readonly PgResult[];
  readonly error: PgMessage | null;
  readonly notices: readonly PgMessage[];
  readonly status: SessionStatus;
  /** Statements that were answered: with CommandComplete, with an error, or, where nothing was asked, with
   * EmptyQueryResponse. */
  readonly answered: number;
  /** For how long `pg_sleep()` would have slept. */
  readonly sleptMs: number;
  /** The server was asked to end its recovery. */
  readonly asksPromotion: boolean;
}

const { serialize, Parser } = protocol;

export const sync = serialize.sync();

/** Parse, Bind, Describe, Execute. One `sync` after any number of them makes them one request. */
export function extended({ sql, params }: WireStatement): Uint8Array {
  return concatenate([
    serialize.parse({ text: sql }),
    serialize.bind({ values: [...params] }),
    serialize.describe({ type: 'P' }),
    serialize.execute({}),
  ]);
}

export const prepare = (name: string, sql: string): Uint8Array => serialize.parse({ name, text: sql });

export function executePrepared(name: string): Uint8Array {
  return concatenate([serialize.bind({ statement: name }), serialize.execute({})]);
}

/** Said after every statement of a client, who has no data to send: a `COPY FROM STDIN` that waits for some is ended with
 * Postgres's own error, and everything else ignores it. */
export const copyFail = serialize.copyFail('the playground sends no data after a statement: use INSERT');

/** Any number of statements in one string: the simple protocol, a request of its own. */
export const simple = (sql: string): Uint8Array => serialize.query(sql);

export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

const statusOf: Readonly<Record<string, SessionStatus>> = { I: 'idle', T: 'in transaction', E: 'failed transaction' };

/** Splits the server's bytes into one reply a request. What follows the last ReadyForQuery is left out. */
export function parseReplies(bytes: Uint8Array): Reply[] {
  const replies: Reply[] = [];
  let reply = new ReplyParts();
  new Parser().parse(bytes, (message) => {
    if (message instanceof messages.ReadyForQueryMessage) {
      replies.push(reply.finish(statusOf[message.status] ?? 'idle'));
      reply = new ReplyParts();
    } else reply.add(message);
  });
  return replies;
}

/** What `COPY TO STDOUT` sends: lines, not rows of fields. */
const copiedLine: PgField = { name: 'copy', typeOid: 25, tableOid: 0 };

class ReplyParts {
  readonly #results: PgResult[] = [];
  readonly #notices: PgMessage[] = [];
  #error: PgMessage | null = null;
  #answered = 0;
  #sleptMs = 0;
  #asksPromotion = false;
  #fields: readonly PgField[] = [];
  #rows: PgText[][] = [];
  /** What the extended protocol has said of the statement at hand; null in the simple one. */
  #extended: 'parsed' | 'bound' | null = null;

  add(message: messages.BackendMessage): void {
    if (message instanceof messages.RowDescriptionMessage) this.#fields = message.fields.map(fieldOf);
    else if (message instanceof messages.DataRowMessage) this.#rows.push(message.fields);
    else if (message instanceof messages.CommandCompleteMessage) this.#complete(message.text);
    else if (message instanceof messages.DatabaseError) {
      this.#error ??= messageOf(message, message.message);
      this.#answered++;
    } else if (message instanceof messages.NoticeMessage) this.#noticed(messageOf(message, message.message ?? ''));
    else if (message instanceof messages.CopyDataMessage) this.#copied(message.chunk);
    else if (message.name === 'parseComplete') this.#extended = 'parsed';
    else if (message.name === 'bindComplete') this.#extended = 'bound';
    // After a WebAssembly trap PGlite goes on with an empty statement, which answers for the one that trapped: it was
    // parsed and never bound.
    else if (message.name === 'emptyQuery' && this.#extended !== 'parsed') this.#answered++;
  }

  #noticed(notice: PgMessage): void {
    if (notice.code === sleptCode) this.#sleptMs += Number(notice.detail) * 1_000;
    else if (notice.code === promotedCode) this.#asksPromotion = true;
    else this.#notices.push(notice);
  }

  #copied(line: Uint8Array): void {
    this.#fields = [copiedLine];
    this.#rows.push([new TextDecoder().decode(line).replace(/\n$/, '')]);
  }

  #complete(tag: string): void {
    this.#results.push({ tag, fields: this.#fields, rows: this.#rows });
    this.#answered++;
    this.#fields = [];
    this.#rows = [];
  }

  finish(status: SessionStatus): Reply {
    return {
      results: this.#results,
      error: this.#error,
      notices: this.#notices,
      status,
      answered: this.#answered,
      sleptMs: this.#sleptMs,
      asksPromotion: this.#asksPromotion,
    };
  }
}

const fieldOf = (field: messages.Field): PgField => ({
  name: field.name,
  typeOid: field.dataTypeID,
  tableOid: field.tableID,
});

function messageOf(from: messages.DatabaseError | messages.NoticeMessage, message: string): PgMessage {
  const { severity, code, detail, hint, position, where, schema, table, column, dataType, constraint, routine } = from;
  return {
    severity: severity ?? 'ERROR',
    code: code ?? 'XX000',
    message,
    ...(detail !== undefined && { detail }),
    ...(hint !== undefined && { hint }),
    ...(position !== undefined && { position: Number(position) }),
    ...(where !== undefined && { where }),
    ...(schema !== undefined && { schema }),
    ...(table !== undefined && { table }),
    ...(column !== undefined && { column }),
    ...(dataType !== undefined && { dataType }),
    ...(constraint !== undefined && { constraint }),
    ...(routine !== undefined && { routine }),
  };
}

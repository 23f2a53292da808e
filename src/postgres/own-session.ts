/**
 * The playground's own statements on a server whose one session belongs to its clients. What they have set must not reach
 * ours: a date style, a role, a read-only default. And ours must not reach theirs. So each of our requests is a transaction
 * of its own, or, inside a client's, a subtransaction, with settings that end with it.
 *
 * The settings are those that Postgres gives a subscription's connection and its apply worker (`libpqrcv_connect` in
 * src/backend/replication/libpqwalreceiver/libpqwalreceiver.c, `InitializeLogRepWorker` in logical/worker.c), and the
 * server's defaults for whatever else a value's text depends on. Only the session's original user decides who may
 * `SET SESSION AUTHORIZATION`, and it is the superuser.
 */
import type { Statement } from '../simulation/postgres-node.ts';
import type { VirtualMs } from '../trace/ids.ts';
import type { PgMessage, SessionStatus } from '../trace/postgres-values.ts';
import type { PgliteServer } from './pglite-server.ts';
import { concatenate, extended, type Reply, simple, sync } from './wire.ts';

const settings: Readonly<Record<string, string>> = {
  search_path: 'pg_catalog, pg_temp',
  datestyle: 'ISO, MDY',
  intervalstyle: 'postgres',
  extra_float_digits: '3',
  bytea_output: 'hex',
  xmlbinary: 'base64',
  xmloption: 'content',
  timezone: 'UTC',
  client_encoding: 'UTF8',
  client_min_messages: 'notice',
  lc_monetary: 'C',
  array_nulls: 'on',
  quote_all_identifiers: 'off',
  standard_conforming_strings: 'on',
  output_plugin_libraries: 'replayground_decoding',
};

const asSuperuser = ['set local session authorization postgres', 'set local role none'];
const withSettings = Object.entries(settings).map(([name, value]) => `set local ${name} = ${quoted(name, value)}`);

/** `search_path`, alone of these, takes a list of names. */
function quoted(name: string, value: string): string {
  return name === 'search_path' ? value : `'${value}'`;
}

/** A request, and how many statements of it must be answered. */
interface CountedRequest {
  readonly request: Uint8Array;
  readonly statements: number;
}

/** What comes before and after. */
export interface Bracket {
  readonly open: CountedRequest;
  readonly close: CountedRequest;
}

const script = (...statements: readonly string[]): CountedRequest => ({
  request: simple(statements.join('; ')),
  statements: statements.length,
});

const endSubtransaction = script('rollback to savepoint replayground', 'release savepoint replayground');

/** As the superuser, under our settings.
 * @param status what a client's transaction is doing. Nothing can run in one that has failed. */
export function ownBracket(
  status: SessionStatus,
  access: 'read only' | 'read write',
  ...more: readonly string[]
): Bracket {
  const own = [...asSuperuser, ...withSettings, ...more];
  if (status !== 'idle') return { open: script('savepoint replayground', ...own), close: endSubtransaction };
  const begin = `begin isolation level read committed, ${access}, not deferrable`;
  return { open: script(begin, ...own), close: script(access === 'read write' ? 'commit' : 'rollback') };
}

/** Under the client's own role and settings, as its connection would answer, and leaving no trace. */
export function peekBracket(status: SessionStatus): Bracket {
  return status === 'idle'
    ? { open: script('begin read only'), close: script('rollback') }
    : { open: script('savepoint replayground', 'set transaction read only'), close: endSubtransaction };
}

/** Sends requests between the ends of a bracket. Gives their replies, and the error of the end, where a transaction that
 * was fine so far can still fail. @throws NodeCrashed */
export function callWithin(
  server: PgliteServer,
  { open, close }: Bracket,
  requests: readonly CountedRequest[],
  at: VirtualMs,
): { readonly replies: readonly Reply[]; readonly closingError: PgMessage | null } {
  const all = [open, ...requests, close];
  const replies = server.call(
    all.map(({ request }) => request),
    at,
    all.map(({ statements }) => statements),
  );
  const refused = replies[0]!.error;
  if (refused) throw new Error(`${server.name} refused a setting of ours: ${refused.message}`, { cause: refused });
  return { replies: replies.slice(1, -1), closingError: replies.at(-1)!.error };
}

/** Statements that stop at the first error: one request. */
export const pipeline = (statements: readonly Statement[]): CountedRequest => ({
  request: concatenate([...statements.map(extended), sync]),
  statements: statements.length,
});

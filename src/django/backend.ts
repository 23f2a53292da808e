/**
 * The port to the world outside. The sandbox installs it before the learner's files are loaded; everything here goes
 * through it, so that this folder knows no worker, no page and no clock.
 */
import type { Environment } from '../trace/environment.ts';
import type { RouteClaim } from '../trace/events.ts';
import type { SourcePlace } from '../trace/http.ts';
import type { NodeName, RequestId } from '../trace/ids.ts';
import type { PgText, QueryReply } from '../trace/postgres-values.ts';

/** One statement, and why it goes where it goes. */
export interface BackendQuery {
  readonly alias: string;
  /** The server that the settings name for the alias, or several with commas between; empty when they name none. */
  readonly host: string;
  /** What the server must be, as the settings say it to libpq. */
  readonly targetSessionAttrs?: string;
  /** How long it waits for a connection, and how long for a sign of life on one, in ms, where the settings say so. */
  readonly connectTimeoutMs?: number;
  readonly tcpUserTimeoutMs?: number;
  /** The connection that the alias had before was closed. */
  readonly reconnects?: true;
  readonly sql: string;
  /** In Postgres's text format; the server infers their types. */
  readonly params: readonly PgText[];
  readonly route?: RouteClaim;
  readonly place?: SourcePlace;
}

export interface Backend {
  /** The variables of the process's environment by name, which are the deployment's. */
  readonly environment: Environment;
  /** Sends one statement. What Postgres says, errors included, is an answer; a rejection is a fault of the host. */
  query(query: BackendQuery): Promise<QueryReply>;
  /** Waits in virtual time, in milliseconds. */
  sleep(ms: number, place?: SourcePlace): Promise<void>;
  /** Resolves when the server has no power. */
  powerOff(server: NodeName, place?: SourcePlace): Promise<void>;
  /** The request whose message was delivered last, or null while the learner's files load. The host delivers one
   * message at a time and drains the microtasks, so this is right wherever learner code runs. */
  currentRequest(): RequestId | null;
  log(text: string, place?: SourcePlace): void;
  /** The innermost line of the learner's files in an error's stack. Only the host knows under which addresses it loaded
   * them. It takes any object: errors of learners may have any fields. */
  placeOf(error: object): SourcePlace | undefined;
}

let installed: Backend | null = null;

export function installBackend(port: Backend): void {
  installed = port;
}

/** @throws Error when the host has not installed one */
export function backend(): Backend {
  if (!installed) throw new Error('No backend is installed: the host calls installBackend before it loads any model.');
  return installed;
}

/**
 * The port to the learner's code. `src/sandbox` implements it: in a browser in a worker of an opaque origin, in Node in
 * a worker thread. The program sees virtual time only and talks to nothing but this port.
 *
 * A turn: one message goes in, the program's microtasks are drained, and out come the calls it made meanwhile, in
 * order. So a call belongs to the request whose message was delivered. Everything the program says is a claim.
 */
import type { NodeName, RequestId, VirtualMs } from '../trace/ids.ts';
import type { RouteClaim } from '../trace/events.ts';
import type { PageRequest, PageResponse, ProgramError, SourcePlace } from '../trace/http.ts';
import type { PgText, QueryReply } from '../trace/postgres-values.ts';

export type ToProgram =
  | { readonly kind: 'request'; readonly request: PageRequest }
  | { readonly kind: 'answer'; readonly callId: number; readonly requestId: RequestId; readonly reply: QueryReply }
  /** What it waited for is over: its pause, or the power of a server. */
  | { readonly kind: 'woken'; readonly callId: number; readonly requestId: RequestId };

export type ProgramCall =
  | {
      readonly kind: 'query';
      readonly callId: number;
      readonly alias: string;
      /** The server that the program's settings name for the alias, or several with commas between; empty when they name none. */
      readonly host: string;
      /** What the server must be, in libpq's words. It may be anything. */
      readonly targetSessionAttrs?: string;
      /** How long it waits for a connection, and how long for a sign of life on one, in ms. */
      readonly connectTimeoutMs?: number;
      readonly tcpUserTimeoutMs?: number;
      /** The connection that the alias had before was closed. */
      readonly reconnects?: true;
      readonly sql: string;
      readonly params: readonly PgText[];
      readonly route?: RouteClaim;
      readonly place?: SourcePlace;
    }
  | { readonly kind: 'sleep'; readonly callId: number; readonly ms: number; readonly place?: SourcePlace }
  | { readonly kind: 'power off'; readonly callId: number; readonly server: NodeName; readonly place?: SourcePlace }
  | { readonly kind: 'respond'; readonly requestId: RequestId; readonly response: PageResponse }
  | { readonly kind: 'log'; readonly text: string; readonly place?: SourcePlace };

export type Turn =
  | { readonly kind: 'idle'; readonly calls: readonly ProgramCall[] }
  /** It was ended: a loop that never yields, a heap that overflowed, calls without end. The program is gone. */
  | {
      readonly kind: 'stopped';
      readonly error: ProgramError;
      readonly calls: readonly ProgramCall[];
      /** It had been gone before: its files could not be started. */
      readonly neverStarted?: true;
    };

export interface Program {
  /** Delivers one message and drains. One at a time. */
  deliver(message: ToProgram, at: VirtualMs): Promise<Turn>;
  /** Ends it at once. */
  terminate(): void;
}

/** The learner's files could not be started at all: a syntax error, a missing import, an error while loading. */
export interface ProgramRefused {
  readonly kind: 'refused';
  readonly error: ProgramError;
}

/** Stands in for a program that was refused, where a run shall show what comes of that: whoever asks first finds it gone. */
export const neverStartedProgram = ({ error }: ProgramRefused): Program => ({
  deliver: async () => ({ kind: 'stopped', error, calls: [], neverStarted: true }),
  terminate: () => {},
});

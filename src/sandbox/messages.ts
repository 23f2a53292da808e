/**
 * What passes between the host (the page, or a test) and the worker program. Each message is one JSON string: a claim
 * whose size can be checked before it is looked at.
 *
 *     worker: ready                             it stands, scrubbed, and waits for a program
 *     host:   load        worker: started | refused
 *     host:   deliver, poll                     the microtasks of `deliver` are drained before `poll` arrives
 *     worker: idle                              with the calls made since the last `idle`
 *     worker: entered, still                    at any time, from code that runs
 */
import type { ProgramCall, ToProgram } from '../simulation/program.ts';
import type { ProgramError } from '../trace/http.ts';
import type { VirtualMs } from '../trace/ids.ts';
import type { Environment } from '../trace/environment.ts';
import type { CompiledModule } from './compile/compiled-program.ts';

/** What a program finds around it. */
export interface World {
  /** Of all that is random. */
  readonly seed: number;
  readonly environment: Environment;
}

export type ToWorker =
  | {
      readonly kind: 'load';
      readonly modules: readonly CompiledModule[];
      readonly siteCount: number;
      readonly world: World;
    }
  | { readonly kind: 'deliver'; readonly message: ToProgram; readonly at: VirtualMs }
  | { readonly kind: 'poll' };

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'started' }
  | { readonly kind: 'refused'; readonly error: ProgramError }
  /** Index of a loop or function that begins, for the first time in this turn. */
  | { readonly kind: 'entered'; readonly site: number }
  /** Index of the loop or function that is busy. */
  | { readonly kind: 'still'; readonly site: number }
  | { readonly kind: 'idle'; readonly calls: readonly ProgramCall[] };

/** Caps on what a program may say. Generous for any shop, small enough for any page. */
export const limits = {
  /** Characters of the name of a host. A name in DNS has no more. */
  hostLength: 255,
  /** Characters of one message of the worker. */
  messageLength: 4_000_000,
  /** Characters of one line of output; what is longer is cut. */
  logLength: 10_000,
  /** Characters of output in a whole run; what comes later is left out. */
  logLengthInRun: 1_000_000,
  /** Calls of one turn; one more is an error in the line that made it. */
  callsInTurn: 2_000,
} as const;

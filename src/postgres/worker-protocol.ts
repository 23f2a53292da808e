/** How a page speaks with a node's worker. The operations and their types are those of `NodeServer` itself. */
import type { PgMessage } from '../trace/postgres-values.ts';
import type { NodeSetup } from './instance.ts';
import type { NodeServer } from './node-server.ts';

export type Operation = Exclude<keyof NodeServer, 'name' | 'terminate'>;

export type ToWorker =
  | { readonly kind: 'start'; readonly setup: NodeSetup }
  | {
      readonly [Op in Operation]: {
        readonly kind: 'call';
        readonly id: number;
        readonly operation: Op;
        readonly args: Parameters<NodeServer[Op]>;
      };
    }[Operation];

export type FromWorker =
  | { readonly kind: 'started' }
  | { readonly kind: 'returned'; readonly id: number; readonly value: unknown }
  /** Errors cross whole: what kind they were, and what Postgres said. */
  | { readonly kind: 'crashed'; readonly id: number; readonly reason: string }
  | { readonly kind: 'failed'; readonly id: number | null; readonly message: string; readonly cause?: PgMessage };

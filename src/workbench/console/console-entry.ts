/** A line that was typed at a node's prompt, and what came of it. */
import type { NodeName, VirtualMs } from '../../trace/ids.ts';
import type { PgMessage, PgResult } from '../../trace/postgres-values.ts';
import type { Described } from './psql/meta-command.ts';

export type ConsoleAnswer =
  | { readonly kind: 'results'; readonly results: readonly PgResult[]; readonly notices: readonly PgMessage[] }
  | { readonly kind: 'error'; readonly error: PgMessage; readonly notices: readonly PgMessage[] }
  | { readonly kind: 'described'; readonly tables: readonly Described[] }
  /** Words that no server said: psql's own, or libpq's where nobody is there. */
  | { readonly kind: 'text'; readonly text: string; readonly isError: boolean };

export interface ConsoleEntry {
  readonly id: number;
  readonly node: NodeName;
  readonly line: string;
  /** The moment of the run at which it was asked. */
  readonly at: VirtualMs;
  /** Null while it is under way. */
  readonly answer: ConsoleAnswer | null;
  /** It changed something, so it is an event of the run from then on. */
  readonly isEvent: boolean;
}

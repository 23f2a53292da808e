/** Statements that are tried at a moment of a run and leave nothing behind: how plans are asked for, before and after what would mend them. */
import type { NodeName, QueryId, VirtualMs } from '../trace/ids.ts';
import type { Answer, TriedStatement } from './postgres-node.ts';

export type TrialMoment =
  /** In the session of one of the run's queries, just before it runs: in its transaction, with what that has done so far. */
  | { readonly kind: 'before'; readonly query: QueryId }
  /** At the end of an instant, in a session that has no transaction open. */
  | { readonly kind: 'at'; readonly at: VirtualMs; readonly node: NodeName };

export interface Trial {
  readonly moment: TrialMoment;
  readonly statements: readonly TriedStatement[];
}

export type TrialOutcome =
  | {
      readonly kind: 'answered';
      readonly node: NodeName;
      readonly at: VirtualMs;
      /** One for each statement. */
      readonly answers: readonly Answer[];
    }
  /** In words for people: the run does not come to that moment, or nobody is there then. */
  | { readonly kind: 'not tried'; readonly why: string };

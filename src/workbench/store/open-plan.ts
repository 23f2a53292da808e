/** The plan that is looked at: of which query, and what the nodes have said so far. */
import type { Plan } from '../../explain/plan.ts';
import type { TableFacts } from '../../explain/table-facts.ts';
import type { NodeName, QueryId, RequestId, VirtualMs } from '../../trace/ids.ts';
import type { PgText } from '../../trace/postgres-values.ts';

export interface PlanSubject {
  readonly node: NodeName;
  readonly sql: string;
  readonly params: readonly PgText[];
  /** When it ran, or was typed. */
  readonly at: VirtualMs;
  /** The query of the run that it is; null for what was typed and has left no trace. */
  readonly query: QueryId | null;
  readonly request: RequestId | null;
}

/** What became of the question for a plan. */
export type AskedPlan =
  | { readonly kind: 'asking' }
  /** In words for people. */
  | { readonly kind: 'failed'; readonly why: string }
  /** Without facts where the plan is from an EXPLAIN that somebody has typed. */
  | { readonly kind: 'answered'; readonly plan: Plan; readonly facts: readonly TableFacts[] | null };

/** What the plan is compared with. */
export type SecondPlan = { readonly asked: AskedPlan } & (
  | { readonly kind: 'node'; readonly node: NodeName }
  /** The same node, after these statements. */
  | { readonly kind: 'tried'; readonly remedy: readonly string[] }
);

export interface OpenPlan {
  readonly subject: PlanSubject;
  readonly first: AskedPlan;
  readonly second: SecondPlan | null;
}

/** What a request did on the primary, transaction by transaction. */
import type { Commit, Query, RequestRecord } from './trace-selectors.ts';

export interface Transaction {
  /** BEGIN and COMMIT included, where the client sent them. A statement outside of them is a transaction of its own. */
  readonly statements: readonly Query[];
  /** What it committed; null when it was rolled back, or changed nothing. */
  readonly commit: Commit | null;
}

/** The request's transactions on the primary, in order. */
export function transactionsOf({ queries, commits }: RequestRecord): readonly Transaction[] {
  const transactions: Query[][] = [];
  let open: Query[] | null = null;
  for (const query of queries) {
    if (query.node !== 'primary') continue;
    if (open === null) transactions.push((open = []));
    open.push(query);
    if (query.status === 'idle') open = null;
  }
  return transactions.map((statements) => ({
    statements,
    commit: commits.find(({ queryId }) => statements.some((query) => query.queryId === queryId)) ?? null,
  }));
}

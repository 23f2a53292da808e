/**
 * Locks that a transaction should have taken. One PGlite is one session, so here a second transaction waits until the first
 * has ended, whether it was locked out or not: what a missing lock would do cannot be seen in the rows. What the node was
 * asked can be, and on a real server it decides.
 */
import type { Query } from '../../src/course/trace-selectors.ts';
import type { Transaction } from '../../src/course/transactions.ts';

const names = (sql: string, ...tables: readonly string[]): boolean =>
  tables.some((table) => new RegExp(String.raw`\b${table}\b`).test(sql));
const isSelect = (sql: string): boolean => /^\s*(select|with)\b/i.test(sql);
const isUpdate = (sql: string): boolean => /^\s*update\b/i.test(sql);
/** What an UPDATE asks of the row itself. When it has waited for another transaction, Postgres asks that once more of the
 * row as it is then; a query inside it still answers from before the wait. */
const ownCondition = (sql: string): string => /\bwhere\b(.*?)(\(\s*select\b.*)?$/is.exec(sql)?.[1] ?? '';

/** Locks that others wait for whatever they ask for. */
const locksAll = (sql: string): boolean => /^\s*lock\b|\bpg_advisory_xact_lock/i.test(sql);

/** SELECT ... FOR UPDATE that found a row of one of the tables: where there is no row, there is nothing to lock. */
const locksRows = ({ sql, outcome }: Query, ...tables: readonly string[]): boolean =>
  /\bfor (no key )?update\b/i.test(sql) &&
  names(sql, ...tables) &&
  outcome.kind === 'ok' &&
  outcome.results.some(({ rows }) => rows.length > 0);

/**
 * The INSERT of an order that was not decided under a lock, or null. That there is no order yet must be read under a lock
 * that everybody takes who would order the same checkout; or the UPDATE that closes the checkout asks whether it is open.
 */
export function unlockedOrder({ statements }: Transaction): Query | null {
  const insert = statements.findIndex(({ sql }) => /^\s*insert into\s+"?shop_order"?\s/i.test(sql));
  if (insert < 0 || statements.length === 1) return null;
  const before = statements.slice(0, insert);
  const locks = (query: Query): boolean =>
    locksAll(query.sql) ||
    locksRows(query, 'shop_checkout', 'shop_checkoutline', 'shop_product') ||
    (isUpdate(query.sql) && names(query.sql, 'shop_checkout', 'shop_checkoutline', 'shop_product'));
  const decides = ({ sql }: Query): boolean => isSelect(sql) && names(sql, 'shop_checkout', 'shop_order');
  const isDecided = before.some((query, at) => decides(query) && before.slice(0, at + 1).some(locks));
  // To close the checkout only if it is open may come last, too: then the transaction learns that it was too late.
  const closes = ({ sql }: Query): boolean =>
    isUpdate(sql) && names(sql, 'shop_checkout') && /\bstatus\b/.test(ownCondition(sql));
  return isDecided || statements.some(closes) ? null : statements[insert]!;
}

/** An UPDATE of the stock that nobody was kept from coming before, or null. */
export function unlockedStock({ statements }: Transaction): Query | null {
  if (statements.length === 1) return null;
  const unguarded = statements.find((query, at) => {
    const { sql } = query;
    if (!isUpdate(sql) || !names(sql, 'shop_product') || query.outcome.kind === 'error') return false;
    const value = stockSet(sql);
    if (value === null) return false;
    if (statements.slice(0, at).some((earlier) => locksAll(earlier.sql) || locksRows(earlier, 'shop_product')))
      return false;
    const condition = ownCondition(sql);
    // A value from the code is right only where the row still has what the code had read.
    if (!isOwnExpression(value)) return !/\bstock"?\s*=\s*\$/.test(condition);
    if (/\bstock"?\s*(>|>=|=)\s/.test(condition)) return false;
    // Taken first and looked at afterwards: the UPDATE has locked the row.
    return !statements.slice(at + 1).some((later) => isSelect(later.sql) && names(later.sql, 'shop_product'));
  });
  return unguarded ?? null;
}

/** Whether the new stock is computed by the database from the old one. */
export const isOwnExpression = (value: string): boolean => /\bstock\b/.test(value);

/** What an UPDATE sets the stock to, as SQL; null when it leaves it alone. */
export function stockSet(sql: string): string | null {
  const set = /\bset\b(.*?)\bwhere\b/is.exec(sql)?.[1] ?? '';
  return /(?:^|,)\s*"?stock"?\s*=\s*(.*?)(?=,\s*"?\w+"?\s*=|$)/is.exec(set)?.[1]?.trim() ?? null;
}

/**
 * Locks that a transaction should have taken. One PGlite is one session, so here a second transaction waits until the first
 * has ended, whether it was locked out or not: what a missing lock would do cannot be seen in the rows. What the node was
 * asked can be, and on a real server it decides.
 */
import type { Query } from '../../src/course/trace-selectors.ts';
import type { Transaction } from '../../src/course/transactions.ts';

/** Why no harm was done, for the stories. */
export const nobodyCameBetween =
  'Nobody came between here: the primary of this page has one session, and whoever else opens a transaction waits for its end.';

const names = (sql: string, ...tables: readonly string[]): boolean =>
  tables.some((table) => new RegExp(String.raw`\b${table}\b`).test(sql));
const isSelect = (sql: string): boolean => /^\s*(select|with)\b/i.test(sql);
const isUpdate = (sql: string): boolean => /^\s*update\b/i.test(sql);

/** What an UPDATE asks of the row itself. When it has waited for another transaction, Postgres asks that once more of the
 * row as it is then; a query inside it still answers from before the wait.
 * https://www.postgresql.org/docs/18/transaction-iso.html#XACT-READ-COMMITTED */
const ownCondition = (sql: string): string => /\bwhere\b(.*?)(\(\s*select\b.*)?$/is.exec(sql)?.[1] ?? '';

const locksTable = (sql: string): boolean => /^\s*lock\b/i.test(sql);
/** Locks that everybody waits for who makes an order in this way. */
const locksAll = (sql: string): boolean => locksTable(sql) || /\bpg_advisory_xact_lock/i.test(sql);

/** SELECT ... FOR UPDATE that found a row of one of the tables: where there is no row, there is nothing to lock. */
const selectsForUpdate = ({ sql, outcome }: Query, ...tables: readonly string[]): boolean =>
  /\bfor (no key )?update\b/i.test(sql) &&
  names(sql, ...tables) &&
  outcome.kind === 'ok' &&
  outcome.results.some(({ rows }) => rows.length > 0);

/** An UPDATE locks its rows as well, from then on. */
const locksRows = (query: Query, ...tables: readonly string[]): boolean =>
  selectsForUpdate(query, ...tables) || (isUpdate(query.sql) && names(query.sql, ...tables));

/** Where an order is inserted, in a transaction of more than that; or -1. */
const insertOfOrder = ({ statements }: Transaction): number =>
  statements.length === 1 ? -1 : statements.findIndex(({ sql }) => /^\s*insert into\s+"?shop_order"?\s/i.test(sql));

/**
 * The INSERT of an order that was not decided under a lock, or null. That there is no order yet must be read under a lock
 * that everybody takes who would order the same checkout; or an UPDATE closes the checkout only if it is open.
 */
export function unlockedOrder(transaction: Transaction): Query | null {
  const { statements } = transaction;
  const insert = insertOfOrder(transaction);
  if (insert < 0) return null;
  const before = statements.slice(0, insert);
  const locks = (query: Query): boolean =>
    locksAll(query.sql) || locksRows(query, 'shop_checkout', 'shop_checkoutline', 'shop_product');
  const decides = ({ sql }: Query): boolean => isSelect(sql) && names(sql, 'shop_checkout', 'shop_order');
  const isDecided = before.some((query, at) => decides(query) && before.slice(0, at + 1).some(locks));
  const closes = ({ sql }: Query): boolean => closesCheckout(sql) && /\bstatus\b/.test(ownCondition(sql));
  return isDecided || statements.some(closes) ? null : statements[insert]!;
}

/** Whether the transaction closes the checkout by an UPDATE that asks for the status in a subquery alone. */
export const asksInSubquery = ({ statements }: Transaction): boolean =>
  statements.some(({ sql }) => closesCheckout(sql) && /\(\s*select\b.*\bwhere\b.*\bstatus\b/is.test(sql));

const closesCheckout = (sql: string): boolean => isUpdate(sql) && names(sql, 'shop_checkout');

/** The last statement that read the checkout's lines while they could still be changed, when none read them later; the
 * INSERT of the order, when none read them at all. Null when they were kept from changing. */
export function unlockedLines(transaction: Transaction): Query | null {
  const insert = insertOfOrder(transaction);
  if (insert < 0) return null;
  const { statements } = transaction;
  const keepsLines = (query: Query): boolean =>
    locksTable(query.sql) || locksRows(query, 'shop_checkout', 'shop_checkoutline');
  const reads = statements.filter(({ sql }) => !isUpdate(sql) && names(sql, 'shop_checkoutline'));
  const isKept = reads.some((read) => statements.slice(0, statements.indexOf(read) + 1).some(keepsLines));
  return isKept ? null : (reads.at(-1) ?? statements[insert]!);
}

/** An UPDATE of the stock that nobody was kept from coming before, or null. */
export function unlockedStock({ statements }: Transaction): Query | null {
  if (statements.length === 1) return null;
  const unguarded = statements.find((query, at) => {
    const { sql, outcome } = query;
    const value = isUpdate(sql) && names(sql, 'shop_product') ? stockSet(sql) : null;
    if (value === null || outcome.kind === 'error') return false;
    const before = statements.slice(0, at);
    if (before.some((earlier) => locksAll(earlier.sql) || selectsForUpdate(earlier, 'shop_product'))) return false;
    const condition = ownCondition(sql);
    // A number from the code is right only where the row still has what the code had read.
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

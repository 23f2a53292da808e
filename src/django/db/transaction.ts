/** Transactions: `transaction.atomic` and `transaction.onCommit`. */
import type { DatabaseAlias } from '../database-alias.ts';
import { Origin } from '../origin.ts';
import { connectionTo } from './connection.ts';
import { defaultAlias } from './router.ts';
import { runAtomically, runCallback } from './run-atomically.ts';

/** Options of `atomic`. */
export interface AtomicOptions {
  /** The database. Default: `default`. */
  readonly using?: DatabaseAlias;
  /** Whether a block inside another can be rolled back alone. Default: true. */
  readonly savepoint?: boolean;
  /** Whether it must be the outermost block, so that it has committed when it is over. Default: false. */
  readonly durable?: boolean;
}

/**
 * Runs the function in a transaction of one database: all that it writes there is committed when it returns, or rolled
 * back when it throws. It does not change which database a query goes to.
 *
 *     const order = await transaction.atomic(async () => {
 *       const product = await Product.objects.selectForUpdate().get({ id: 1 });
 *       return await Order.objects.create({ product, quantity: 2 });
 *     });
 *
 * Inside another block of the same database it is a savepoint.
 *
 * @throws RuntimeError when it is `durable` and inside another block
 *
 * Django: [atomic](https://docs.djangoproject.com/en/5.2/topics/db/transactions/#django.db.transaction.atomic).
 */
export async function atomic<T>(work: () => Promise<T> | T, options: AtomicOptions = {}): Promise<T> {
  const { using = defaultAlias, ...wanted } = options;
  const origin = new Origin();
  return await origin.run(() => runAtomically(using, wanted, origin, work));
}

/** Options of `onCommit`. */
export interface OnCommitOptions {
  /** The database whose commit is waited for. Default: `default`. */
  readonly using?: DatabaseAlias;
  /** Whether an error in the callback is only logged. Default: false. */
  readonly robust?: boolean;
}

/**
 * Runs the callback once the transaction at hand has committed, and never if it is rolled back. Outside of `atomic` it
 * runs at once.
 *
 *     await transaction.onCommit(() => sendReceipt(order));
 *
 * Django: [on_commit](https://docs.djangoproject.com/en/5.2/topics/db/transactions/#django.db.transaction.on_commit).
 */
export async function onCommit(callback: () => unknown, options: OnCommitOptions = {}): Promise<void> {
  const { using = defaultAlias, robust = false } = options;
  const { atomicBlocks } = connectionTo(using);
  const commitCallback = { run: callback, robust };
  if (atomicBlocks.isOpen) atomicBlocks.addCallback(commitCallback);
  else await runCallback(commitCallback);
}

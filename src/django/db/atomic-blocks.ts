/**
 * The atomic blocks of one connection: a state machine that follows `Atomic.__enter__` and `__exit__` of Django's
 * `django/db/transaction.py`.
 *
 * 1. The outermost block is a transaction, each one inside it a savepoint, unless it asked for none.
 * 2. A block that throws is rolled back: its savepoint if it has one, and else the next block around it that has.
 * 3. While a rollback is due, no query runs.
 * 4. Callbacks of `onCommit` run after the outermost block has committed; those of a block that was rolled back never.
 * 5. Where the connection was lost nothing is asked any more, and a block that was to commit fails.
 * 6. Blocks end in the opposite order of their beginning. Two that ran side by side are rolled back, both of them.
 */
import { RuntimeError } from '../errors.ts';
import type { Origin } from '../origin.ts';
import { DatabaseError, OperationalError, connectionClosed } from './database-errors.ts';

/** One `atomic` that has begun. */
export interface AtomicBlock {
  /** The savepoint's name; null for the outermost block, and for one that wants none. */
  readonly savepoint: string | null;
}

/** A callback of `onCommit`. */
export interface CommitCallback {
  readonly run: () => unknown;
  readonly robust: boolean;
}

export class AtomicBlocks {
  readonly #control: (sql: string, origin: Origin) => Promise<void>;
  /** From the outside in. */
  readonly #blocks: AtomicBlock[] = [];
  #needsRollback = false;
  #isLost = false;
  #savepointCount = 0;
  #callbacks: { readonly callback: CommitCallback; readonly around: readonly AtomicBlock[] }[] = [];

  /** `control` sends BEGIN, COMMIT, ROLLBACK and what savepoints need. */
  constructor(control: (sql: string, origin: Origin) => Promise<void>) {
    this.#control = control;
  }

  get isOpen(): boolean {
    return this.#blocks.length > 0;
  }

  /** Whether a rollback is due before any query may run. */
  get needsRollback(): boolean {
    return this.#needsRollback;
  }

  /** A write has failed, so what the block did is not whole. */
  markForRollback(): void {
    this.#needsRollback = this.isOpen;
  }

  /** The connection is gone, and the server has rolled back by itself. A block that nothing has told so finds out when it commits. */
  markLost(): void {
    this.#isLost = this.isOpen;
  }

  /** Whether the connection that the blocks began on is gone. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Keeps a callback until the outermost block has committed. */
  addCallback(callback: CommitCallback): void {
    this.#callbacks.push({ callback, around: [...this.#blocks] });
  }

  /** @throws RuntimeError when a durable block would not be the outermost */
  async enter(wanted: { savepoint: boolean; durable: boolean }, origin: Origin): Promise<AtomicBlock> {
    if (wanted.durable && this.isOpen) {
      throw new RuntimeError('A durable atomic block cannot be nested within another atomic block.');
    }
    const savepoint =
      this.isOpen && wanted.savepoint && !this.#needsRollback ? `savepoint_${++this.#savepointCount}` : null;
    const block = { savepoint };
    this.#blocks.push(block);
    if (savepoint) await this.#beginSavepoint(block, savepoint, origin);
    return block;
  }

  /** The block is over, well or not. Returns the callbacks that are due: none before the outermost has committed.
   * @throws RuntimeError when a block that began later is still open
   * @throws DatabaseError when what the block did could not be committed */
  async exit(block: AtomicBlock, outcome: 'returned' | 'threw', origin: Origin): Promise<readonly CommitCallback[]> {
    if (this.#blocks.at(-1) !== block) {
      this.#blocks.splice(this.#blocks.indexOf(block), 1);
      this.#needsRollback = true;
      throw new RuntimeError('Two atomic blocks of one connection ran side by side: await one before the next begins.');
    }
    this.#blocks.pop();
    try {
      if (this.#isLost) {
        this.#endLost(block, outcome);
        return [];
      }
      if (outcome === 'threw' || this.#needsRollback) {
        await this.#rollBack(block, origin);
        return [];
      }
      await this.#commit(block, origin);
      return this.isOpen ? [] : this.#callbacks.map(({ callback }) => callback);
    } finally {
      if (!this.isOpen) this.#reset();
    }
  }

  /** @throws OperationalError when there was something to commit, or a savepoint to release */
  #endLost(block: AtomicBlock, outcome: 'returned' | 'threw'): void {
    const wouldAsk = !this.isOpen || block.savepoint !== null;
    if (outcome === 'threw' || this.#needsRollback || !wouldAsk) return;
    this.#needsRollback = this.isOpen;
    throw new OperationalError(connectionClosed);
  }

  async #beginSavepoint(block: AtomicBlock, savepoint: string, origin: Origin): Promise<void> {
    try {
      await this.#control(`SAVEPOINT ${savepoint}`, origin);
    } catch (error) {
      this.#blocks.splice(this.#blocks.indexOf(block), 1);
      throw error;
    }
  }

  #reset(): void {
    this.#needsRollback = false;
    this.#isLost = false;
    this.#callbacks = [];
  }

  async #commit(block: AtomicBlock, origin: Origin): Promise<void> {
    if (this.isOpen && block.savepoint === null) return;
    try {
      await this.#control(block.savepoint ? `RELEASE SAVEPOINT ${block.savepoint}` : 'COMMIT', origin);
    } catch (error) {
      await this.#rollBack(block, origin);
      throw error;
    }
  }

  async #rollBack(block: AtomicBlock, origin: Origin): Promise<void> {
    // A block without a savepoint leaves the rollback to the one around it.
    this.#needsRollback = this.isOpen && block.savepoint === null;
    if (this.#needsRollback) return;
    this.#callbacks = this.#callbacks.filter(({ around }) => !around.includes(block));
    try {
      if (block.savepoint && this.isOpen) {
        await this.#control(`ROLLBACK TO SAVEPOINT ${block.savepoint}`, origin);
        await this.#control(`RELEASE SAVEPOINT ${block.savepoint}`, origin);
      } else {
        await this.#control('ROLLBACK', origin);
      }
    } catch (error) {
      // As in Django: the error that led here matters more, and a block further out rolls back.
      if (!(error instanceof DatabaseError)) throw error;
      this.#needsRollback = this.isOpen;
    }
  }
}

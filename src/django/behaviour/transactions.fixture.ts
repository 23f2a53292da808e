import { expect } from 'vitest';
import { atomic, onCommit } from '../db/transaction.ts';
import { Category } from '../shop.fixture.ts';
import { T, route } from './behaviour.fixture.ts';
import type { Behaviour } from './behaviour.fixture.ts';

export const transactionsBehaviour: readonly Behaviour[] = [
  {
    line: 73,
    says: 'T: inside atomic a read goes to the replica and misses the write; using default sees it',
    check: async (databases) => {
      route(T);
      await atomic(async () => {
        await Category.objects.create({ name: 'Teas' });
        expect(await Category.objects.filter({ name: 'Teas' }).exists()).toBe(false);
        expect(await Category.objects.using('default').filter({ name: 'Teas' }).exists()).toBe(true);
      });
      expect(databases.asked()).toEqual([
        'default: BEGIN',
        'default: insert',
        'replica: select',
        'default: select',
        'default: COMMIT',
      ]);
    },
  },
  {
    line: 75,
    says: 'on_commit without using, inside a transaction of another database, runs at once; with using after its commit',
    check: async () => {
      route(T);
      const order: string[] = [];
      await atomic(
        async () => {
          await onCommit(() => order.push('without using'));
          await onCommit(() => order.push('using replica'), { using: 'replica' });
          order.push('end of the block');
        },
        { using: 'replica' },
      );
      expect(order).toEqual(['without using', 'end of the block', 'using replica']);
    },
  },
  {
    line: 77,
    says: 'T: a callback that reads through the router misses what was committed; exists then create is a duplicate',
    check: async () => {
      route(T);
      const seen: boolean[] = [];
      await atomic(async () => {
        await Category.objects.create({ name: 'Teas' });
        await onCommit(async () => {
          for (const alias of [null, 'default']) {
            seen.push(await Category.objects.using(alias).filter({ name: 'Teas' }).exists());
          }
        });
      });
      expect(seen).toEqual([false, true]);
      expect(await Category.objects.filter({ name: 'Teas' }).exists()).toBe(false);
      await expect(Category.objects.create({ name: 'Teas' })).rejects.toMatchObject({
        name: 'IntegrityError',
        postgres: { code: '23505' },
      });
    },
  },
  {
    line: 78,
    says: 'durable must be outermost, of its own database; after a swallowed IntegrityError no query runs',
    check: async (databases) => {
      route(T);
      const durable = async (using: string) => await atomic(async () => {}, { durable: true, using });
      await expect(atomic(() => durable('default'))).rejects.toMatchObject({
        name: 'RuntimeError',
        message: 'A durable atomic block cannot be nested within another atomic block.',
      });
      await atomic(() => durable('replica'));
      await atomic(async () => {
        await expect(Category.objects.create({ name: 'Juices' })).rejects.toMatchObject({ name: 'IntegrityError' });
        await expect(Category.objects.using('default').count()).rejects.toMatchObject({
          name: 'TransactionManagementError',
          message:
            "An error occurred in the current transaction. You can't execute queries until the end of the 'atomic' block.",
        });
      });
      expect(databases.asked().at(-1)).toBe('default: ROLLBACK');
    },
  },
];

import { expect } from 'vitest';
import { atomic, onCommit } from '../db/transaction.ts';
import { Category } from '../shop.fixture.ts';
import { T, route } from './conformance-case.fixture.ts';
import type { ConformanceCase } from './conformance-case.fixture.ts';

export const transactionsCases: readonly ConformanceCase[] = [
  {
    line: 73,
    check: async (nodes) => {
      route(T);
      await atomic(async () => {
        await Category.objects.create({ name: 'Teas' });
        expect(await Category.objects.filter({ name: 'Teas' }).exists()).toBe(false);
        expect(await Category.objects.using('default').filter({ name: 'Teas' }).exists()).toBe(true);
      });
      expect(nodes.asked()).toEqual([
        'default: BEGIN',
        'default: insert',
        'replica: select',
        'default: select',
        'default: COMMIT',
      ]);
      const work = atomic(async () => {
        await Category.objects.create({ name: 'Coffees' });
        await Category.objects.using('other').create({ name: 'Bicycles' });
        throw new Error('Enough.');
      });
      await expect(work).rejects.toThrow('Enough.');
      const namesOn = (alias: string) => nodes.rows(alias, 'select name from shop_category order by id');
      expect(await namesOn('default')).toEqual([['Juices'], ['Ciders'], ['Teas']]);
      expect(await namesOn('other')).toEqual([['Bicycles']]);
    },
  },
  {
    line: 75,
    check: async () => {
      route(T);
      const order: string[] = [];
      await atomic(
        async () => {
          await onCommit(() => order.push('without using'));
          await onCommit(() => order.push('using other'), { using: 'other' });
          order.push('end of the block');
        },
        { using: 'other' },
      );
      expect(order).toEqual(['without using', 'end of the block', 'using other']);
    },
  },
  {
    line: 77,
    check: async (nodes) => {
      route(T);
      await nodes.pauseReplay();
      const isThere = (alias: string | null) => Category.objects.using(alias).filter({ name: 'Teas' }).exists();
      const seen: boolean[] = [];
      await atomic(async () => {
        await Category.objects.create({ name: 'Teas' });
        await onCommit(async () => {
          for (const alias of [null, 'default']) seen.push(await isThere(alias));
        });
      });
      expect(seen).toEqual([false, true]);
      expect(await isThere(null)).toBe(false);
      await expect(Category.objects.create({ name: 'Teas' })).rejects.toMatchObject({
        name: 'IntegrityError',
        postgres: { code: '23505' },
      });
      await nodes.resumeReplay();
      expect(await isThere(null)).toBe(true);
    },
  },
  {
    line: 78,
    check: async (nodes) => {
      route(T);
      const durable = async (using: string) => await atomic(async () => {}, { durable: true, using });
      await expect(atomic(() => durable('default'))).rejects.toMatchObject({
        name: 'RuntimeError',
        message: 'A durable atomic block cannot be nested within another atomic block.',
      });
      await atomic(() => durable('other'));
      await atomic(async () => {
        await expect(Category.objects.create({ name: 'Juices' })).rejects.toMatchObject({ name: 'IntegrityError' });
        await expect(Category.objects.using('default').count()).rejects.toMatchObject({
          name: 'TransactionManagementError',
          message:
            "An error occurred in the current transaction. You can't execute queries until the end of the 'atomic' block.",
        });
      });
      expect(nodes.asked().at(-1)).toBe('default: ROLLBACK');
    },
  },
];

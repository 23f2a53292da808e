import { expect } from 'vitest';
import { F } from '../query/expressions.ts';
import { Category, Order, Product } from '../shop.fixture.ts';
import { T, productOn, readOnly, route } from './behaviour.fixture.ts';
import type { Behaviour } from './behaviour.fixture.ts';

export const querysetWritesBehaviour: readonly Behaviour[] = [
  {
    line: 15,
    says: 'T: update runs on default, with F too, and returns the number of rows',
    check: async (databases) => {
      route(T);
      const changed = await Product.objects.filter({ stock__gt: 0 }).update({ stock: F('stock').minus(1) });
      expect([changed, databases.asked()]).toEqual([2, ['default: update']]);
      expect(await databases.ask('default', 'select stock from shop_product order by id')).toEqual([
        ['11'],
        ['0'],
        ['6'],
      ]);
    },
  },
  {
    line: 16,
    says: 'T: a queryset is deleted on default, its collecting SELECTs too, and stays on the replica itself',
    check: async (databases) => {
      route(T);
      const orders = Order.objects.filter({ id: 1 });
      expect(await orders.delete()).toEqual([3, { 'shop.Order': 1, 'shop.OrderLine': 2 }]);
      expect(databases.asked()).toEqual([
        'default: select',
        'default: BEGIN',
        'default: delete',
        'default: delete',
        'default: COMMIT',
      ]);
      expect(orders.db).toBe('replica');
    },
  },
  {
    line: 17,
    says: 'T: create and bulk_create write to default and say so; bulk_create of nothing runs nothing',
    check: async (databases) => {
      route(T);
      const created = await Category.objects.create({ name: 'Teas' });
      const [bulk] = await Category.objects.bulkCreate([new Category({ name: 'Coffees' })]);
      expect([created._state.db, bulk!._state.db, created.id, bulk!.id]).toEqual(['default', 'default', 3, 4]);
      expect(await databases.aliasesOf(() => Category.objects.bulkCreate([]))).toEqual([]);
    },
  },
  {
    line: 19,
    says: 'T: get_or_create looks on default, then writes there',
    check: async (databases) => {
      route(T);
      const [category, isNew] = await Category.objects.getOrCreate({ name: 'Teas' });
      expect([category.name, isNew]).toEqual(['Teas', true]);
      expect(databases.asked()).toEqual(['default: select', 'default: BEGIN', 'default: insert', 'default: COMMIT']);
      expect(await Category.objects.getOrCreate({ name: 'Teas' })).toEqual([expect.anything(), false]);
      expect(databases.asked()).toEqual(['default: select']);
    },
  },
  {
    line: 21,
    says: 'using the replica, get_or_create gives a row that is there, and cannot make one',
    check: async () => {
      route(T);
      const categories = Category.objects.using('replica');
      const [category, isNew] = await categories.getOrCreate({ name: 'Juices' });
      expect([category._state.db, isNew]).toEqual(['replica', false]);
      await expect(categories.getOrCreate({ name: 'Teas' })).rejects.toEqual(readOnly('INSERT'));
    },
  },
  {
    line: 22,
    says: 'using the replica, update_or_create cannot lock',
    check: async () => {
      route(T);
      const update = Category.objects.using('replica').updateOrCreate({ name: 'Juices' });
      await expect(update).rejects.toEqual(readOnly('SELECT FOR UPDATE'));
    },
  },
  {
    line: 23,
    says: 'using the replica, update, create and save cannot write',
    check: async (databases) => {
      route(T);
      const categories = Category.objects.using('replica');
      await expect(categories.update({ name: 'Teas' })).rejects.toEqual(readOnly('UPDATE'));
      await expect(categories.create({ name: 'Teas' })).rejects.toEqual(readOnly('INSERT'));
      await expect((await productOn(databases, 'default')).save({ using: 'replica' })).rejects.toEqual(
        readOnly('UPDATE'),
      );
    },
  },
  {
    line: 29,
    says: 'T: after an update a queryset and what comes from it are on default, and a fresh one is not',
    check: async () => {
      route(T);
      const products = Product.objects.all();
      await products.update({ stock: 1 });
      expect([products.db, products.filter({ id: 1 }).db, Product.objects.all().db]).toEqual([
        'default',
        'default',
        'replica',
      ]);
    },
  },
  {
    line: 36,
    says: 'update with a subquery across databases is the same error',
    check: async () => {
      route(T);
      const inner = Category.objects.using('replica').filter({ name: 'Juices' });
      const update = Product.objects.filter({ category__in: inner }).update({ stock: 1 });
      await expect(update).rejects.toThrow("Subqueries aren't allowed across different databases.");
    },
  },
];

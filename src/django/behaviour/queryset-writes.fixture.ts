import { expect } from 'vitest';
import { F } from '../query/expressions.ts';
import { Category, Order, Product } from '../shop.fixture.ts';
import { T, productOn, readOnly, route } from './conformance-case.fixture.ts';
import type { ConformanceCase } from './conformance-case.fixture.ts';

export const querysetWritesCases: readonly ConformanceCase[] = [
  {
    line: 15,
    check: async (nodes) => {
      route(T);
      const changed = await Product.objects.filter({ stock__gt: 0 }).update({ stock: F('stock').minus(1) });
      expect([changed, nodes.asked()]).toEqual([2, ['default: update']]);
      expect(await nodes.rows('default', 'select stock from shop_product order by id')).toEqual([['11'], ['0'], ['6']]);
    },
  },
  {
    line: 16,
    check: async (nodes) => {
      route(T);
      const orders = Order.objects.filter({ id: 1 });
      expect(await orders.delete()).toEqual([3, { 'shop.Order': 1, 'shop.OrderLine': 2 }]);
      expect(nodes.asked()).toEqual([
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
    check: async (nodes) => {
      route(T);
      const created = await Category.objects.create({ name: 'Teas' });
      const [bulk] = await Category.objects.bulkCreate([new Category({ name: 'Coffees' })]);
      expect([created._state.db, bulk!._state.db, created.id, bulk!.id]).toEqual(['default', 'default', 3, 4]);
      expect(await nodes.aliasesOf(() => Category.objects.bulkCreate([]))).toEqual([]);
    },
  },
  {
    line: 19,
    check: async (nodes) => {
      route(T);
      const [category, isNew] = await Category.objects.getOrCreate({ name: 'Teas' });
      expect([category.name, isNew]).toEqual(['Teas', true]);
      expect(nodes.asked()).toEqual(['default: select', 'default: BEGIN', 'default: insert', 'default: COMMIT']);
      expect(await Category.objects.getOrCreate({ name: 'Teas' })).toEqual([expect.anything(), false]);
      expect(nodes.asked()).toEqual(['default: select']);
    },
  },
  {
    line: 21,
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
    check: async () => {
      route(T);
      const update = Category.objects.using('replica').updateOrCreate({ name: 'Juices' });
      await expect(update).rejects.toEqual(readOnly('SELECT FOR UPDATE'));
    },
  },
  {
    line: 23,
    check: async (nodes) => {
      route(T);
      const categories = Category.objects.using('replica');
      await expect(categories.update({ name: 'Teas' })).rejects.toEqual(readOnly('UPDATE'));
      await expect(categories.create({ name: 'Teas' })).rejects.toEqual(readOnly('INSERT'));
      await expect((await productOn(nodes, 'default')).save({ using: 'replica' })).rejects.toEqual(readOnly('UPDATE'));
    },
  },
  {
    line: 29,
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
    check: async () => {
      route(T);
      const inner = Category.objects.using('replica').filter({ name: 'Juices' });
      const update = Product.objects.filter({ category__in: inner }).update({ stock: 1 });
      await expect(update).rejects.toThrow("Subqueries aren't allowed across different databases.");
    },
  },
];

import { expect } from 'vitest';
import { F } from '../query/expressions.ts';
import { Category, Order, OrderLine, Product } from '../shop.fixture.ts';
import { H, T, productOn, readOnly, route } from './behaviour.fixture.ts';
import type { Behaviour } from './behaviour.fixture.ts';

export const instancesBehaviour: readonly Behaviour[] = [
  {
    line: 40,
    says: 'a new instance is on no database, a saved one is',
    check: async () => {
      route(T);
      const category = new Category({ name: 'Teas' });
      expect(category._state).toMatchObject({ db: null, adding: true });
      await category.save();
      expect(category._state).toMatchObject({ db: 'default', adding: false });
    },
  },
  {
    line: 41,
    says: 'Z: saving what came from the replica is an UPDATE there',
    check: async (databases) => {
      route();
      await expect((await productOn(databases, 'replica')).save()).rejects.toEqual(readOnly('UPDATE'));
    },
  },
  {
    line: 43,
    says: 'Z: refreshing what came from the replica reads the replica',
    check: async (databases) => {
      route();
      const product = await productOn(databases, 'replica');
      expect(await databases.aliasesOf(() => product.refreshFromDb())).toEqual(['replica']);
    },
  },
  {
    line: 44,
    says: 'T: refreshing what came from default reads the replica, and it is from there then',
    check: async (databases) => {
      route(T);
      const product = await productOn(databases, 'default');
      expect(await databases.aliasesOf(() => product.refreshFromDb())).toEqual(['replica']);
      expect(product._state.db).toBe('replica');
    },
  },
  {
    line: 45,
    says: 'refresh_from_db using default reads default; with H it stays there by itself',
    check: async (databases) => {
      route(T);
      const product = await productOn(databases, 'replica');
      expect(await databases.aliasesOf(() => product.refreshFromDb({ using: 'default' }))).toEqual(['default']);
      route(H);
      expect(await databases.aliasesOf(() => product.refreshFromDb())).toEqual(['default']);
    },
  },
  {
    line: 47,
    says: 'T: what came from the replica is saved and deleted on default',
    check: async (databases) => {
      route(T);
      const line = await OrderLine.objects.get({ id: 3 });
      expect(await databases.aliasesOf(() => line.save())).toEqual(['default']);
      expect(line._state.db).toBe('default');
      const other = await OrderLine.objects.get({ id: 2 });
      expect(await databases.aliasesOf(() => other.delete())).toEqual(['default']);
    },
  },
  {
    line: 50,
    says: 'saving a stale instance overwrites all its columns, with update_fields only those',
    check: async (databases) => {
      route(T);
      const [stale, careful] = [await productOn(databases, 'replica'), await productOn(databases, 'replica')];
      await databases.run('default', "update shop_product set price = '9.99', stock = 1 where id = 1");
      Object.assign(careful, { stock: 5 });
      await careful.save({ updateFields: ['stock'] });
      expect(await databases.ask('default', 'select price, stock from shop_product where id = 1')).toEqual([
        ['9.99', '5'],
      ]);
      await stale.save();
      expect(await databases.ask('default', 'select price, stock from shop_product where id = 1')).toEqual([
        ['3.20', '12'],
      ]);
    },
  },
  {
    line: 52,
    says: 'an UPDATE that had to find its row and did not',
    check: async (databases) => {
      route(T);
      const line = await OrderLine.objects.get({ id: 1 });
      await databases.run('default', 'delete from shop_order_line where id = 1');
      await expect(line.save({ updateFields: ['quantity'] })).rejects.toMatchObject({
        name: 'DatabaseError',
        message: 'Save with update_fields did not affect any rows.',
      });
      await expect(line.save({ forceUpdate: true })).rejects.toMatchObject({
        name: 'DatabaseError',
        message: 'Forced update did not affect any rows.',
      });
    },
  },
  {
    line: 54,
    says: 'a delete on another database takes the key and leaves the row of default alone',
    check: async (databases) => {
      route(T);
      await databases.run('default', "insert into shop_order values (9, 'Cleo', null, now())");
      const order = await Order.objects.using('default').get({ id: 9 });
      await databases.run('replica', 'set default_transaction_read_only = off');
      expect(await order.delete({ using: 'replica' })).toEqual([0, {}]);
      expect(order.pk).toBeNull();
      expect(await Order.objects.using('default').filter({ id: 9 }).exists()).toBe(true);
    },
  },
  {
    line: 55,
    says: 'what was never saved cannot be deleted',
    check: async () => {
      route(T);
      await expect(new Product({ name: 'Teas' }).delete()).rejects.toMatchObject({
        name: 'ValueError',
        message: "Product object can't be deleted because its id attribute is set to None.",
      });
    },
  },
  {
    line: 58,
    says: 'T: an F that is saved stays on the instance, and refreshing gives the stale value of the replica',
    check: async (databases) => {
      route(T);
      const product = await productOn(databases, 'default');
      Object.assign(product, { stock: F('stock').minus(1) });
      await product.save();
      expect(product.stock).toBeTypeOf('object');
      await product.refreshFromDb();
      expect(product.stock).toBe(12);
      await product.refreshFromDb({ using: 'default' });
      expect(product.stock).toBe(11);
    },
  },
];

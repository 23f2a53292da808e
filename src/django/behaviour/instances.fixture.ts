import { expect } from 'vitest';
import { UniqueConstraint } from '../models/constraints.ts';
import { CharField } from '../models/fields.ts';
import { Model } from '../models/model.ts';
import { Manager } from '../query/manager.ts';
import { F } from '../query/expressions.ts';
import { Category, Order, OrderLine, Product } from '../shop.fixture.ts';
import { H, T, productOn, readOnly, route } from './conformance-case.fixture.ts';
import type { ConformanceCase } from './conformance-case.fixture.ts';

/** The same table with a constraint in place of a unique field. */
class ConstrainedCategory extends Model {
  static objects = new Manager(ConstrainedCategory);
  static meta = {
    dbTable: 'shop_category',
    constraints: [new UniqueConstraint({ fields: ['name'], name: 'shop_category_name_key' })],
  };

  name = CharField({ maxLength: 80 });
}

export const instancesCases: readonly ConformanceCase[] = [
  {
    line: 40,
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
    check: async (nodes) => {
      route();
      await expect((await productOn(nodes, 'replica')).save()).rejects.toEqual(readOnly('UPDATE'));
    },
  },
  {
    line: 43,
    check: async (nodes) => {
      route();
      const product = await productOn(nodes, 'replica');
      expect(await nodes.aliasesOf(() => product.refreshFromDb())).toEqual(['replica']);
    },
  },
  {
    line: 44,
    check: async (nodes) => {
      route(T);
      const product = await productOn(nodes, 'default');
      expect(await nodes.aliasesOf(() => product.refreshFromDb())).toEqual(['replica']);
      expect(product._state.db).toBe('replica');
    },
  },
  {
    line: 45,
    check: async (nodes) => {
      route(T);
      const product = await productOn(nodes, 'replica');
      expect(await nodes.aliasesOf(() => product.refreshFromDb({ using: 'default' }))).toEqual(['default']);
      route(H);
      expect(await nodes.aliasesOf(() => product.refreshFromDb())).toEqual(['default']);
    },
  },
  {
    line: 47,
    check: async (nodes) => {
      route(T);
      const line = await OrderLine.objects.get({ id: 3 });
      expect(await nodes.aliasesOf(() => line.save())).toEqual(['default']);
      expect(line._state.db).toBe('default');
      const other = await OrderLine.objects.get({ id: 2 });
      expect(await nodes.aliasesOf(() => other.delete())).toEqual(['default']);
    },
  },
  {
    line: 48,
    check: async (nodes) => {
      route(T);
      const product = await Product.objects.using('default').only('name').get({ id: 1 });
      expect(await nodes.aliasesOf(() => Promise.resolve(product.price))).toEqual(['replica']);
      expect(product._state.db).toBe('replica');
    },
  },
  {
    line: 50,
    check: async (nodes) => {
      route(T);
      await nodes.pauseReplay();
      await nodes.run('default', "update shop_product set price = '9.99', stock = 1 where id = 1");
      const [stale, careful] = [await productOn(nodes, 'replica'), await productOn(nodes, 'replica')];
      const primaryHas = () => nodes.rows('default', 'select price, stock from shop_product where id = 1');
      careful.stock = 5;
      await careful.save({ updateFields: ['stock'] });
      expect(await primaryHas()).toEqual([['9.99', '5']]);
      await stale.save();
      expect(await primaryHas()).toEqual([['3.20', '12']]);
    },
  },
  {
    line: 52,
    check: async (nodes) => {
      route(T);
      await nodes.pauseReplay();
      await nodes.run('default', 'delete from shop_order_line where id = 1');
      const line = await OrderLine.objects.get({ id: 1 });
      expect(line._state.db).toBe('replica');
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
    check: async (nodes) => {
      route(T);
      const order = await Order.objects.using('default').get({ id: 1 });
      nodes.asked();
      expect(await order.delete({ using: 'other' })).toEqual([0, {}]);
      expect(new Set(nodes.asked().map((asked) => asked.split(':')[0]))).toEqual(new Set(['other']));
      expect(order.pk).toBeNull();
      expect(await Order.objects.using('default').filter({ id: 1 }).exists()).toBe(true);
    },
  },
  {
    line: 55,
    check: async () => {
      route(T);
      await expect(new Product({ name: 'Teas' }).delete()).rejects.toMatchObject({
        name: 'ValueError',
        message: "Product object can't be deleted because its id attribute is set to None.",
      });
    },
  },
  {
    line: 57,
    check: async (nodes) => {
      route(T);
      const product = new Product({ name: 'Quince juice', price: '4.90', categoryId: 1, labels: ['new'] });
      // The foreign key; the key that is unique is not there yet.
      expect(await nodes.aliasesOf(() => product.fullClean())).toEqual(['replica']);
      // The unique name.
      expect(await nodes.aliasesOf(() => new Category({ name: 'Teas' }).fullClean())).toEqual(['replica']);
      expect(await nodes.aliasesOf(() => new ConstrainedCategory({ name: 'Teas' }).fullClean())).toEqual(['default']);
      await nodes.pauseReplay();
      await Category.objects.create({ name: 'Teas' });
      await new Category({ name: 'Teas' }).fullClean();
      await expect(new ConstrainedCategory({ name: 'Teas' }).fullClean()).rejects.toMatchObject({
        name: 'ValidationError',
        messageDict: { name: ['Constrained category with this Name already exists.'] },
      });
    },
  },
  {
    line: 58,
    check: async (nodes) => {
      route(T);
      const product = await productOn(nodes, 'default');
      await nodes.pauseReplay();
      Object.assign(product, { stock: F('stock').minus(1) });
      await product.save();
      expect(product.stock).toBeTypeOf('object');
      await product.refreshFromDb();
      expect(product.stock).toBe(12);
      await product.refreshFromDb({ using: 'default' });
      expect(product.stock).toBe(11);
      await nodes.resumeReplay();
      await product.refreshFromDb();
      expect([product._state.db, product.stock]).toEqual(['replica', 11]);
    },
  },
];

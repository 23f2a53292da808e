import { expect } from 'vitest';
import type { Model } from '../models/model.ts';
import { Category, Product } from '../shop.fixture.ts';
import { T, T7, productOn, readOnly, route } from './conformance-case.fixture.ts';
import type { ConformanceCase } from './conformance-case.fixture.ts';

export const routersCases: readonly ConformanceCase[] = [
  {
    line: 1,
    check: async (nodes) => {
      route();
      expect(await nodes.aliasesOf(() => Product.objects.all())).toEqual(['default']);
      expect(await nodes.aliasesOf(() => Category.objects.create({ name: 'Teas' }))).toEqual(['default']);
    },
  },
  {
    line: 2,
    check: async (nodes) => {
      route();
      const product = await productOn(nodes, 'replica');
      expect(await nodes.aliasesOf(() => product.refreshFromDb())).toEqual(['replica']);
      await expect(product.save()).rejects.toEqual(readOnly('UPDATE'));
    },
  },
  {
    line: 3,
    check: () => {
      route({}, { dbForRead: () => null }, { dbForRead: () => undefined }, { dbForRead: () => '' }, T7, {
        dbForRead: () => 'default',
      });
      expect(Product.objects.db).toBe('replica');
    },
  },
  {
    line: 5,
    check: async (nodes) => {
      route({ dbForRead: () => null }, {});
      await nodes.run('other', "insert into shop_category (name) values ('Bicycles')");
      const category = await Category.objects.using('other').get({ name: 'Bicycles' });
      expect(await nodes.aliasesOf(() => category.refreshFromDb())).toEqual(['other']);
      expect(category._state.db).toBe('other');
    },
  },
  {
    line: 6,
    check: async () => {
      route({ dbForRead: () => 'bogus' });
      const products = Product.objects.all();
      expect(products.db).toBe('bogus');
      await expect(products).rejects.toMatchObject({
        name: 'ConnectionDoesNotExist',
        message: "The connection 'bogus' doesn't exist.",
      });
    },
  },
  {
    line: 8,
    check: async (nodes) => {
      route({ allowRelation: () => null }, { allowRelation: () => false }, { allowRelation: () => true });
      const [product, category] = [await productOn(nodes, 'default'), await Category.objects.get({ id: 2 })];
      expect(() => (product.category = category)).toThrow('the current database router prevents this relation');
      route({ allowRelation: () => null }, {});
      product.category = category;
      expect(product.pk).toBe(1);
      const elsewhere = await Category.objects.using('replica').get({ id: 2 });
      expect(() => (product.category = elsewhere)).toThrow('prevents this relation');
    },
  },
  {
    line: 10,
    check: async (nodes) => {
      const hinted: [string, string, Model | undefined][] = [];
      const note = (method: string, alias: string) => (model: { name: string }, hints: { instance?: Model }) => {
        hinted.push([method, model.name, hints.instance]);
        return alias;
      };
      const product = await productOn(nodes, 'default');
      route({ ...T, dbForRead: note('read', 'replica'), dbForWrite: note('write', 'default') });
      await product.category;
      await product.save();
      await product.refreshFromDb();
      expect(hinted.splice(0)).toEqual([
        ['read', 'Category', product],
        ['write', 'Product', product],
        ['read', 'Product', product],
      ]);
      await Product.objects.filter({ id: 1 });
      await Product.objects.filter({ id: 1 }).update({ stock: 1 });
      await Category.objects.create({ name: 'Teas' });
      expect(hinted.map(([, , instance]) => instance)).toEqual([undefined, undefined, undefined]);
    },
  },
];

import { expect } from 'vitest';
import type { Model } from '../models/model.ts';
import { Category, Product } from '../shop.fixture.ts';
import { T, T7, productOn, readOnly, route } from './behaviour.fixture.ts';
import type { Behaviour } from './behaviour.fixture.ts';

export const routersBehaviour: readonly Behaviour[] = [
  {
    line: 1,
    says: 'without routers, reads and writes go to default',
    check: async (databases) => {
      route();
      expect(await databases.aliasesOf(() => Product.objects.all())).toEqual(['default']);
      expect(await databases.aliasesOf(() => Category.objects.create({ name: 'Teas' }))).toEqual(['default']);
    },
  },
  {
    line: 2,
    says: 'without routers, an instance from the replica is read and written there',
    check: async (databases) => {
      route();
      const product = await productOn(databases, 'replica');
      expect(await databases.aliasesOf(() => product.refreshFromDb())).toEqual(['replica']);
      await expect(product.save()).rejects.toEqual(readOnly('UPDATE'));
    },
  },
  {
    line: 3,
    says: 'a router without the method is skipped, and so is one that says null, undefined or an empty text',
    check: () => {
      route({}, { dbForRead: () => null }, { dbForRead: () => undefined }, { dbForRead: () => '' }, T7, {
        dbForRead: () => 'default',
      });
      expect(Product.objects.db).toBe('replica');
    },
  },
  {
    line: 5,
    says: 'every router says null, and the hinted instance is on another database: that one',
    check: async (databases) => {
      route({ dbForRead: () => null });
      const product = await productOn(databases, 'default');
      product._state.db = 'other';
      databases.asked();
      await expect(product.refreshFromDb()).rejects.toThrow('failed');
      expect(databases.asked()).toEqual(['other: select']);
    },
  },
  {
    line: 6,
    says: 'an alias that does not exist is an error when the query runs',
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
    says: 'allow_relation: the first answer that is not null wins, and if all are null the databases must be the same',
    check: async (databases) => {
      route({ allowRelation: () => null }, { allowRelation: () => false }, { allowRelation: () => true });
      const [product, category] = [await productOn(databases, 'default'), await Category.objects.get({ id: 2 })];
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
    says: 'a foreign key hints its source, save and refresh the instance, filter, update and create nothing',
    check: async (databases) => {
      const hinted: [string, string, Model | undefined][] = [];
      const note = (method: string, alias: string) => (model: { name: string }, hints: { instance?: Model }) => {
        hinted.push([method, model.name, hints.instance]);
        return alias;
      };
      const product = await productOn(databases, 'default');
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

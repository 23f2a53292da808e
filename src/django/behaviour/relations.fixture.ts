import { expect } from 'vitest';
import { Category, Product } from '../shop.fixture.ts';
import { H, T, T7, productOn, route } from './behaviour.fixture.ts';
import type { Behaviour } from './behaviour.fixture.ts';

export const relationsBehaviour: readonly Behaviour[] = [
  {
    line: 59,
    says: 'Z: a foreign key of what came from the replica is read there',
    check: async (databases) => {
      route();
      const product = await productOn(databases, 'replica');
      expect(await databases.aliasesOf(() => Promise.resolve(product.category))).toEqual(['replica']);
    },
  },
  {
    line: 60,
    says: 'T: a foreign key of what came from default is read on the replica; H: on default',
    check: async (databases) => {
      route(T);
      const product = await productOn(databases, 'default');
      expect(await databases.aliasesOf(() => Promise.resolve(product.category))).toEqual(['replica']);
      const other = await productOn(databases, 'default');
      route(H);
      expect(await databases.aliasesOf(() => Promise.resolve(other.category))).toEqual(['default']);
    },
  },
  {
    line: 66,
    says: 'Z and T7: an object of another database cannot be assigned',
    check: async (databases) => {
      for (const routers of [[], [T7]]) {
        route(...routers);
        const product = await productOn(databases, 'replica');
        const category = await Category.objects.using('default').get({ id: 1 });
        expect(() => (product.category = category)).toThrow(
          'Cannot assign "<Category: Category object (1)>": the current database router prevents this relation.',
        );
      }
    },
  },
  {
    line: 67,
    says: 'T: it can, and the database changes with the save',
    check: async (databases) => {
      route(T);
      const product = await productOn(databases, 'replica');
      product.category = await Category.objects.using('default').get({ id: 2 });
      expect(product._state.db).toBe('replica');
      await product.save();
      expect(product._state.db).toBe('default');
      expect(await databases.ask('default', 'select category_id from shop_product where id = 1')).toEqual([['2']]);
    },
  },
  {
    line: 71,
    says: 'allow_relation false refuses on one database too, and is asked for unsaved objects',
    check: async () => {
      const asked: (string | null)[] = [];
      route({
        allowRelation: (a, b) => {
          asked.push(String(a), String(b));
          return false;
        },
      });
      const category = await Category.objects.get({ id: 1 });
      expect(() => new Product({ name: 'Quince juice', category })).toThrow('prevents this relation');
      expect(asked).toEqual(['Category object (1)', 'Product object (None)']);
    },
  },
  {
    line: 72,
    says: 'what refers to an unsaved object cannot be saved',
    check: async () => {
      route(T);
      const product = new Product({ name: 'Quince juice', price: '4.90', category: new Category({ name: 'Teas' }) });
      await expect(product.save()).rejects.toMatchObject({
        name: 'ValueError',
        message: "save() prohibited to prevent data loss due to unsaved related object 'category'.",
      });
    },
  },
];

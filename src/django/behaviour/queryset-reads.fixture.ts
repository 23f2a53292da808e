import { expect } from 'vitest';
import { atomic } from '../db/transaction.ts';
import { Count } from '../query/aggregates.ts';
import { Category, Product } from '../shop.fixture.ts';
import { T, readOnly, route } from './behaviour.fixture.ts';
import type { Behaviour } from './behaviour.fixture.ts';

export const querysetReadsBehaviour: readonly Behaviour[] = [
  {
    line: 11,
    says: 'T: managers and querysets are on the replica',
    check: () => {
      route(T);
      expect([Product.objects.db, Product.objects.all().db]).toEqual(['replica', 'replica']);
    },
  },
  {
    line: 12,
    says: 'T: the last using wins, and null asks the router again',
    check: () => {
      route(T);
      const products = Product.objects.using('replica').using('default');
      expect([products.db, products.using(null).db]).toEqual(['default', 'replica']);
    },
  },
  {
    line: 13,
    says: 'T: first, get, count, exists, aggregate, in_bulk, values_list, iterator, explain and raw read the replica',
    check: async (databases) => {
      route(T);
      const { objects } = Product;
      expect(await databases.aliasesOf(() => objects.first())).toEqual(['replica']);
      expect(await databases.aliasesOf(() => objects.get({ id: 1 }))).toEqual(['replica']);
      expect(await databases.aliasesOf(() => objects.count())).toEqual(['replica']);
      expect(await databases.aliasesOf(() => objects.exists())).toEqual(['replica']);
      expect(await databases.aliasesOf(() => objects.inBulk([1, 2]))).toEqual(['replica']);
      expect(await databases.aliasesOf(() => objects.valuesList('name'))).toEqual(['replica']);
      expect(await databases.aliasesOf(() => objects.aggregate(Count('id')))).toEqual(['replica']);
      expect(await databases.aliasesOf(() => objects.iterator().next())).toEqual(['replica']);
      expect(await databases.aliasesOf(() => objects.explain())).toEqual(['replica']);
      expect(await databases.aliasesOf(() => objects.raw('select * from shop_product'))).toEqual(['replica']);
      expect(objects.raw('select * from shop_product').using('default').db).toBe('default');
    },
  },
  {
    line: 24,
    says: 'T: select_for_update is on default, what it came from stays on the replica',
    check: () => {
      route(T);
      const products = Product.objects.all();
      expect([products.selectForUpdate().db, products.db]).toEqual(['default', 'replica']);
    },
  },
  {
    line: 25,
    says: 'select_for_update using the replica, in either order, is on the replica',
    check: () => {
      route(T);
      const { objects } = Product;
      expect(objects.selectForUpdate().using('replica').db).toBe('replica');
      expect(objects.using('replica').selectForUpdate().db).toBe('replica');
    },
  },
  {
    line: 26,
    says: 'select_for_update outside of atomic is an error when it is evaluated; its count is none',
    check: async () => {
      route(T);
      const locked = Product.objects.selectForUpdate();
      await expect(locked).rejects.toMatchObject({
        name: 'TransactionManagementError',
        message: 'select_for_update cannot be used outside of a transaction.',
      });
      expect(await locked.count()).toBe(3);
    },
  },
  {
    line: 28,
    says: 'select_for_update on the replica, in a transaction there, is refused',
    check: async () => {
      route(T);
      const work = atomic(async () => await Product.objects.using('replica').selectForUpdate(), { using: 'replica' });
      await expect(work).rejects.toEqual(readOnly('SELECT FOR UPDATE'));
    },
  },
  {
    line: 31,
    says: 'an evaluated queryset answers count, exists and itself without a query',
    check: async (databases) => {
      route(T);
      const products = Product.objects.all();
      expect(await products).toHaveLength(3);
      databases.asked();
      expect([await products.count(), await products.exists(), (await products).length]).toEqual([3, true, 3]);
      expect(databases.asked()).toEqual([]);
    },
  },
  {
    line: 32,
    says: 'a subquery that is pinned to another database is an error',
    check: async () => {
      route(T);
      const inner = Category.objects.using('replica').filter({ name: 'Juices' });
      await expect(Product.objects.using('default').filter({ category__in: inner })).rejects.toMatchObject({
        name: 'ValueError',
        message:
          "Subqueries aren't allowed across different databases. Force the inner query to be evaluated using `list(inner_query)`.",
      });
    },
  },
  {
    line: 33,
    says: 'a subquery that is not pinned runs on the database of the outer one, an evaluated one on its own',
    check: async (databases) => {
      route(T);
      const inner = Category.objects.filter({ name: 'Juices' });
      const outer = Product.objects.using('default');
      expect(await databases.aliasesOf(() => outer.filter({ category__in: inner }))).toEqual(['default']);
      expect(await databases.aliasesOf(async () => await outer.filter({ category__in: await inner }))).toEqual([
        'replica',
        'default',
      ]);
    },
  },
  {
    line: 35,
    says: 'a union runs on the database of the first queryset, whatever the other is pinned to',
    check: async (databases) => {
      route(T);
      const [cheap, gone] = [Product.objects.filter({ price__lt: '3.5' }), Product.objects.filter({ stock: 0 })];
      const both = cheap.using('default').union(gone.using('other'));
      expect(await databases.aliasesOf(() => both)).toEqual(['default']);
      expect(await databases.aliasesOf(() => both.all().count())).toEqual(['default']);
      expect((await both).map((product) => product._state.db)).toEqual(['default', 'default']);
    },
  },
  {
    line: 38,
    says: 'what comes from a queryset keeps its alias',
    check: () => {
      route(T);
      expect(Product.objects.using('default').filter({ id: 1 }).orderBy('name').all().db).toBe('default');
    },
  },
  {
    line: 39,
    says: 'using an alias that does not exist',
    check: async () => {
      route(T);
      await expect(Product.objects.using('nope').first()).rejects.toMatchObject({
        name: 'ConnectionDoesNotExist',
        message: "The connection 'nope' doesn't exist.",
      });
    },
  },
];

import { expect } from 'vitest';
import { atomic } from '../db/transaction.ts';
import { Count } from '../query/aggregates.ts';
import { Category, Product } from '../shop.fixture.ts';
import { T, readOnly, route } from './conformance-case.fixture.ts';
import type { ConformanceCase } from './conformance-case.fixture.ts';

export const querysetReadsCases: readonly ConformanceCase[] = [
  {
    line: 11,
    check: () => {
      route(T);
      expect([Product.objects.db, Product.objects.all().db]).toEqual(['replica', 'replica']);
    },
  },
  {
    line: 12,
    check: () => {
      route(T);
      const products = Product.objects.using('replica').using('default');
      expect([products.db, products.using(null).db]).toEqual(['default', 'replica']);
    },
  },
  {
    line: 13,
    check: async (nodes) => {
      route(T);
      const { objects } = Product;
      expect(await nodes.aliasesOf(() => objects.first())).toEqual(['replica']);
      expect(await nodes.aliasesOf(() => objects.get({ id: 1 }))).toEqual(['replica']);
      expect(await nodes.aliasesOf(() => objects.count())).toEqual(['replica']);
      expect(await nodes.aliasesOf(() => objects.exists())).toEqual(['replica']);
      expect(await nodes.aliasesOf(() => objects.inBulk([1, 2]))).toEqual(['replica']);
      expect(await nodes.aliasesOf(() => objects.valuesList('name'))).toEqual(['replica']);
      expect(await nodes.aliasesOf(() => objects.aggregate(Count('id')))).toEqual(['replica']);
      expect(await nodes.aliasesOf(() => objects.iterator().next())).toEqual(['replica']);
      expect(await nodes.aliasesOf(() => objects.explain())).toEqual(['replica']);
      expect(await nodes.aliasesOf(() => objects.raw('select * from shop_product'))).toEqual(['replica']);
      expect(objects.raw('select * from shop_product').using('default').db).toBe('default');
    },
  },
  {
    line: 24,
    check: () => {
      route(T);
      const products = Product.objects.all();
      expect([products.selectForUpdate().db, products.db]).toEqual(['default', 'replica']);
    },
  },
  {
    line: 25,
    check: () => {
      route(T);
      const { objects } = Product;
      expect(objects.selectForUpdate().using('replica').db).toBe('replica');
      expect(objects.using('replica').selectForUpdate().db).toBe('replica');
    },
  },
  {
    line: 26,
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
    check: async () => {
      route(T);
      const work = atomic(async () => await Product.objects.using('replica').selectForUpdate(), { using: 'replica' });
      await expect(work).rejects.toEqual(readOnly('SELECT FOR UPDATE'));
    },
  },
  {
    line: 31,
    check: async (nodes) => {
      route(T);
      const products = Product.objects.all();
      expect(await products).toHaveLength(3);
      nodes.asked();
      expect([await products.count(), await products.exists(), (await products).length]).toEqual([3, true, 3]);
      expect(nodes.asked()).toEqual([]);
    },
  },
  {
    line: 32,
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
    check: async (nodes) => {
      route(T);
      const inner = Category.objects.filter({ name: 'Juices' });
      const outer = Product.objects.using('default');
      expect(await nodes.aliasesOf(() => outer.filter({ category__in: inner }))).toEqual(['default']);
      expect(await nodes.aliasesOf(async () => await outer.filter({ category__in: await inner }))).toEqual([
        'replica',
        'default',
      ]);
    },
  },
  {
    line: 35,
    check: async (nodes) => {
      route(T);
      const [cheap, gone] = [Product.objects.filter({ price__lt: '3.5' }), Product.objects.filter({ stock: 0 })];
      const both = cheap.using('default').union(gone.using('other'));
      expect(await nodes.aliasesOf(() => both)).toEqual(['default']);
      expect(await nodes.aliasesOf(() => both.all().count())).toEqual(['default']);
      expect((await both).map((product) => product._state.db)).toEqual(['default', 'default']);
    },
  },
  {
    line: 38,
    check: () => {
      route(T);
      expect(Product.objects.using('default').filter({ id: 1 }).orderBy('name').all().db).toBe('default');
    },
  },
  {
    line: 39,
    check: async () => {
      route(T);
      await expect(Product.objects.using('nope').first()).rejects.toMatchObject({
        name: 'ConnectionDoesNotExist',
        message: "The connection 'nope' doesn't exist.",
      });
    },
  },
];

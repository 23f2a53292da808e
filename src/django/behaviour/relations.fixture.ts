import { expect } from 'vitest';
import { Prefetch } from '../query/prefetch.ts';
import { Category, Order, OrderLine, Product } from '../shop.fixture.ts';
import { H, T, T7, productOn, route } from './conformance-case.fixture.ts';
import type { ConformanceCase } from './conformance-case.fixture.ts';

export const relationsCases: readonly ConformanceCase[] = [
  {
    line: 59,
    check: async (nodes) => {
      route();
      const product = await productOn(nodes, 'replica');
      expect(await nodes.aliasesOf(() => Promise.resolve(product.category))).toEqual(['replica']);
      expect(await nodes.aliasesOf(() => product.orderlineSet.all())).toEqual(['replica']);
    },
  },
  {
    line: 60,
    check: async (nodes) => {
      for (const [router, alias] of [
        [T, 'replica'],
        [H, 'default'],
      ] as const) {
        route(router);
        const product = await productOn(nodes, 'default');
        expect(await nodes.aliasesOf(() => Promise.resolve(product.category))).toEqual([alias]);
        const order = await Order.objects.using('default').get({ id: 1 });
        expect(await nodes.aliasesOf(() => order.lines.all())).toEqual([alias]);
      }
    },
  },
  {
    line: 61,
    check: async (nodes) => {
      route(T);
      const order = await Order.objects.using('default').get({ id: 1 });
      expect(await nodes.aliasesOf(() => order.lines.using('default'))).toEqual(['default']);
    },
  },
  {
    line: 63,
    check: async (nodes) => {
      route(T);
      const orders = Order.objects.using('default');
      expect(await nodes.aliasesOf(() => orders.prefetchRelated('lines__product'))).toEqual([
        'default',
        'replica',
        'replica',
      ]);
      const lines = new Prefetch('lines', { queryset: OrderLine.objects.using('default') });
      expect(await nodes.aliasesOf(() => orders.prefetchRelated(lines))).toEqual(['default', 'default']);
    },
  },
  {
    line: 64,
    check: async (nodes) => {
      route(T);
      const [order] = await Order.objects.prefetchRelated('lines');
      nodes.asked();
      expect(await order!.lines.all()).toHaveLength(2);
      expect(nodes.asked()).toEqual([]);
      expect(await order!.lines.filter({ quantity__gt: 1 })).toHaveLength(1);
      expect(nodes.asked()).toEqual(['replica: select']);
    },
  },
  {
    line: 66,
    check: async (nodes) => {
      for (const routers of [[], [T7]]) {
        route(...routers);
        const product = await productOn(nodes, 'replica');
        const category = await Category.objects.using('default').get({ id: 1 });
        expect(() => (product.category = category)).toThrow(
          'Cannot assign "<Category: Category object (1)>": the current database router prevents this relation.',
        );
      }
    },
  },
  {
    line: 67,
    check: async (nodes) => {
      route(T);
      const product = await productOn(nodes, 'replica');
      product.category = await Category.objects.using('default').get({ id: 2 });
      expect(product._state.db).toBe('replica');
      await product.save();
      expect(product._state.db).toBe('default');
      expect(await nodes.rows('default', 'select category_id from shop_product where id = 1')).toEqual([['2']]);
    },
  },
  {
    line: 69,
    check: async (nodes) => {
      for (const routers of [[], [T7]]) {
        route(...routers);
        const order = await Order.objects.using('default').get({ id: 2 });
        const line = await OrderLine.objects.using('replica').get({ id: 1 });
        await expect(order.lines.add(line)).rejects.toMatchObject({
          name: 'ValueError',
          message:
            'Cannot add "<OrderLine: OrderLine object (1)>": instance is on database "default", value is on database "replica"',
        });
      }
      expect(await nodes.rows('default', 'select order_id from shop_order_line where id = 1')).toEqual([['1']]);
    },
  },
  {
    line: 71,
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

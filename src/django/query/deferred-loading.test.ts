import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FieldError } from '../errors.ts';
import { toPlainJson } from '../http/plain-json.ts';
import type { Deferred } from '../models/deferred-types.ts';
import { installSettings } from '../settings.ts';
import { Order, OrderLine, Product, rowsSql, schemaSql } from '../shop.fixture.ts';
import { TestDatabases } from '../test-databases.fixture.ts';

let databases: TestDatabases;
beforeAll(async () => {
  databases = await TestDatabases.start(schemaSql);
});
beforeEach(async () => {
  installSettings({ DATABASES: { default: {}, replica: {} } });
  await databases.reset(rowsSql);
});
afterAll(async () => {
  await databases.close();
});

/** The columns of the last select. */
const selected = (): string =>
  /^select (?:distinct )?(.*?) from/.exec(databases.queries.at(-1)!.sql)![1]!.replaceAll('"', '');

describe('only and defer', () => {
  test('select the key and the fields that are left', async () => {
    await Product.objects.only('name');
    expect(selected()).toBe('shop_product.id, shop_product.name');
    await Order.objects.defer('note', 'placedAt');
    expect(selected()).toBe('shop_order.id, shop_order.customer');
  });

  test.each([
    ['the last only', Order.objects.only('note').only('customer'), ['note', 'placedAt']],
    ['defer after defer', Order.objects.defer('note').defer('customer'), ['customer', 'note']],
    ['defer after only', Order.objects.only('note', 'customer').defer('note'), ['note', 'placedAt']],
    ['defer of all that only left', Order.objects.only('note').defer('note', 'customer'), ['customer']],
    ['only after defer', Order.objects.defer('note').only('note', 'customer'), ['note', 'placedAt']],
    ['null', Order.objects.defer('note').defer(null), []],
  ])('%s counts', async (_, orders, deferred) => {
    const [order] = await orders;
    expect([...(order as unknown as Order).getDeferredFields()]).toEqual(deferred);
  });

  test('a field that is not loaded is asked for when it is awaited, once', async () => {
    const product = await Product.objects.only('name').get({ id: 1 });
    databases.asked();
    const { price } = product;
    expect(databases.asked()).toEqual([]);
    expect(await price).toBe('3.20');
    expect(selected()).toBe('shop_product.id, shop_product.price');
    databases.asked();
    expect([product.price, await price]).toEqual(['3.20', '3.20']);
    expect(databases.asked()).toEqual([]);
    expect(product.getDeferredFields()).toEqual(new Set(['stock', 'isSold', 'categoryId', 'labels']));
  });

  test('a foreign key that is not loaded leads to its object all the same', async () => {
    const product = await Product.objects.only('name').get({ id: 3 });
    expect([(await product.category).name, product.categoryId]).toEqual(['Ciders', 2]);
  });

  test('what is assigned need not be loaded', async () => {
    const product = await Product.objects.only('name').get({ id: 1 });
    product.stock = 5;
    databases.asked();
    await product.save();
    expect(databases.queries.at(-1)!.sql).toContain('set "name" = $1, "stock" = $2 where');
    expect(databases.asked()).toEqual(['default: update']);
  });

  test('reach across selectRelated', async () => {
    const lines = await OrderLine.objects.selectRelated('product').only('quantity', 'product__name').orderBy('id');
    expect(selected()).toBe(
      'shop_order_line.id, shop_order_line.product_id, shop_order_line.quantity, shop_product.id, shop_product.name',
    );
    const product = await lines[0]!.product;
    expect([product.name, await (product.price as Deferred<string>)]).toEqual(['Apple juice', '3.20']);
    await OrderLine.objects.selectRelated('product').defer('product__labels', 'product__price', 'quantity');
    expect(selected()).toBe(
      'shop_order_line.id, shop_order_line.order_id, shop_order_line.product_id, shop_product.id, shop_product.name, shop_product.stock, shop_product.is_sold, shop_product.category_id',
    );
  });

  test('cannot leave out what selectRelated needs', async () => {
    await expect(OrderLine.objects.selectRelated('product').only('quantity')).rejects.toThrow(
      new FieldError(
        'Field OrderLine.product cannot be both deferred and traversed using select_related at the same time.',
      ),
    );
  });

  test('are refused where rows are no instances', () => {
    expect(() => Product.objects.values('name').only('name')).toThrow(
      new TypeError('Cannot call only() after .values() or .values_list()'),
    );
  });

  test('leave a page to show what is loaded', async () => {
    const product = await Product.objects.only('name').get({ id: 1 });
    databases.asked();
    expect(await toPlainJson(product, 'product')).toEqual({ id: 1, name: 'Apple juice' });
    expect(databases.asked()).toEqual([]);
  });
});

describe('an instance that knows some of its row', () => {
  test('is refreshed in these alone, or in what is named', async () => {
    const product = await Product.objects.only('name').get({ id: 1 });
    await databases.run('default', "update shop_product set name = 'AJ', stock = 1 where id = 1");
    await product.refreshFromDb();
    expect(selected()).toBe('shop_product.id, shop_product.name');
    await product.refreshFromDb({ fields: ['stock'] });
    expect([product.name, product.stock]).toEqual(['AJ', 1]);
  });

  test('is saved in whole on another database', async () => {
    const product = await Product.objects.using('replica').only('name').get({ id: 1 });
    product.name = 'AJ';
    databases.asked();
    await product.save({ using: 'default' });
    expect(databases.asked()).toEqual([...Array<string>(5).fill('replica: select'), 'default: update']);
    expect(await databases.ask('default', 'select name, stock from shop_product where id = 1')).toEqual([['AJ', '12']]);
  });

  test('names any fields to write, in anything that can be looped over', async () => {
    const product = await Product.objects.only('name').get({ id: 1 });
    databases.asked();
    await product.save({ updateFields: new Set(['stock']) });
    expect(databases.asked()).toEqual(['default: select', 'default: update']);
  });
});

describe('selectRelated', () => {
  test('without names takes the foreign keys that are never null, with null none', async () => {
    await OrderLine.objects.selectRelated();
    expect(databases.queries.at(-1)!.sql.match(/join "\w+"/g)).toEqual([
      'join "shop_order"',
      'join "shop_product"',
      'join "shop_category"',
    ]);
    await OrderLine.objects.selectRelated('order').selectRelated(null);
    expect(databases.queries.at(-1)!.sql).not.toContain('join');
  });
});

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ValueError } from '../errors.ts';
import { installSettings } from '../settings.ts';
import { OrderLine, Product, rowsSql, schemaSql } from '../shop.fixture.ts';
import { TestDatabases } from '../test-databases.fixture.ts';
import { Exists, OuterRef, Subquery } from './subquery-expressions.ts';

let databases: TestDatabases;
beforeAll(async () => {
  databases = await TestDatabases.start(schemaSql, ['default']);
});
beforeEach(async () => {
  installSettings({ DATABASES: { default: {}, other: {} } });
  await databases.reset(rowsSql);
});
afterAll(async () => {
  await databases.close();
});

const linesOfProduct = OrderLine.objects.filter({ product: OuterRef('pk') });

test('Exists is a condition and an annotation', async () => {
  const { objects } = Product;
  expect(await objects.filter(Exists(linesOfProduct)).orderBy('id').valuesList('id', { flat: true })).toEqual([1, 2]);
  expect(databases.queries.at(-1)!.sql.replaceAll('"', '')).toContain(
    'where exists (select 1 as a from shop_order_line as U0 where U0.product_id = shop_product.id limit 1)',
  );
  expect(await objects.exclude(Exists(linesOfProduct)).valuesList('id', { flat: true })).toEqual([3]);
  expect((await objects.annotate({ isOrdered: Exists(linesOfProduct) }).get({ id: 3 })).isOrdered).toBe(false);
});

test('a subquery of the same table sees the outer row', async () => {
  const dearer = Product.objects.filter({ category: OuterRef('category'), price__gt: OuterRef('price') });
  expect(await Product.objects.filter(Exists(dearer)).valuesList('name', { flat: true })).toEqual(['Apple juice']);
});

test('Subquery is the value of one row, or null', async () => {
  const biggest = linesOfProduct.orderBy('-quantity').values('quantity').slice(0, 1);
  const products = Product.objects.annotate({ most: Subquery(biggest) }).orderBy('id');
  expect((await products).map(({ most }) => most)).toEqual([6, 1, null]);
  expect(await products.filter({ most__gt: 5 }).count()).toBe(1);
});

test('an outer reference needs an outer query, and all of it one database', async () => {
  await expect(linesOfProduct).rejects.toThrow(
    new ValueError('This queryset contains a reference to an outer query and may only be used in a subquery.'),
  );
  await expect(Product.objects.using('default').filter(Exists(linesOfProduct.using('other')))).rejects.toThrow(
    "Subqueries aren't allowed across different databases.",
  );
});

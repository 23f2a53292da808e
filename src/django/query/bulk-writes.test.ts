import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FieldDoesNotExist, ValueError } from '../errors.ts';
import { installSettings } from '../settings.ts';
import { Category, Order, Product, rowsSql, schemaSql } from '../shop.fixture.ts';
import { TestDatabases } from '../test-databases.fixture.ts';
import { F } from './expressions.ts';

let databases: TestDatabases;
beforeAll(async () => {
  databases = await TestDatabases.start(schemaSql, ['default']);
});
beforeEach(async () => {
  installSettings({ DATABASES: { default: {} } });
  await databases.reset(rowsSql);
});
afterAll(async () => {
  await databases.close();
});

describe('bulkUpdate', () => {
  test('writes the fields of each instance with one UPDATE, whatever their types', async () => {
    const products = await Product.objects.orderBy('id').slice(0, 2);
    const [apple, pear] = products;
    Object.assign(apple!, { name: 'Apple', price: '9.99', stock: 1, isSold: false, categoryId: 2, labels: { a: 1 } });
    Object.assign(pear!, { name: 'Pear', stock: F('stock').plus(4) });
    databases.asked();
    const fields = ['name', 'price', 'stock', 'isSold', 'category', 'labels'] as const;
    expect(await Product.objects.bulkUpdate(products, fields)).toBe(2);
    expect(databases.asked()).toEqual(['default: BEGIN', 'default: update', 'default: COMMIT']);
    const columns = ['name', 'price', 'stock', 'isSold', 'category', 'labels'] as const;
    expect(await Product.objects.orderBy('id').valuesList(...columns)).toEqual([
      ['Apple', '9.99', 1, false, 2, { a: 1 }],
      ['Pear', '3.60', 4, true, 1, []],
      ['Dry cider', '4.10', 7, false, 2, { vol: 6 }],
    ]);
  });

  test('times and nulls too', async () => {
    const orders = await Order.objects.all();
    for (const order of orders) Object.assign(order, { note: null, placedAt: new Date('2025-01-01') });
    await Order.objects.bulkUpdate(orders, ['note', 'placedAt']);
    expect(await Order.objects.filter({ note: null, placedAt: new Date('2025-01-01') }).count()).toBe(2);
  });

  test('in batches, of the rows that the queryset has', async () => {
    const products = await Product.objects.orderBy('id');
    for (const product of products) product.stock = 100;
    databases.asked();
    expect(await Product.objects.exclude({ id: 3 }).bulkUpdate(products, ['stock'], { batchSize: 2 })).toBe(2);
    expect(databases.asked()).toEqual(['default: BEGIN', 'default: update', 'default: update', 'default: COMMIT']);
    expect(await Product.objects.bulkUpdate([], ['stock'])).toBe(0);
    expect(databases.asked()).toEqual([]);
  });

  test('needs keys and fields that can be written', () => {
    const { objects } = Product;
    expect(() => objects.bulkUpdate([new Product({ id: 1 })], [])).toThrow(
      new ValueError('Field names must be given to bulk_update().'),
    );
    expect(() => objects.bulkUpdate([new Product()], ['stock'])).toThrow(
      new ValueError('All bulk_update() objects must have a primary key set.'),
    );
    expect(() => objects.bulkUpdate([], ['id'])).toThrow(
      new ValueError('bulk_update() cannot be used with primary key fields.'),
    );
    expect(() => objects.bulkUpdate([], ['stok' as 'stock'])).toThrow(
      new FieldDoesNotExist("Product has no field named 'stok'"),
    );
  });
});

describe('bulkCreate', () => {
  const rows = () => [new Category({ name: 'Juices', parentId: 2 }), new Category({ name: 'Teas' })];

  test('in batches', async () => {
    const made = await Category.objects.bulkCreate([new Category({ name: 'a' }), new Category({ name: 'b' })], {
      batchSize: 1,
    });
    expect(made.map(({ id }) => id)).toEqual([3, 4]);
    expect(databases.asked()).toEqual(['default: BEGIN', 'default: insert', 'default: insert', 'default: COMMIT']);
    await expect(Category.objects.bulkCreate(rows(), { batchSize: 0 })).rejects.toThrow(
      new ValueError('Batch size must be a positive integer.'),
    );
  });

  test('leaves out what is there, and then knows no keys', async () => {
    const [, teas] = await Category.objects.bulkCreate(rows(), { ignoreConflicts: true });
    expect([teas!.pk, teas!._state.db, teas!._state.adding]).toEqual([null, null, true]);
    expect(await Category.objects.orderBy('id').valuesList('name', 'parentId')).toEqual([
      ['Juices', null],
      ['Ciders', 1],
      ['Teas', null],
    ]);
  });

  test('changes what is there', async () => {
    const options = { updateConflicts: true, uniqueFields: ['name'], updateFields: ['parent'] } as const;
    const [juices, teas] = await Category.objects.bulkCreate(rows(), options);
    expect([juices!.id, teas!.name]).toEqual([1, 'Teas']);
    expect((await Category.objects.get({ name: 'Juices' })).parentId).toBe(2);
  });

  const wrong: readonly [object, string][] = [
    [{ ignoreConflicts: true, updateConflicts: true }, 'ignore_conflicts and update_conflicts are mutually exclusive.'],
    [
      { updateConflicts: true },
      'Fields that will be updated when a row insertion fails on conflicts must be provided.',
    ],
    [{ updateConflicts: true, updateFields: ['name'] }, 'Unique fields that can trigger the upsert must be provided.'],
    [
      { updateConflicts: true, updateFields: ['id'], uniqueFields: ['name'] },
      'bulk_create() cannot be used with primary keys in update_fields.',
    ],
  ];
  test.each(wrong)('refuses %o', async (options, message) => {
    await expect(Category.objects.bulkCreate(rows(), options)).rejects.toThrow(new ValueError(message));
    expect(databases.asked()).toEqual([]);
  });
});

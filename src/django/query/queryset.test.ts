import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FieldError } from '../errors.ts';
import { installSettings } from '../settings.ts';
import { Category, Order, OrderLine, Product, rowsSql, schemaSql } from '../shop.fixture.ts';
import { TestDatabases } from '../test-databases.fixture.ts';
import { F } from './expressions.ts';
import type { QuerySet } from './queryset.ts';

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

const ids = async (rows: PromiseLike<readonly { id: number }[]>): Promise<number[]> => {
  const found = await rows;
  return found.map(({ id }) => id);
};

describe('no query runs', () => {
  const { objects } = Product;
  const empty: readonly [string, () => PromiseLike<unknown>, unknown][] = [
    ['none', () => objects.none(), []],
    ['in an empty list', () => objects.filter({ id__in: [] }), []],
    ['an empty slice', () => objects.slice(2, 2), []],
    ['a count of none', () => objects.none().count(), 0],
    ['whether there is any of none', () => objects.none().exists(), false],
    ['an update of none', () => objects.none().update({ stock: 1 }), 0],
  ];
  test.each(empty)('for %s', async (_, work, expected) => {
    expect(await work()).toEqual(expected);
    expect(databases.asked()).toEqual([]);
  });

  test('before a queryset is awaited', async () => {
    const products = objects.filter({ stock: 0 });
    expect(databases.asked()).toEqual([]);
    await products;
    expect(databases.asked()).toEqual(['default: select']);
  });
});

describe('order and slices', () => {
  const ordered: readonly [string, () => QuerySet<Product>, number[]][] = [
    ['by a field', () => Product.objects.orderBy('name'), [1, 3, 2]],
    ['descending', () => Product.objects.orderBy('-price'), [3, 2, 1]],
    ['across a foreign key, then by a field', () => Product.objects.orderBy('category__name', '-id'), [3, 2, 1]],
    // oxlint-disable-next-line unicorn/no-array-reverse -- A queryset is no array.
    ['reversed', () => Product.objects.orderBy('name').reverse(), [2, 3, 1]],
    ['a slice', () => Product.objects.orderBy('id').slice(1, 3), [2, 3]],
    ['a slice of a slice', () => Product.objects.orderBy('id').slice(1).slice(1, 9), [3]],
    ['a slice beyond the end', () => Product.objects.orderBy('id').slice(0, 2).slice(1, 5), [2]],
  ];
  test.each(ordered)('%s', async (_, queryset, expected) => {
    expect(await ids(queryset())).toEqual(expected);
  });

  test('the model may have an order of its own', async () => {
    expect([Order.objects.all().ordered, Product.objects.all().ordered]).toEqual([true, false]);
    // oxlint-disable-next-line unicorn/no-array-reverse -- A queryset is no array.
    expect(await ids(Order.objects.all().reverse())).toEqual([2, 1]);
    expect(await ids(Order.objects.orderBy())).toHaveLength(2);
    expect(databases.queries.at(-1)!.sql).not.toContain('order by');
  });

  test('first and last go by the key where there is no order', async () => {
    expect((await Product.objects.first())?.id).toBe(1);
    expect((await Product.objects.last())?.id).toBe(3);
    expect((await Product.objects.orderBy('-price').first())?.id).toBe(3);
    expect(await Product.objects.filter({ id: 9 }).first()).toBeNull();
  });

  test('what has been sliced cannot be narrowed, ordered, changed or deleted', async () => {
    const slice = Product.objects.orderBy('id').slice(0, 2);
    expect(() => slice.filter({ id: 1 })).toThrow('Cannot filter a query once a slice has been taken.');
    expect(() => slice.orderBy('name')).toThrow('Cannot reorder a query once a slice has been taken.');
    expect(() => slice.update({ stock: 1 })).toThrow('Cannot update a query once a slice has been taken.');
    expect(() => slice.delete()).toThrow("Cannot use 'limit' or 'offset' with delete().");
    expect(() => slice.slice(-1)).toThrow('Negative indexing is not supported.');
    expect([await slice.count(), await slice.exists()]).toEqual([2, true]);
  });
});

describe('get', () => {
  test('one row', async () => {
    expect((await Product.objects.get({ name: 'Pear juice' })).price).toBe('3.60');
  });

  test('no row, and more than one, are errors of the model', async () => {
    await expect(Product.objects.get({ id: 9 })).rejects.toThrow(
      new Product.DoesNotExist('Product matching query does not exist.'),
    );
    await expect(Product.objects.get({ id: 9 })).rejects.not.toBeInstanceOf(Order.DoesNotExist);
    await expect(Product.objects.get({ isSold: true })).rejects.toThrow(
      new Product.MultipleObjectsReturned('get() returned more than one Product -- it returned 2!'),
    );
  });

  test('it does not read more rows than it needs to say how many there are', async () => {
    const many = Array.from({ length: 30 }, (_, index) => new Category({ name: `Category ${index}` }));
    await Category.objects.bulkCreate(many);
    await expect(Category.objects.get({ name__startswith: 'Cat' })).rejects.toThrow('it returned more than 20!');
    expect(databases.queries.at(-1)!.sql).toContain('limit 21');
  });
});

describe('rows as something else', () => {
  test('values', async () => {
    expect(await Product.objects.filter({ id: 3 }).values('name', 'category__name')).toEqual([
      { name: 'Dry cider', category__name: 'Ciders' },
    ]);
    expect(await Category.objects.orderBy('id').values()).toEqual([
      { id: 1, name: 'Juices', parentId: null },
      { id: 2, name: 'Ciders', parentId: 1 },
    ]);
  });

  test('valuesList, flat too', async () => {
    const products = Product.objects.orderBy('id');
    expect(await products.valuesList('id', 'category')).toEqual([
      [1, 1],
      [2, 1],
      [3, 2],
    ]);
    expect(await products.valuesList('category__name', { flat: true }).distinct().orderBy()).toHaveLength(2);
    expect(await products.valuesList('name', { flat: true }).get({ id: 1 })).toBe('Apple juice');
  });
  test('valuesList cannot be flat of two fields', () => {
    const valuesList = (...fields: readonly unknown[]) => Product.objects.valuesList(...(fields as ['name']));
    expect(() => valuesList('id', 'name', { flat: true })).toThrow(
      new TypeError("'flat' is not valid when values_list is called with more than one field."),
    );
  });

  test('orderBy("?") orders by lot', async () => {
    expect((await Product.objects.orderBy('?')).length).toBe(3);
    expect(databases.queries.at(-1)!.sql).toMatch(/order by random\(\)/);
  });

  test('distinct rows are counted as they are, and hold what they are ordered by', async () => {
    expect(await Product.objects.values('category').distinct().count()).toBe(2);
    await Order.objects.create({ customer: 'Ana' });
    expect(await Order.objects.values('customer').distinct()).toHaveLength(3);
    expect(await Order.objects.values('customer').distinct().orderBy('customer')).toEqual([
      { customer: 'Ana' },
      { customer: 'Ben' },
    ]);
  });

  test('inBulk, by key', async () => {
    const products = await Product.objects.inBulk([1, 3, 9]);
    expect([...products].map(([key, { name }]) => [key, name])).toEqual([
      [1, 'Apple juice'],
      [3, 'Dry cider'],
    ]);
  });

  test('one by one', async () => {
    const names: string[] = [];
    for await (const { name } of Product.objects.orderBy('id')) names.push(name);
    expect(names).toEqual(['Apple juice', 'Pear juice', 'Dry cider']);
  });
});

test('what has become plain values takes no related rows, and cannot be deleted', () => {
  const values = OrderLine.objects.values('id');
  expect(() => values.selectRelated('order')).toThrow(
    new TypeError('Cannot call select_related() after .values() or .values_list()'),
  );
  expect(() => values.delete()).toThrow(new TypeError('Cannot call delete() after .values() or .values_list()'));
});

describe('selectRelated', () => {
  test('brings the related rows along, also two keys away, and reading them asks nothing', async () => {
    const lines = await OrderLine.objects.selectRelated('product__category', 'order').orderBy('id');
    expect(databases.asked()).toEqual(['default: select']);
    const [product, order] = [await lines[0]!.product, await lines[0]!.order];
    const category = await product.category;
    expect([product.name, category.name, order.customer]).toEqual(['Apple juice', 'Juices', 'Ana']);
    expect(databases.asked()).toEqual([]);
  });

  test('where there is no row, there is null', async () => {
    const categories = await Category.objects.selectRelated('parent').orderBy('id');
    expect(await categories[0]!.parent).toBeNull();
    expect((await categories[1]!.parent)?.name).toBe('Juices');
    expect(databases.asked()).toEqual(['default: select']);
  });

  test('what is no foreign key', () => {
    expect(() => Product.objects.selectRelated('name' as 'category')).toThrow(
      new FieldError("Invalid field name(s) given in select_related: 'name'. Choices are: category"),
    );
  });
});

describe('writing', () => {
  test('update takes objects, expressions and conditions across foreign keys', async () => {
    const ciders = await Category.objects.get({ name: 'Ciders' });
    const juices = Product.objects.filter({ category__name: 'Juices' });
    expect(await juices.update({ category: ciders, stock: F('stock').plus(1).times(2) })).toBe(2);
    expect(await Product.objects.orderBy('id').valuesList('categoryId', 'stock')).toEqual([
      [2, 26],
      [2, 2],
      [2, 7],
    ]);
  });

  test('updateOrCreate changes the row that is there, and else makes one', async () => {
    const values = { name: 'Juices', defaults: { parentId: 2 } };
    const [juices, isNew] = await Category.objects.updateOrCreate(values);
    expect([juices.id, juices.parentId, isNew]).toEqual([1, 2, false]);
    const [teas, isMade] = await Category.objects.updateOrCreate({ name: 'Teas', defaults: { parentId: 1 } });
    expect([teas.id, teas.parentId, isMade]).toEqual([3, 1, true]);
  });
  test('updateOrCreate makes a row of createDefaults, where it is given them', async () => {
    const [made, isNew] = await Category.objects.updateOrCreate({
      name: 'Teas',
      defaults: { parentId: 2 },
      createDefaults: { parentId: 1 },
    });
    expect([made.name, made.parentId, isNew]).toEqual(['Teas', 1, true]);
    const [changed] = await Category.objects.updateOrCreate({
      name: 'Teas',
      defaults: { parentId: 2 },
      createDefaults: {},
    });
    expect([changed.parentId, await Category.objects.filter({ parentId: 2 }).count()]).toEqual([2, 1]);
  });

  test('getOrCreate takes a row that someone else made in between', async () => {
    const theirs = "insert into shop_category (name) values ('Teas')";
    const makeParent = (): number => {
      pending = databases.run('default', theirs);
      return 1;
    };
    let pending = Promise.resolve();
    const made = Category.objects.getOrCreate({ name: 'Teas', defaults: { parentId: makeParent } });
    const [category, isNew] = await made;
    await pending;
    expect([category.name, isNew]).toEqual(['Teas', false]);
  });
});

test('a query carries its reason and the line that asked for it', async () => {
  installSettings({ DATABASES: { default: {} }, DATABASE_ROUTERS: [{ dbForRead: () => 'default' }] });
  const here = Number(/:(\d+):\d+\)?$/m.exec(new Error('here').stack!.split('\n')[1]!)![1]);
  await Product.objects.filter({ id: 1 });
  await Product.objects.using('default').count();
  const product = await Product.objects.get({ id: 1 });
  await product.category;
  const place = (line: number) => ({ file: 'queryset.test.ts', line: here + line });
  const byRouter = { by: 'router', method: 'db_for_read', router: 'Object', alias: 'default' };
  expect(databases.queries).toMatchObject([
    { route: { ...byRouter, model: 'Product', hints: [] }, place: place(1) },
    { route: { by: 'using', alias: 'default' }, place: place(2) },
    { route: { ...byRouter, model: 'Product' }, place: place(3) },
    {
      route: { ...byRouter, model: 'Category', hints: ['instance=<Product: Product object (1)>'] },
      place: place(4),
    },
  ]);
});

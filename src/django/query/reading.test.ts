import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FieldDoesNotExist, ValueError } from '../errors.ts';
import { CharField } from '../models/fields.ts';
import { Model } from '../models/model.ts';
import { installSettings } from '../settings.ts';
import { Order, Product, rowsSql, schemaSql } from '../shop.fixture.ts';
import { TestDatabases } from '../test-databases.fixture.ts';
import { Manager } from './manager.ts';

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

describe('raw', () => {
  test('makes instances of the rows of any SQL, with parameters', async () => {
    const sql = "select *, stock * 2 as twice from shop_product where name like '%%juice' and stock >= %s order by id";
    const products = Product.objects.raw<{ twice: number }>(sql, [0]);
    expect((await products).map(({ name, price, twice }) => [name, price, twice])).toEqual([
      ['Apple juice', '3.20', 24],
      ['Pear juice', '3.60', 0],
    ]);
    expect(databases.queries.at(-1)).toMatchObject({
      params: ['0'],
      route: { by: 'default', alias: 'default' },
      place: { file: 'reading.test.ts' },
    });
    const [apple] = await products;
    expect(databases.asked()).toHaveLength(1);
    expect([apple!._state.db, apple!._state.adding, (await apple!.category).name]).toEqual([
      'default',
      false,
      'Juices',
    ]);
    const ids: number[] = [];
    for await (const { id } of products) ids.push(id);
    expect(ids).toEqual([1, 2]);
  });

  test('needs the primary key', async () => {
    await expect(Product.objects.raw('select name from shop_product')).rejects.toThrow(
      new FieldDoesNotExist('Raw query must include the primary key'),
    );
  });

  test('counts its placeholders', async () => {
    await expect(Product.objects.raw('select * from shop_product where id = %s', [])).rejects.toThrow(
      'the query has 1 placeholders but 0 parameters were passed',
    );
  });
});

describe('explain', () => {
  test('is the plan as text, line by line, or in the format that is asked for', async () => {
    const products = Product.objects.filter({ stock: 0 });
    expect(await products.explain()).toMatch(/^Seq Scan on shop_product .*\n +Filter: \(stock = 0\)$/);
    expect(await products.explain({ analyze: true, costs: false, format: 'text' })).toMatch(/actual time/);
    expect(JSON.parse(await products.explain({ format: 'json', verbose: true }))).toHaveProperty(
      'Plan.Node Type',
      'Seq Scan',
    );
    expect(databases.queries.map(({ sql }) => sql.split(' select ')[0])).toEqual([
      'EXPLAIN',
      'EXPLAIN (ANALYZE true, COSTS false, FORMAT TEXT)',
      'EXPLAIN (VERBOSE true, FORMAT JSON)',
    ]);
    expect(await Product.objects.none().explain()).toBe('');
  });

  test('of rows to be locked needs a transaction, as the rows do', async () => {
    await expect(Product.objects.selectForUpdate().explain()).rejects.toThrow(
      'select_for_update cannot be used outside of a transaction.',
    );
  });

  test('refuses what Postgres does not know', () => {
    expect(() => Product.objects.all().explain({ format: 'html' as 'json' })).toThrow(
      new ValueError('HTML is not a recognized format. Allowed formats: JSON, TEXT, XML, YAML'),
    );
    expect(() => Product.objects.all().explain({ anlayze: true } as object)).toThrow(
      new ValueError('Unknown options: ANLAYZE'),
    );
  });
});

describe('iterator', () => {
  test('gives the rows one by one, and does not keep them', async () => {
    const products = Product.objects.orderBy('id');
    const ids: number[] = [];
    for await (const { id } of products.iterator({ chunkSize: 1 })) ids.push(id);
    expect(ids).toEqual([1, 2, 3]);
    expect(await products.count()).toBe(3);
    expect(databases.asked()).toEqual(['default: select', 'default: select']);
    expect(() => products.iterator({ chunkSize: 0 })).toThrow(new ValueError('Chunk size must be strictly positive.'));
  });
});

describe('earliest and latest', () => {
  test('go by the fields that are named', async () => {
    expect((await Order.objects.earliest('placedAt')).customer).toBe('Ana');
    expect((await Order.objects.latest('placedAt')).customer).toBe('Ben');
    expect((await Product.objects.latest('isSold', '-price')).name).toBe('Apple juice');
  });
  test('go by the model when they are told nothing', async () => {
    class DatedOrder extends Model {
      static objects = new Manager(DatedOrder);
      static meta = { dbTable: 'shop_order', getLatestBy: '-id' };
      customer = CharField();
    }
    const ids = [(await DatedOrder.objects.latest()).id, (await DatedOrder.objects.earliest()).id];
    const [first, last] = [await Order.objects.first(), await Order.objects.last()];
    expect(ids).toEqual([first!.id, last!.id]);
  });

  test('need a field, a row, and the whole queryset', async () => {
    expect(() => Order.objects.earliest()).toThrow(ValueError);
    await expect(Order.objects.filter({ id: 9 }).latest('id')).rejects.toBeInstanceOf(Order.DoesNotExist);
    expect(() => Order.objects.slice(0, 1).latest('id')).toThrow('Cannot change a query once a slice has been taken.');
  });
});

describe('inBulk', () => {
  test('of all rows, and by another unique field', async () => {
    expect(new Set((await Product.objects.inBulk()).keys())).toEqual(new Set([1, 2, 3]));
    databases.asked();
    expect((await Product.objects.inBulk([])).size).toBe(0);
    expect(databases.asked()).toEqual([]);
  });

  test('not by one that is not unique, nor of a slice', async () => {
    await expect(Product.objects.inBulk(['x'], { fieldName: 'name' })).rejects.toThrow(
      new ValueError("in_bulk()'s field_name must be a unique field but 'name' isn't."),
    );
    await expect(Product.objects.slice(1).inBulk([1])).rejects.toThrow(
      "Cannot use 'limit' or 'offset' with in_bulk().",
    );
  });
});

describe('contains', () => {
  test('asks whether the row is there, unless the rows are here', async () => {
    const apple = await Product.objects.get({ id: 1 });
    const sold = Product.objects.filter({ stock__gt: 0 });
    expect([await sold.contains(apple), await sold.filter({ id: 2 }).contains(apple)]).toEqual([true, false]);
    await sold;
    databases.asked();
    expect(await sold.contains(apple)).toBe(true);
    expect(databases.asked()).toEqual([]);
  });

  test('takes objects that are saved', () => {
    expect(() => Product.objects.contains(new Product())).toThrow(
      new ValueError('QuerySet.contains() cannot be used on unsaved objects.'),
    );
    expect(() => Product.objects.contains({} as Product)).toThrow(new TypeError("'obj' must be a model instance."));
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AttributeError, FieldError, ValueError } from '../errors.ts';
import { installSettings } from '../settings.ts';
import { Category, Order, OrderLine, Product, rowsSql, schemaSql } from '../shop.fixture.ts';
import { TestDatabases } from '../test-databases.fixture.ts';
import { Count, Sum } from './aggregates.ts';
import { Q } from './conditions.ts';
import { Prefetch } from './prefetch.ts';

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

const ids = async (rows: PromiseLike<readonly { id: number }[]>): Promise<number[]> =>
  (await rows).map(({ id }) => id).toSorted((a, b) => a - b);

describe('rows that refer to an instance', () => {
  test('are a manager under the related name, or the name of the model', async () => {
    const order = await Order.objects.get({ id: 1 });
    expect(await ids(order.lines.all())).toEqual([1, 2]);
    expect(await ids(order.lines.filter({ quantity__gt: 1 }))).toEqual([1]);
    const product = await Product.objects.get({ id: 1 });
    expect(await product.orderlineSet.count()).toBe(2);
  });

  test('know the instance, so that reading it back asks nothing', async () => {
    const order = await Order.objects.get({ id: 1 });
    const [line] = await order.lines.orderBy('id');
    databases.asked();
    expect(await line!.order).toBe(order);
    expect(databases.asked()).toEqual([]);
  });

  test('can be made, looked for, and taken over', async () => {
    const order = await Order.objects.get({ id: 2 });
    const made = await order.lines.create({ productId: 2, quantity: 3 });
    expect([made.orderId, await made.order]).toEqual([2, order]);
    expect(await order.lines.getOrCreate({ productId: 2, defaults: { quantity: 9 } })).toEqual([
      expect.anything(),
      false,
    ]);
    const [changed] = await order.lines.updateOrCreate({ productId: 2, defaults: { quantity: 9 } });
    expect([changed.id, changed.quantity]).toEqual([made.id, 9]);
    const line = await OrderLine.objects.get({ id: 1 });
    databases.asked();
    await order.lines.add(line);
    expect(databases.asked()).toEqual(['default: update']);
    expect([line.orderId, await ids(order.lines.all())]).toEqual([2, [1, 3, 4]]);
  });

  test('add saves what is new only when it is told to', async () => {
    const order = await Order.objects.get({ id: 2 });
    const line = new OrderLine({ productId: 1, quantity: 1 });
    await expect(order.lines.add(line)).rejects.toThrow(
      new ValueError(
        "<OrderLine: OrderLine object (None)> instance isn't saved. Use bulk=False or save the object first.",
      ),
    );
    await order.lines.add(line, { bulk: false });
    expect(line.pk).toBe(4);
  });

  test('can be let go where the key may be null', async () => {
    const juices = await Category.objects.get({ id: 1 });
    const [ciders] = await juices.children.all();
    await juices.children.remove(ciders!);
    // As in Django, the object at hand is not told.
    expect([ciders!.parentId, await juices.children.count()]).toEqual([1, 0]);
    await juices.children.add(ciders!);
    await juices.children.clear();
    expect(await juices.children.exists()).toBe(false);
    const order = await Order.objects.get({ id: 1 });
    await expect(order.lines.clear()).rejects.toThrow("'RelatedManager' object has no attribute 'clear'");
  });

  test('need an instance with a key', () => {
    expect(() => new Order({ customer: 'Ana' }).lines.all()).toThrow(
      new ValueError("'Order' instance needs to have a primary key value before this relationship can be used."),
    );
  });
});

describe('conditions across them', () => {
  test('give a row for each of them that fulfils the condition', async () => {
    const orders = Order.objects.filter({ lines__quantity__gte: 1 });
    expect(await ids(orders)).toEqual([1, 1, 2]);
    expect(await ids(orders.distinct())).toEqual([1, 2]);
    expect(await orders.count()).toBe(3);
    expect(await ids(Product.objects.filter({ orderline__order__customer: 'Ana' }))).toEqual([1, 2]);
  });

  test('within one filter are about one row, in two about any two', async () => {
    expect(await ids(Order.objects.filter({ lines__product: 2, lines__quantity: 2 }))).toEqual([]);
    expect(await ids(Order.objects.filter({ lines__product: 2 }).filter({ lines__quantity: 2 }))).toEqual([1]);
    expect(await ids(Order.objects.filter(Q<Order>({ lines__product: 2 }), { lines__quantity: 2 }))).toEqual([]);
  });

  test('leave out, when excluded, whoever has such a row among others', async () => {
    expect(await ids(Order.objects.exclude({ lines__quantity: 1 }))).toEqual([2]);
    expect(await ids(Product.objects.exclude({ orderline__order__customer: 'Ben' }))).toEqual([2, 3]);
    expect(await ids(Order.objects.filter(Q<Order>({ lines__quantity: 1 }).not()))).toEqual([2]);
    expect(await ids(Category.objects.exclude({ children__name: 'Ciders' }))).toEqual([2]);
  });

  test('also tell who has none', async () => {
    expect(await ids(Product.objects.filter({ orderline__isnull: true }))).toEqual([3]);
    expect(await ids(Product.objects.filter({ orderline__isnull: false }).distinct())).toEqual([1, 2]);
  });

  test('take an instance', async () => {
    const line = await OrderLine.objects.get({ id: 3 });
    expect(await ids(Order.objects.filter({ lines: line }))).toEqual([2]);
  });

  test('are counted and summed, those of the filter before', async () => {
    const bottles = { n: Count('lines'), bottles: Sum('lines__quantity') };
    const orders = await Order.objects.annotate(bottles).orderBy('id');
    expect(orders.map(({ n, bottles: sum }) => [n, sum])).toEqual([
      [2, 3],
      [1, 6],
    ]);
    const some = await Order.objects
      .filter({ lines__quantity__gt: 1 })
      .annotate({ n: Count('lines') })
      .orderBy('id');
    expect(some.map(({ n }) => n)).toEqual([1, 1]);
    expect(
      await Product.objects
        .annotate({ n: Count('orderline') })
        .filter({ n: 0 })
        .valuesList('id', { flat: true }),
    ).toEqual([3]);
  });

  test('work in an update and a delete', async () => {
    expect(await Product.objects.filter({ orderline__quantity: 6 }).update({ stock: 1 })).toBe(1);
    expect((await OrderLine.objects.filter({ product__orderline__quantity: 6 }).delete())[0]).toBe(2);
  });

  test('name the relations there are', () => {
    expect(() => Order.objects.filter({ line: 1 } as object)).toThrow(
      new FieldError("Cannot resolve keyword 'line' into field. Choices are: customer, id, lines, note, placedAt"),
    );
  });
});

describe('prefetchRelated', () => {
  test('asks once for each step, and not again afterwards', async () => {
    const orders = await Order.objects.prefetchRelated('lines__product__category');
    expect(databases.queries.splice(0).map(({ sql }) => /from "(\w+)"/.exec(sql)![1])).toEqual([
      'shop_order',
      'shop_order_line',
      'shop_product',
      'shop_category',
    ]);
    const [first] = orders;
    const lines = await first!.lines.all();
    const categories = await Promise.all(lines.map(async (line) => (await (await line.product).category).name));
    expect([lines.length, await first!.lines.count(), categories]).toEqual([2, 2, ['Juices', 'Juices']]);
    expect(databases.asked()).toEqual([]);
    await first!.lines.filter({ quantity: 1 });
    expect(databases.asked()).toEqual(['default: select']);
  });

  test('loads what a foreign key refers to, and nothing where there is nothing', async () => {
    const lines = await OrderLine.objects.orderBy('id').prefetchRelated('product', 'order__lines');
    expect(databases.asked()).toHaveLength(4);
    expect([(await lines[2]!.product).name, (await (await lines[0]!.order).lines.all()).length]).toEqual([
      'Apple juice',
      2,
    ]);
    expect(databases.asked()).toEqual([]);
    await Order.objects.filter({ id: 99 }).prefetchRelated('lines');
    expect(databases.asked()).toEqual(['default: select']);
  });

  test('takes rows of its own, and puts them where it is told', async () => {
    const large = new Prefetch('lines', { queryset: OrderLine.objects.filter({ quantity__gt: 1 }), toAttr: 'large' });
    const orders = await Order.objects.orderBy('id').prefetchRelated(large, 'lines');
    expect(orders.map((order) => order.large.map(({ id }) => id))).toEqual([[1], [3]]);
    expect(await orders[0]!.lines.count()).toBe(2);
  });

  test('is over once something is written through the manager', async () => {
    const [order] = await Order.objects.prefetchRelated('lines');
    await order!.lines.create({ productId: 2, quantity: 3 });
    expect(await order!.lines.count()).toBe(3);
  });

  test('says what is no relation', async () => {
    await expect(Order.objects.prefetchRelated('lines__colour' as 'lines')).rejects.toThrow(
      new AttributeError(
        "Cannot find 'colour' on OrderLine object, 'lines__colour' is an invalid parameter to prefetch_related()",
      ),
    );
  });
});

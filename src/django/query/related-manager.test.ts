import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AttributeError } from '../errors.ts';
import { installSettings } from '../settings.ts';
import { Category, Order, OrderLine, Product, rowsSql, schemaSql } from '../shop.fixture.ts';
import { TestDatabases } from '../test-databases.fixture.ts';
import { Count, Sum } from './aggregates.ts';
import { F } from './expressions.ts';
import { Q } from './conditions.ts';
import { Manager } from './manager.ts';
import { Prefetch } from './prefetch.ts';
import { BooleanField, CASCADE, CharField, ForeignKey } from '../models/fields.ts';
import { Model } from '../models/model.ts';
import type { RelatedManager } from './related-manager.ts';

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

const lastSql = (): string => databases.queries.at(-1)!.sql;
const idsOf = (rows: readonly { pk: unknown }[]) => rows.map(({ pk }) => pk);

describe('the rows that refer to an object', () => {
  test('are those of it alone, under the related name or the name of their model', async () => {
    const order = await Order.objects.get({ id: 1 });
    const juice = await Product.objects.get({ id: 1 });
    expect(idsOf(await order.lines.orderBy('id'))).toEqual([1, 2]);
    expect(lastSql()).toContain('where "shop_order_line"."order_id" = $1');
    expect(idsOf(await juice.orderlineSet.filter({ quantity__gt: 2 }))).toEqual([3]);
    expect([await order.lines.count(), await order.lines.filter({ quantity: 9 }).exists()]).toEqual([2, false]);
  });

  test('know the object, so that reading it asks nothing', async () => {
    const order = await Order.objects.get({ id: 1 });
    const [line] = await order.lines.all();
    databases.asked();
    expect(await line!.order).toBe(order);
    expect(databases.asked()).toEqual([]);
  });

  test('are narrowed by the default manager of their model', async () => {
    class SoldManager extends Manager<Sold> {
      override getQueryset() {
        return super.getQueryset().filter({ isSold: true });
      }
    }
    class Shelf extends Model {
      static objects = new Manager(Shelf);
      static meta = { dbTable: 'shop_category' };

      name = CharField();

      declare sold: RelatedManager<Sold>;
    }
    class Sold extends Model {
      static objects: Manager<Sold> = new SoldManager(Sold);
      static meta = { dbTable: 'shop_product' };

      isSold = BooleanField();
      shelf = ForeignKey(() => Shelf, { onDelete: CASCADE, relatedName: 'sold', dbColumn: 'category_id' });
    }
    const shelf = await Shelf.objects.get({ id: 2 });
    expect(await shelf.sold.count()).toBe(0);
  });

  test('are hidden where the related name is a plus', async () => {
    class Stamp extends Model {
      static objects = new Manager(Stamp);

      order = ForeignKey(() => Order, { onDelete: CASCADE, relatedName: '+' });
    }
    expect(Stamp._meta.modelName).toBe('stamp');
    expect(await Order.objects.get({ id: 1 })).not.toHaveProperty('stampSet');
    expect(() => Order.objects.filter({ stamp: 1 } as object)).toThrow("Cannot resolve keyword 'stamp' into field.");
  });

  test('cannot be asked for before there is a key, nor assigned', async () => {
    expect(() => new Order().lines.all()).toThrow(
      "'Order' instance needs to have a primary key value before this relationship can be used.",
    );
    await expect(new Order().lines.create({ productId: 1, quantity: 1 })).rejects.toThrow(
      '"<Order: Order object (None)>" needs to have a value for field "id" before this relationship can be used.',
    );
    const order = await Order.objects.get({ id: 1 });
    expect(() => Object.assign(order, { lines: [] })).toThrow(
      new TypeError('Direct assignment to the reverse side of a related set is prohibited. Use lines.set() instead.'),
    );
  });

  test('are there without `declare` too', async () => {
    class Box extends Model {
      static objects = new Manager(Box);
      static meta = { dbTable: 'shop_category' };

      name = CharField();
      items!: RelatedManager<Item>;
    }
    class Item extends Model {
      static objects = new Manager(Item);
      static meta = { dbTable: 'shop_product' };

      box = ForeignKey(() => Box, { onDelete: CASCADE, relatedName: 'items', dbColumn: 'category_id' });
    }
    expect(await (await Box.objects.get({ id: 1 })).items.count()).toBe(2);
  });
});

describe('writing through a relation', () => {
  test('create, getOrCreate and updateOrCreate fill in the object', async () => {
    const order = await Order.objects.get({ id: 2 });
    const line = await order.lines.create({ productId: 2, quantity: 3 });
    expect([line.orderId, await line.order]).toEqual([2, order]);
    const [again, isNew] = await order.lines.getOrCreate({ productId: 2, defaults: { quantity: 7 } });
    expect([again.id, again.quantity, isNew]).toEqual([line.id, 3, false]);
    const [other, isOther] = await order.lines.getOrCreate({ productId: 3, defaults: { quantity: 7 } });
    expect([other.orderId, isOther]).toEqual([2, true]);
    const [changed] = await order.lines.updateOrCreate({ productId: 3, defaults: { quantity: 8 } });
    expect([changed.id, changed.quantity]).toEqual([other.id, 8]);
  });

  test('add changes all with one UPDATE, or saves each', async () => {
    const [first, second] = [await Order.objects.get({ id: 1 }), await Order.objects.get({ id: 2 })];
    const lines = await first.lines.orderBy('id');
    databases.asked();
    await second.lines.add(...lines);
    expect(databases.asked()).toEqual(['default: update']);
    expect(idsOf(await second.lines.orderBy('id'))).toEqual([1, 2, 3]);
    expect(lines.map(({ orderId }) => orderId)).toEqual([2, 2]);
    await first.lines.add(new OrderLine({ productId: 3, quantity: 1 }), { bulk: false });
    expect(idsOf(await first.lines.all())).toEqual([4]);
  });

  test('add refuses what is not saved, and what is no such object', async () => {
    const order = await Order.objects.get({ id: 1 });
    await expect(order.lines.add(new OrderLine({ productId: 1, quantity: 1 }))).rejects.toThrow(
      "<OrderLine: OrderLine object (None)> instance isn't saved. Use bulk=False or save the object first.",
    );
    await expect(order.lines.add(order as unknown as OrderLine)).rejects.toThrow(
      new TypeError("'OrderLine' instance expected, got <Order: Order object (1)>"),
    );
  });

  test('remove and clear let go of rows whose foreign key takes null', async () => {
    const [juices, ciders] = [await Category.objects.get({ id: 1 }), await Category.objects.get({ id: 2 })];
    await expect(ciders.children.remove(juices)).rejects.toThrow(
      new Category.DoesNotExist('<Category: Category object (1)> is not related to <Category: Category object (2)>.'),
    );
    await juices.children.remove(ciders);
    expect(await juices.children.count()).toBe(0);
    await juices.children.add(await Category.objects.get({ id: 2 }));
    await juices.children.clear({ bulk: false });
    expect(await Category.objects.filter({ parent__isnull: true }).count()).toBe(2);
    await expect(juices.productSet.clear()).rejects.toThrow("'RelatedManager' object has no attribute 'clear'");
  });

  test('set adds what is missing and lets go of the rest', async () => {
    const juices = await Category.objects.get({ id: 1 });
    const teas = await Category.objects.create({ name: 'Teas' });
    databases.asked();
    await juices.children.set([teas]);
    expect(databases.asked()).toEqual([
      'default: BEGIN',
      'default: select',
      'default: update',
      'default: update',
      'default: COMMIT',
    ]);
    expect(idsOf(await juices.children.all())).toEqual([3]);
    await juices.productSet.set(await Product.objects.filter({ id: 3 }));
    expect(await juices.productSet.count()).toBe(3);
  });
});

describe('conditions across a reverse relation', () => {
  const customers = async (rows: PromiseLike<readonly { customer: string }[]>) =>
    (await rows).map(({ customer }) => customer);

  test('find a row once for every row that refers to it, or with distinct once', async () => {
    const bought = Order.objects.filter({ lines__quantity__gt: 0 });
    expect(await customers(bought)).toEqual(['Ana', 'Ana', 'Ben']);
    expect(await customers(bought.distinct())).toEqual(['Ana', 'Ben']);
    expect(lastSql()).toContain('inner join "shop_order_line" as "shop_order_line"');
  });

  test('go on along foreign keys', async () => {
    expect(await customers(Order.objects.filter({ lines__product__name: 'Pear juice' }))).toEqual(['Ana']);
    expect(await customers(Order.objects.filter({ lines__product: 1 }))).toEqual(['Ana', 'Ben']);
    expect(await customers(Order.objects.filter({ lines: 3 }))).toEqual(['Ben']);
    expect(idsOf(await Category.objects.filter(Q({ product__orderline__order__customer: 'Ben' })))).toEqual([1]);
  });

  test('of one call are about the same row, those of two calls each about some row', async () => {
    const both = { lines__product__name: 'Pear juice', lines__quantity: 2 };
    expect(await Order.objects.filter(both).count()).toBe(0);
    expect(
      await Order.objects.filter({ lines__product__name: 'Pear juice' }).filter({ lines__quantity: 2 }).count(),
    ).toBe(1);
    expect(await Order.objects.filter(Q<Order>({ lines__product: 2 }), { lines__quantity: 2 }).count()).toBe(0);
  });

  test('that are negated leave out every row that has such a one', async () => {
    expect(await customers(Order.objects.exclude({ lines__product__name: 'Pear juice' }))).toEqual(['Ben']);
    expect(lastSql()).toMatch(/not \(+exists \(select 1 as "a" from "shop_order_line" as "U0"/);
    // As in Django, each is about a row of its own.
    expect(await Order.objects.exclude({ lines__product: 2, lines__quantity: 2 }).count()).toBe(1);
    expect(await customers(Order.objects.filter(Q<Order>({ lines__quantity: 6 }).not()))).toEqual(['Ana']);
    expect(idsOf(await Category.objects.exclude(Q({ parent__product__name: 'Apple juice' })))).toEqual([1]);
  });

  test('find what nothing refers to', async () => {
    await Order.objects.create({ customer: 'Cleo' });
    expect(await customers(Order.objects.filter({ lines__isnull: true }))).toEqual(['Cleo']);
    expect(await customers(Order.objects.exclude({ lines__isnull: true }))).toEqual(['Ana', 'Ben']);
    expect(await customers(Order.objects.exclude({ lines__isnull: false }))).toEqual(['Cleo']);
    expect(await customers(Order.objects.filter({ lines__isnull: false }).distinct())).toEqual(['Ana', 'Ben']);
  });

  test('may compare with the row itself', async () => {
    expect(await Order.objects.exclude({ lines__quantity: F('id') }).count()).toBe(1);
    expect(await Order.objects.exclude({ lines__quantity__gt: F('id') }).count()).toBe(0);
  });

  test('hold for updates and deletes as well', async () => {
    expect(await Order.objects.filter({ lines__product: 2 }).update({ note: 'x' })).toBe(1);
    expect(await Order.objects.exclude({ lines__product: 2 }).update({ note: 'y' })).toBe(1);
    expect(await Order.objects.orderBy('id').valuesList('note', { flat: true })).toEqual(['x', 'y']);
  });

  test('can be ordered by, selected and counted, of the rows that were found last', async () => {
    expect(await Order.objects.orderBy('-lines__quantity').valuesList('id', 'lines__quantity')).toEqual([
      [2, 6],
      [1, 2],
      [1, 1],
    ]);
    expect(
      await Order.objects.filter({ lines__quantity__lt: 3 }).values('id', 'lines__quantity').orderBy('lines__quantity'),
    ).toEqual([
      { id: 1, lines__quantity: 1 },
      { id: 1, lines__quantity: 2 },
    ]);
    const counted = Order.objects.annotate({ n: Count('lines'), bottles: Sum('lines__quantity') });
    expect(await counted.values('id', 'n', 'bottles').orderBy('id')).toEqual([
      { id: 1, n: 2, bottles: 3 },
      { id: 2, n: 1, bottles: 6 },
    ]);
    const some = Order.objects.filter({ lines__quantity: 2 }).annotate({ n: Count('lines') });
    expect(await some.valuesList('id', 'n')).toEqual([[1, 1]]);
  });

  test('a nullable foreign key that must hold something needs no outer join', async () => {
    expect(idsOf(await Category.objects.filter({ parent__name: 'Juices' }))).toEqual([2]);
    expect(lastSql()).toContain('inner join "shop_category" as "T2"');
    await Category.objects.exclude({ parent__name: 'Juices' });
    expect(lastSql()).toContain('left join');
  });
});

describe('prefetchRelated', () => {
  test('takes the rows of another database, whatever relations the router allows', async () => {
    const elsewhere = new Prefetch('lines', { queryset: OrderLine.objects.using('replica') });
    const [order] = await Order.objects.prefetchRelated(elsewhere);
    const [line] = await order!.lines.all();
    expect([line!._state.db, await line!.order]).toEqual(['replica', order]);
    expect(databases.asked()).toEqual(['default: select', 'replica: select']);
  });

  test('names what it cannot find by the whole way', async () => {
    await expect(Order.objects.prefetchRelated('lines__colour' as 'lines')).rejects.toThrow(
      new AttributeError(
        "Cannot find 'colour' on OrderLine object, 'lines__colour' is an invalid parameter to prefetch_related()",
      ),
    );
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FieldError, ValueError } from '../errors.ts';
import type { Conditions } from '../models/instance-types.ts';
import { installSettings } from '../settings.ts';
import { Category, Order, OrderLine, Product, rowsSql, schemaSql } from '../shop.fixture.ts';
import { TestDatabases } from '../test-databases.fixture.ts';
import { Avg, Count, Max, Min, Sum } from './aggregates.ts';
import { Q } from './conditions.ts';
import { Coalesce, F, Value } from './expressions.ts';

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

const lastSql = (): string => databases.queries.at(-1)!.sql.replaceAll('"', '');

describe('aggregate', () => {
  test('names its values, or takes the names of the fields', async () => {
    expect(await Product.objects.aggregate({ n: Count('id'), total: Sum('stock') })).toEqual({ n: 3, total: 19 });
    expect(await Product.objects.aggregate(Sum('price'), Max('stock'))).toEqual({
      price__sum: '10.90',
      stock__max: 12,
    });
    expect(lastSql()).toBe(
      'select sum(shop_product.price) as price__sum, max(shop_product.stock) as stock__max from shop_product',
    );
  });

  test('a mean of whole numbers is a number, one of decimal numbers is exact', async () => {
    expect(await OrderLine.objects.aggregate({ mean: Avg('quantity') })).toEqual({ mean: 3 });
    expect(await Product.objects.filter({ id__lt: 3 }).aggregate(Avg('price'))).toEqual({
      price__avg: '3.4000000000000000',
    });
  });

  test('over no rows it is null, or the default; a count is 0', async () => {
    const none = { n: Count('id'), total: Sum('stock'), given: Sum('stock', { default: 5 }) };
    const expected = { n: 0, total: null, given: 5 };
    expect(await Product.objects.filter({ stock: 99 }).aggregate(none)).toEqual(expected);
    databases.asked();
    expect(await Product.objects.none().aggregate(none)).toEqual(expected);
    expect(databases.asked()).toEqual([]);
  });

  test('over some of the rows, over different values, over all of them, and across foreign keys', async () => {
    expect(
      await OrderLine.objects.aggregate({
        big: Count('id', { filter: Q<OrderLine>({ quantity__gt: 1 }) }),
        products: Count('product', { distinct: true }),
        all: Count('*'),
        dearest: Max('product__price'),
        worth: Sum(F('quantity').times(F('product__price'))),
      }),
    ).toEqual({ big: 2, products: 2, all: 3, dearest: '3.60', worth: '29.20' });
  });

  test('of a slice, of distinct rows and of groups: over a subquery', async () => {
    expect(await Product.objects.orderBy('price').slice(0, 2).aggregate(Sum('stock'))).toEqual({ stock__sum: 12 });
    expect(
      await Product.objects
        .values('category')
        .distinct()
        .aggregate({ n: Count('category') }),
    ).toEqual({ n: 2 });
    const perProduct = OrderLine.objects.values('product').annotate({ sold: Sum('quantity') });
    expect(await perProduct.aggregate({ most: Max('sold'), mean: Avg('sold') })).toEqual({ most: 8, mean: 4.5 });
    expect(lastSql()).toBe(
      'select max(subquery.col1) as most, avg(subquery.col1) as mean from ' +
        '(select sum(shop_order_line.quantity) as col1 from shop_order_line group by shop_order_line.product_id) as subquery',
    );
    const worth = Product.objects.annotate({ worth: F('price').times(F('stock')) });
    expect(await worth.aggregate(Sum('worth'))).toEqual({ worth__sum: '67.10' });
  });

  test('what is no aggregate, or has no name, is refused', () => {
    expect(() => Product.objects.aggregate({ x: F('stock') })).toThrow(
      new TypeError('x is not an aggregate expression'),
    );
    expect(() => Product.objects.aggregate(Sum(F('stock').plus(1)))).toThrow(
      new TypeError('Complex aggregates require an alias'),
    );
    expect(() => Product.objects.aggregate({ x: 3 } as never)).toThrow(
      new TypeError('QuerySet.aggregate() received non-expression(s): 3.'),
    );
    expect(() => Count('id', { default: 0 } as object)).toThrow(new TypeError('Count does not allow default.'));
  });
});

describe('annotate', () => {
  test('instances get what is calculated of their row', async () => {
    const products = await Product.objects.annotate({ worth: F('price').times(F('stock')) }).orderBy('-worth');
    expect(products.map(({ name, worth }) => [name, worth])).toEqual([
      ['Apple juice', '38.40'],
      ['Dry cider', '28.70'],
      ['Pear juice', '0.00'],
    ]);
    expect(lastSql()).toContain('(shop_product.price * shop_product.stock) as worth from shop_product order by 8 desc');
  });

  test('a condition on a row is WHERE, one on a group is HAVING', async () => {
    const products = Product.objects.annotate({ worth: F('price').times(F('stock')) });
    expect(await products.filter({ worth__gt: '28', stock__lt: 10 }).valuesList('name', { flat: true })).toEqual([
      'Dry cider',
    ]);
    expect(lastSql()).toContain('where ((shop_product.price * shop_product.stock) > $1 and shop_product.stock < $2)');
    const sold = OrderLine.objects.values('product__name').annotate({ n: Count('id') });
    expect(await sold.filter({ n__gt: 1, product__price__gt: '1' })).toEqual([{ product__name: 'Apple juice', n: 2 }]);
    expect(lastSql()).toMatch(/where shop_product.price > \$1 group by shop_product.name having count\(.*\) > \$2$/);
    expect(await sold.exclude({ n__gt: 1 })).toEqual([{ product__name: 'Pear juice', n: 1 }]);
  });

  test('values before it are what rows are grouped by', async () => {
    expect(
      await Product.objects
        .values('category__name')
        .annotate({ n: Count('id'), left: Sum('stock') })
        .orderBy('-n'),
    ).toEqual([
      { category__name: 'Juices', n: 2, left: 12 },
      { category__name: 'Ciders', n: 1, left: 7 },
    ]);
    expect(lastSql()).toMatch(/group by shop_category.name order by 2 desc$/);
    expect(
      await Product.objects
        .valuesList('category')
        .annotate({ n: Count('id') })
        .orderBy('category'),
    ).toEqual([
      [1, 2],
      [2, 1],
    ]);
  });

  test('values after it choose among fields and annotations', async () => {
    const products = Product.objects.annotate({ n: Count('id') }).orderBy('id');
    expect(await products.filter({ id: 1 }).values('name', 'n')).toEqual([{ name: 'Apple juice', n: 1 }]);
    expect(lastSql()).toContain('group by shop_product.id');
    expect(
      await Category.objects
        .annotate({ twice: F('id').times(2) })
        .orderBy('id')
        .values(),
    ).toEqual([
      { id: 1, name: 'Juices', parentId: null, twice: 2 },
      { id: 2, name: 'Ciders', parentId: 1, twice: 4 },
    ]);
  });

  test('related rows come along with groups, and are in the group', async () => {
    const counted = Category.objects
      .selectRelated('parent')
      .annotate({ n: Count('parent__name') })
      .orderBy('id');
    const [, ciders] = await counted;
    expect([(await ciders!.parent)?.name, ciders!.n]).toEqual(['Juices', 1]);
    expect(lastSql()).toContain('group by shop_category.id, T2.id order by');
    expect(databases.asked()).toEqual(['default: select']);
  });

  test('groups have no first one without an order', async () => {
    const perCategory = Product.objects.values('category').annotate({ n: Count('id') });
    expect(() => perCategory.first()).toThrow(
      new TypeError(
        'Cannot use QuerySet.first() on an unordered queryset performing aggregation. Add an ordering with order_by().',
      ),
    );
    expect(await perCategory.orderBy('-n').first()).toEqual({ category: 1, n: 2 });
  });

  test("an order by another field makes groups of it, the model's own order does not", async () => {
    const perCustomer = Order.objects.values('customer').annotate({ n: Count('id') });
    expect(await perCustomer).toHaveLength(2);
    expect(lastSql()).toMatch(/group by shop_order.customer$/);
    await perCustomer.orderBy('id');
    expect(lastSql()).toMatch(/group by shop_order.id order by shop_order.id asc$/);
  });

  test('grouping by what is calculated', async () => {
    const perDay = Order.objects.annotate({ day: F('placedAt__date'), kind: F('id').minus(F('id')).plus(7) });
    expect(
      await perDay
        .values('day', 'kind')
        .annotate({ n: Count('id') })
        .orderBy('day'),
    ).toEqual([{ day: '2024-10-24', kind: 7, n: 2 }]);
    expect(lastSql()).toMatch(/group by 1, 2 order by 1 asc$/);
  });

  test('later expressions may name it, but there is no aggregate of an aggregate', async () => {
    const lines = OrderLine.objects.annotate({ worth: F('quantity').times(F('product__price')) });
    expect(
      await lines
        .values('order')
        .annotate({ total: Sum('worth') })
        .orderBy('order'),
    ).toEqual([
      { order: 1, total: '10.00' },
      { order: 2, total: '19.20' },
    ]);
    const totals = OrderLine.objects.values('order').annotate({ total: Sum('quantity') });
    expect(() => totals.annotate({ twice: Sum('total') })).toThrow(
      new FieldError("Cannot compute Sum('total'): 'total' is an aggregate"),
    );
    expect(
      await totals
        .annotate({ twice: F('total').times(2) })
        .orderBy('order')
        .valuesList('twice', { flat: true }),
    ).toEqual([6, 12]);
  });

  test('its names are checked', () => {
    expect(() => Product.objects.annotate({ 'n; --': Count('id') })).toThrow(
      'Column aliases cannot contain whitespace characters, quotation marks, semicolons, or SQL comments.',
    );
    expect(() => Product.objects.annotate({ name: Count('id') })).toThrow(
      new ValueError("The annotation 'name' conflicts with a field on the model."),
    );
    expect(() => Product.objects.annotate({ x: Sum('prise' as 'price') })).toThrow(/^Cannot resolve keyword 'prise'/);
    const annotated = Category.objects.annotate({ twice: F('id').times(2) });
    expect(() => annotated.filter({ x: 1 } as object)).toThrow(
      new FieldError(
        "Cannot resolve keyword 'x' into field. Choices are: children, id, name, parent, parentId, product, twice",
      ),
    );
  });

  test('plain values, and the first that is not null', async () => {
    const orders = Order.objects.annotate({
      remark: Coalesce('note', Value('-')),
      shop: Value('Appleshop'),
      one: Value(1),
    });
    expect(await orders.valuesList('remark', 'shop', 'one')).toEqual([
      ['-', 'Appleshop', 1],
      ['ring twice', 'Appleshop', 1],
    ]);
  });

  test('annotated querysets are counted, tested, sliced, updated and used as subqueries', async () => {
    const popular = OrderLine.objects
      .values('product')
      .annotate({ n: Count('id') })
      .filter({ n__gt: 1 });
    expect([await popular.count(), await popular.exists()]).toEqual([1, true]);
    expect(
      await Product.objects.filter({ id__in: popular.values('product') }).valuesList('name', { flat: true }),
    ).toEqual(['Apple juice']);
    const products = Product.objects.annotate({ least: Min('stock') }).filter({ least: 0 });
    expect(await products.update({ stock: 5 })).toBe(1);
    expect(await products.first()).toBeNull();
    expect(
      await Product.objects
        .annotate({ rest: F('stock').minus(5) })
        .filter({ rest: 0 })
        .update({ stock: F('rest') }),
    ).toBe(1);
    expect((await Product.objects.get({ id: 2 })).stock).toBe(0);
  });
});

test('an update takes neither other tables nor aggregates', async () => {
  await expect(OrderLine.objects.update({ quantity: F('product__stock') as never })).rejects.toThrow(
    new FieldError('Joined field references are not permitted in this query'),
  );
  await expect(Product.objects.update({ stock: Sum('stock') })).rejects.toThrow(
    new FieldError('Aggregate functions are not allowed in this query (stock=Sum(stock)).'),
  );
  await expect(Category.objects.create({ name: 'x', parentId: F('id') as never })).rejects.toThrow(
    'F() expressions can only be used to update, not to insert.',
  );
});

describe('parts of moments', () => {
  test('are compared, read and ordered by', async () => {
    const { objects } = Order;
    const found = async (conditions: Conditions<Order>) => await objects.filter(conditions).count();
    expect(await found({ placedAt__date: '2024-10-24' })).toBe(2);
    expect(await found({ placedAt__year: 2024, placedAt__month: 10, placedAt__day: 24, placedAt__weekDay: 5 })).toBe(2);
    expect(await found({ placedAt__hour__gte: 9, placedAt__minute: 0, placedAt__second__lt: 1 })).toBe(2);
    expect(await found({ placedAt__year__in: [2023] })).toBe(0);
    expect(await found({ placedAt__year__lte: 2024, placedAt__year__gte: 2024 })).toBe(2);
    expect([await found({ placedAt__year__gt: 2024 }), await found({ placedAt__year__lt: 2024 })]).toEqual([0, 0]);
    expect(await OrderLine.objects.filter({ order__placedAt__year__gt: 2023 }).count()).toBe(3);
    expect(await objects.orderBy('placedAt__hour', '-id').valuesList('id', 'placedAt__year')).toEqual([
      [2, 2024],
      [1, 2024],
    ]);
  });

  test('a year is compared as an index can answer it', async () => {
    await Order.objects.filter({ placedAt__year: 2024 });
    expect(lastSql()).toContain('where shop_order.placed_at between $1 and $2');
  });

  test('other fields have none', () => {
    expect(() => Product.objects.filter({ name__year: 1 } as object)).toThrow(
      new FieldError("Unsupported lookup 'year' for CharField or join on the field not permitted."),
    );
  });
});

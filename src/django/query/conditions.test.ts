import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FieldDoesNotExist, FieldError, ValueError } from '../errors.ts';
import type { Conditions } from '../models/instance-types.ts';
import { installSettings } from '../settings.ts';
import { Category, Order, OrderLine, Product, rowsSql, schemaSql } from '../shop.fixture.ts';
import { TestDatabases } from '../test-databases.fixture.ts';
import { Q } from './conditions.ts';
import type { QNode } from './conditions.ts';
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

const ids = async (rows: PromiseLike<readonly { id: number }[]>): Promise<number[]> => {
  const found = await rows;
  return found.map(({ id }) => id);
};

describe('lookups', () => {
  const lookups: readonly [Conditions<Product>, number[]][] = [
    [{ name: 'Apple juice' }, [1]],
    [{ name__exact: 'Apple juice' }, [1]],
    [{ name__iexact: 'APPLE JUICE' }, [1]],
    [{ name__contains: 'juice' }, [1, 2]],
    [{ name__contains: 'JUICE' }, []],
    [{ name__icontains: 'JUICE' }, [1, 2]],
    [{ name__startswith: 'Dry' }, [3]],
    [{ name__istartswith: 'dry' }, [3]],
    [{ name__endswith: 'juice' }, [1, 2]],
    [{ name__iendswith: 'CIDER' }, [3]],
    [{ name__regex: '^(Apple|Dry)' }, [1, 3]],
    [{ name__iregex: '^apple' }, [1]],
    [{ price__gt: '3.20' }, [2, 3]],
    [{ price__gte: '3.2' }, [1, 2, 3]],
    [{ price__lt: '3.6', stock__lte: 12 }, [1]],
    [{ stock__in: [0, 7] }, [2, 3]],
    [{ stock__range: [1, 10] }, [3]],
    [{ isSold: false }, [3]],
    [{ pk: 2 }, [2]],
    [{ categoryId: 2 }, [3]],
    [{ category: 2 }, [3]],
    [{ category__id__in: [2] }, [3]],
    [{ category__name: 'Juices' }, [1, 2]],
    [{ category__parent__name: 'Juices' }, [3]],
    [{ category__parent__isnull: true }, [1, 2]],
    [{ stock__gt: F('price') }, [1, 3]],
    [{}, [1, 2, 3]],
  ];
  test.each(lookups)('%o', async (conditions, expected) => {
    expect(await ids(Product.objects.filter(conditions).orderBy('id'))).toEqual(expected);
  });

  test('a foreign key can be compared with an object', async () => {
    const category = await Category.objects.get({ name: 'Ciders' });
    expect(await ids(Product.objects.filter({ category }))).toEqual([3]);
    expect(await ids(Product.objects.filter({ category__in: [category] }))).toEqual([3]);
  });

  test('a pattern means itself, wildcards and backslashes too', async () => {
    await Category.objects.create({ name: '100 % \\_/' });
    expect(await Category.objects.filter({ name__contains: '% \\_' }).count()).toBe(1);
    expect(await Category.objects.filter({ name__contains: '_' }).count()).toBe(1);
  });

  test('the key of a related row needs no join', async () => {
    await OrderLine.objects.filter({ product__pk: 1, product__category__id: 1 });
    const { sql } = databases.queries.at(-1)!;
    expect(sql).toContain('inner join "shop_product"');
    expect(sql).not.toContain('shop_category');
  });

  test('a value is a parameter, never SQL', async () => {
    await Product.objects.filter({ name: "'; drop table shop_product; --" });
    expect(databases.queries.at(-1)).toMatchObject({
      sql: expect.stringContaining('where "shop_product"."name" = $1'),
      params: ["'; drop table shop_product; --"],
    });
  });

  test('null is looked for with isnull, and cannot be compared otherwise', async () => {
    expect(await ids(Order.objects.filter({ note: null }))).toEqual([1]);
    expect(() => Order.objects.filter({ note__gt: null })).toThrow(new ValueError('Cannot use null as a query value'));
  });

  test('a subquery gives the keys of its rows, or the values that it asks for', async () => {
    const sold = Product.objects.filter({ isSold: true });
    expect(await ids(Category.objects.filter({ id__in: sold.values('categoryId') }))).toEqual([1]);
    expect(await ids(OrderLine.objects.filter({ product__in: sold }).orderBy('id'))).toEqual([1, 2, 3]);
    expect(databases.asked()).toEqual(['default: select', 'default: select']);
  });
});

describe('names', () => {
  const wrong: readonly [Readonly<Record<string, unknown>>, string][] = [
    [
      { nme: 1 },
      "Cannot resolve keyword 'nme' into field. Choices are: category, categoryId, id, isSold, labels, name, orderline, price, review, stock",
    ],
    [{ name__like: 'x' }, "Unsupported lookup 'like' for CharField or join on the field not permitted."],
    [{ category__nme: 'x' }, "Unsupported lookup 'nme' for ForeignKey or join on the field not permitted."],
    [{ category__parent__x__y: 1 }, "Unsupported lookup 'x__y' for ForeignKey or join on the field not permitted."],
  ];
  test.each(wrong)('%o is a FieldError at once', (conditions, message) => {
    expect(() => Product.objects.filter(Q(conditions))).toThrow(new FieldError(message));
    expect(databases.asked()).toEqual([]);
  });

  test.each([
    [{ id: 'abc' }, "Field 'id' expected a number but got 'abc'."],
    [{ stock__in: [1, ''] }, "Field 'stock' expected a number but got ''."],
    [
      { category: new Product({ name: 'Pear juice' }) },
      'Cannot query "Product object (None)": Must be "Category" instance.',
    ],
  ])('a value that the field cannot have is refused at once: %$', (conditions, message) => {
    expect(() => Product.objects.filter(Q(conditions))).toThrow(new ValueError(message));
    expect(databases.asked()).toEqual([]);
  });

  test('a pattern is a text for numbers, too', async () => {
    expect(await Product.objects.filter(Q({ id__contains: '1' })).count()).toBe(1);
    expect(await Product.objects.filter(Q({ id__regex: '^[23]$' })).count()).toBe(2);
  });

  test('so is ordering by a field that is not there, and updating one', () => {
    expect(() => Product.objects.orderBy('-nme' as 'name')).toThrow(FieldError);
    expect(() => Product.objects.update({ nme: 1 } as object)).toThrow(
      new FieldDoesNotExist("Product has no field named 'nme'"),
    );
  });
});

describe('joined conditions', () => {
  const cheap = Q<Product>({ price__lt: '3.5' });
  const gone = Q<Product>({ stock: 0 });
  const joined: readonly [string, QNode, number[]][] = [
    ['and', cheap.and(gone), []],
    ['or', cheap.or(gone), [1, 2]],
    ['xor', cheap.xor(gone), [1, 2]],
    ['xor of what holds for the same rows', cheap.xor(Q({ stock: 12 })), []],
    ['not', cheap.not(), [2, 3]],
    ['not of or', cheap.or(gone).not(), [3]],
    ['not of not', cheap.not().not(), [1]],
    ['or with what is never true', cheap.or(Q({ id__in: [] })), [1]],
  ];
  test.each(joined)('%s', async (_, condition, expected) => {
    expect(await ids(Product.objects.filter(condition).orderBy('id'))).toEqual(expected);
  });

  test('exclude keeps the rows whose column is NULL, as filter and exclude together make up all rows', async () => {
    expect(await ids(Order.objects.exclude({ note: 'ring twice' }))).toEqual([1]);
    expect(await ids(Category.objects.exclude({ parent__name: 'Juices' }))).toEqual([1]);
    expect(await ids(Order.objects.exclude({ note__isnull: true }))).toEqual([2]);
  });

  test('exclude of several conditions leaves out only the rows for which all hold', async () => {
    expect(await ids(Product.objects.exclude({ isSold: true, stock: 0 }).orderBy('id'))).toEqual([1, 3]);
  });
});

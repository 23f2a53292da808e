import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { installSettings } from '../settings.ts';
import { Category, Product, rowsSql, schemaSql } from '../shop.fixture.ts';
import { TestDatabases } from '../test-databases.fixture.ts';
import { Count, Sum } from './aggregates.ts';
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

const names = async (rows: PromiseLike<readonly { name: string }[]>): Promise<string[]> => {
  const found = await rows;
  return found.map(({ name }) => name);
};

const juices = Product.objects.filter({ name__endswith: 'juice' });
const sold = Product.objects.filter({ stock__gt: 0 });

describe('combined querysets', () => {
  test('union has each row once, with all as often as it is there', async () => {
    expect(await names(juices.union(sold).orderBy('name'))).toEqual(['Apple juice', 'Dry cider', 'Pear juice']);
    expect(await juices.union(sold, { all: true }).count()).toBe(4);
    expect(await juices.union(sold).count()).toBe(3);
    expect(databases.queries).toHaveLength(3);
  });

  test('intersection and difference', async () => {
    expect(await names(juices.intersection(sold))).toEqual(['Apple juice']);
    expect(await names(juices.difference(sold))).toEqual(['Pear juice']);
  });

  test('can be ordered, sliced, tested and shaped, also by places', async () => {
    const both = juices.union(sold);
    expect(await names(both.orderBy('-price').slice(0, 2))).toEqual(['Dry cider', 'Pear juice']);
    expect((await both.orderBy('price').first())?.name).toBe('Apple juice');
    expect(await both.exists()).toBe(true);
    expect(await both.valuesList('name', { flat: true }).orderBy('name')).toEqual([
      'Apple juice',
      'Dry cider',
      'Pear juice',
    ]);
    const other = Category.objects.values('id', 'name').orderBy('id').slice(0, 1);
    expect(await Product.objects.values('id', 'name').filter({ id: 3 }).union(other).orderBy('id')).toEqual([
      { id: 1, name: 'Juices' },
      { id: 3, name: 'Dry cider' },
    ]);
    expect(await both.aggregate({ n: Count('id'), left: Sum('stock') })).toEqual({ n: 3, left: 19 });
  });

  test('annotations come along', async () => {
    const worth = { worth: F('price').times(F('stock')) };
    const both = juices.annotate(worth).union(sold.annotate(worth)).orderBy('-worth');
    expect((await both).map((product) => product.worth)).toEqual(['38.40', '28.70', '0.00']);
  });

  test('those that are empty are left out, and all empty ones ask nothing', async () => {
    expect(await names(Product.objects.none().union(sold).orderBy('name'))).toEqual(['Apple juice', 'Dry cider']);
    expect(await names(juices.difference(Product.objects.none()).orderBy('name'))).toHaveLength(2);
    databases.asked();
    expect(await juices.intersection(Product.objects.none())).toEqual([]);
    expect(await Product.objects.none().union(Product.objects.none()).count()).toBe(0);
    expect(databases.asked()).toEqual([]);
  });

  const refused: readonly [string, () => unknown][] = [
    ['filter()', () => juices.union(sold).bulkUpdate([], ['stock'])],
    ['contains()', () => juices.union(sold).contains(new Product({ id: 1 }))],
    ['filter()', () => juices.union(sold).filter({ id: 1 })],
    ['exclude()', () => juices.union(sold).exclude({ id: 1 })],
    ['annotate()', () => juices.union(sold).annotate({ n: Count('id') })],
    ['distinct()', () => juices.union(sold).distinct()],
    ['select_related()', () => juices.union(sold).selectRelated('category')],
    ['update()', () => juices.union(sold).update({ stock: 1 })],
    ['delete()', () => juices.union(sold).delete()],
    ['get(...) with filters', () => juices.union(sold).get({ id: 1 })],
  ];
  test.each(refused)('take no %s', (call, work) => {
    expect(work).toThrow(`Calling QuerySet.${call} after union() is not supported.`);
    expect(databases.asked()).toEqual([]);
  });

  test('are ordered by what they hold', async () => {
    await expect(Product.objects.values('name').union(Product.objects.values('name')).orderBy('stock')).rejects.toThrow(
      'ORDER BY term does not match any column in the result set.',
    );
  });
});

import { beforeAll, describe, expect, test } from 'vitest';
import { Host } from '../app-host.fixture.ts';
import { installSettings } from '../settings.ts';
import { Category, Product } from '../shop.fixture.ts';
import { toPlainJson } from './plain-json.ts';

beforeAll(() => {
  Host.install();
  installSettings({ DATABASES: { default: {} } });
});

describe('what a page shows', () => {
  test('is plain: dates as text, objects as their fields, querysets and promises as what they give', async () => {
    const category = new Category({ id: 1, name: 'Juices' });
    const product = new Product({ name: 'Apple juice', category });
    expect(
      await toPlainJson(
        {
          at: new Date(0),
          big: 12345678901234567890n,
          later: Promise.resolve([true, null]),
          none: undefined,
          rows: Category.objects.all(),
          category: product.category,
          nested: { list: [{ id: 1 }] },
        },
        'context',
      ),
    ).toEqual({
      at: '1970-01-01T00:00:00.000Z',
      big: '12345678901234567890',
      later: [true, null],
      rows: [],
      category: { id: 1, name: 'Juices', parentId: null },
      nested: { list: [{ id: 1 }] },
    });
    expect(await toPlainJson({ product }, 'context')).toMatchObject({
      product: { categoryId: 1, category: { name: 'Juices' } },
    });
  });

  const loop: Record<string, unknown> = {};
  loop.inside = [loop];
  const refused: readonly [string, Record<string, unknown>, string][] = [
    ['a function', { save: () => {} }, 'context.save is a function, which a page cannot show.'],
    ['no number', { total: [1, Number.NaN] }, 'context.total[1] is NaN, which a page cannot show.'],
    ['an object of some class', { all: new Map() }, 'context.all is an object of class Map, which a page cannot show.'],
    ['what contains itself', { loop }, 'context.loop.inside[0] contains itself.'],
  ];
  test.each(refused)('cannot be %s', async (_, context, message) => {
    await expect(toPlainJson(context, 'context')).rejects.toThrow(new TypeError(message));
  });

  test('may be the same object twice', async () => {
    const shared = { id: 1 };
    expect(await toPlainJson({ a: shared, b: [shared] }, 'context')).toEqual({ a: { id: 1 }, b: [{ id: 1 }] });
  });
});

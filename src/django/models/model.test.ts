import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ProtectedError } from '../db/database-errors.ts';
import { installSettings } from '../settings.ts';
import { Category, Order, OrderLine, Product, Review, rowsSql, schemaSql } from '../shop.fixture.ts';
import { TestDatabases } from '../test-databases.fixture.ts';
import { Manager } from '../query/manager.ts';
import { AutoField, CharField, DateTimeField, IntegerField } from './fields.ts';
import { Model } from './model.ts';
import { optionsOf } from './model-options.ts';

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

/** What can be listed of an instance. */
const fieldsOf = (instance: Model) => Object.fromEntries(Object.entries(instance));

describe('a class body becomes a table', () => {
  class LoyaltyCard extends Model {
    static objects = new Manager(LoyaltyCard);

    cardNumber = CharField({ maxLength: 12, primaryKey: true });
    validUntil = DateTimeField({ null: true });
    pointsNow = IntegerField({ dbColumn: 'points' });
    remark = 'not a field';

    hasPoints(): boolean {
      return this.pointsNow > 0;
    }
  }

  test('with names in snake_case, and a key of its own or an id', () => {
    const { dbTable, fields, primaryKey, label } = optionsOf(LoyaltyCard);
    expect([dbTable, label, primaryKey.name]).toEqual(['shop_loyaltycard', 'shop.LoyaltyCard', 'cardNumber']);
    expect(fields.map(({ column }) => column)).toEqual(['card_number', 'valid_until', 'points']);
    expect(
      optionsOf(Product)
        .fields.map(({ name, column }) => [name, column])
        .slice(0, 2),
    ).toEqual([
      ['id', 'id'],
      ['name', 'name'],
    ]);
    expect(optionsOf(OrderLine).dbTable).toBe('shop_order_line');
  });

  test('methods and what is no field work as in any class', () => {
    const card = new LoyaltyCard({ cardNumber: 'A-1', pointsNow: 3 });
    expect([card.hasPoints(), card.remark, card.pk, card instanceof LoyaltyCard]).toEqual([
      true,
      'not a field',
      'A-1',
      true,
    ]);
    expect(Object.keys(card)).toEqual(['cardNumber', 'validUntil', 'pointsNow', 'remark']);
  });

  test('a wrong meta, or two keys, are errors', () => {
    class Wrong extends Model {
      static meta = { table: 'x' };
    }
    class TwoKeys extends Model {
      a = AutoField({ primaryKey: true });
      b = AutoField({ primaryKey: true });
    }
    expect(() => new Wrong()).toThrow("'class Meta' got invalid attribute(s): table");
    expect(() => new TwoKeys()).toThrow("The model 'TwoKeys' cannot have more than one field with 'primaryKey: true'.");
  });
});

describe('a new instance', () => {
  test('has its defaults, each of its own', () => {
    const [first, second] = [new Product({ name: 'Quince juice' }), new Product()];
    expect(fieldsOf(first)).toEqual({
      id: null,
      name: 'Quince juice',
      price: null,
      stock: 0,
      isSold: true,
      categoryId: null,
      labels: [],
    });
    expect([second.name, new Order().note]).toEqual(['', null]);
    expect(first.labels).not.toBe(second.labels);
  });

  test('refuses what is no field', () => {
    expect(() => new Product({ nme: 'x', prise: 1 })).toThrow(
      new TypeError("Product() got unexpected keyword arguments: 'nme', 'prise'"),
    );
  });

  test('tells its name and key, before and after the save', async () => {
    const category = new Category({ name: 'Teas' });
    expect(String(category)).toBe('Category object (None)');
    await category.save();
    expect(String(category)).toBe('Category object (3)');
  });
});

describe('values go to the database and back', () => {
  test('of every type', async () => {
    const made = await Product.objects.create({
      name: "Größe „L“ \\ % 'x'",
      price: '12345.60',
      stock: -7,
      isSold: false,
      categoryId: 1,
      labels: { bio: [true, null, 1.5, 'é'] },
    });
    const read = await Product.objects.get({ id: made.id });
    expect(fieldsOf(read)).toEqual(fieldsOf(made));
    const order = await Order.objects.get({ id: 2 });
    expect([order.placedAt, order.note]).toEqual([new Date('2024-10-24T09:00:00.250Z'), 'ring twice']);
  });

  test('a column that Postgres rounded is read as it rounded it', async () => {
    const { id } = await Product.objects.create({ name: 'x', price: '1.005', categoryId: 1 });
    expect((await Product.objects.get({ id })).price).toBe('1.01');
  });

  test('autoNowAdd is set once', async () => {
    const order = await Order.objects.create({ customer: 'Cleo' });
    const placedAt = order.placedAt;
    expect(placedAt).toBeInstanceOf(Date);
    await order.save();
    expect((await Order.objects.get({ id: order.id })).placedAt).toEqual(placedAt);
  });
});

describe('saving', () => {
  test('an instance with a key is an UPDATE, and an INSERT only if there is no such row', async () => {
    await new Category({ id: 1, name: 'All juices' }).save();
    await new Category({ id: 9, name: 'Teas' }).save();
    expect(databases.asked()).toEqual(['default: update', 'default: update', 'default: insert']);
    expect(await Category.objects.orderBy('id').valuesList('id', 'name')).toEqual([
      [1, 'All juices'],
      [2, 'Ciders'],
      [9, 'Teas'],
    ]);
  });

  test('forceInsert does not look for a row', async () => {
    const again = new Category({ id: 1, name: 'Juices again' });
    await expect(again.save({ forceInsert: true })).rejects.toMatchObject({
      name: 'IntegrityError',
      message:
        'duplicate key value violates unique constraint "shop_category_pkey"\nDETAIL:  Key (id)=(1) already exists.',
    });
    expect(databases.asked()).toEqual(['default: insert']);
  });

  test('updateFields writes those, an empty list nothing, an unknown name is an error', async () => {
    const product = await Product.objects.get({ id: 1 });
    databases.asked();
    await product.save({ updateFields: ['category', 'stock'] });
    expect(databases.queries.at(-1)!.sql).toContain('set "stock" = $1, "category_id" = $2 where');
    databases.asked();
    await product.save({ updateFields: [] });
    expect(databases.asked()).toEqual([]);
    await expect(product.save({ updateFields: ['nme', 'id'] })).rejects.toThrow(
      'The following fields do not exist in this model, are m2m fields, primary keys, or are non-concrete fields: nme, id',
    );
    await expect(product.save({ updateFields: ['stock'], forceInsert: true })).rejects.toThrow(
      'Cannot force both insert and updating in model saving.',
    );
  });
});

describe('foreign keys', () => {
  test('load once, and again when the key changes', async () => {
    const product = await Product.objects.get({ id: 1 });
    databases.asked();
    expect([(await product.category).name, (await product.category).name]).toEqual(['Juices', 'Juices']);
    expect(databases.asked()).toEqual(['default: select']);
    product.categoryId = 2;
    expect((await product.category).name).toBe('Ciders');
  });

  test('ask nothing before they are awaited', async () => {
    const product = await Product.objects.get({ id: 1 });
    databases.asked();
    void product.category;
    expect(fieldsOf(product)).toHaveProperty('categoryId', 1);
    expect(databases.asked()).toEqual([]);
  });

  test('take the key of an object that is saved later', async () => {
    const category = new Category({ name: 'Teas' });
    const product = new Product({ name: 'Mint tea', price: '2.00', category });
    await category.save();
    await product.save();
    expect(await databases.ask('default', "select category_id from shop_product where name = 'Mint tea'")).toEqual([
      ['3'],
    ]);
  });

  test('are null where there is none, and an error where there must be one', async () => {
    const juices = await Category.objects.get({ id: 1 });
    expect(juices.parent).toBeNull();
    const unplaced = new Product({ name: 'x' });
    await expect(Promise.resolve(unplaced.category)).rejects.toThrow(
      new Product.DoesNotExist('Product has no category.'),
    );
  });

  test('refuse what is no object of their model', async () => {
    const product = await Product.objects.get({ id: 1 });
    const assign = (value: unknown) => Object.assign(product, { category: value });
    expect(() => assign(product)).toThrow(
      'Cannot assign "<Product: Product object (1)>": "Product.category" must be a "Category" instance.',
    );
    expect(() => assign(2)).toThrow('Cannot assign "2": "Product.category" must be a "Category" instance.');
  });
});

test('refreshFromDb reads all fields or some, and forgets the related objects of these', async () => {
  const product = await Product.objects.get({ id: 1 });
  await product.category;
  await databases.run('default', "update shop_product set category_id = 2, stock = 1, name = 'AJ' where id = 1");
  await product.refreshFromDb({ fields: ['stock'] });
  expect([product.stock, product.name, (await product.category).name]).toEqual([1, 'Apple juice', 'Juices']);
  await product.refreshFromDb();
  expect([product.name, (await product.category).name]).toEqual(['AJ', 'Ciders']);
  await product.delete().catch(() => {});
  await expect(new Product({ id: 77 }).refreshFromDb()).rejects.toThrow(Product.DoesNotExist);
});

describe('deleting', () => {
  test('takes along what refers to the row with CASCADE, the farthest first', async () => {
    await databases.run('default', 'delete from shop_order_line');
    await databases.run('default', "insert into shop_review values (default, 3, 'Strong.')");
    await databases.run('default', 'delete from shop_review');
    const juices = await Category.objects.get({ id: 1 });
    databases.asked();
    expect(await juices.delete()).toEqual([3, { 'shop.Product': 2, 'shop.Category': 1 }]);
    expect(juices.pk).toBeNull();
    expect(await Category.objects.values()).toEqual([{ id: 2, name: 'Ciders', parentId: null }]);
  });

  test('is refused while a row refers to it with PROTECT, and then nothing is gone', async () => {
    const juices = await Category.objects.get({ id: 1 });
    await expect(juices.delete()).rejects.toThrow(
      new ProtectedError(
        "Cannot delete some instances of model 'Product' because they are referenced through protected foreign keys: 'OrderLine.product'.",
      ),
    );
    expect([await Category.objects.count(), await Product.objects.count(), juices.pk]).toEqual([2, 3, 1]);
  });

  test('leaves DO_NOTHING to the database', async () => {
    await Review.objects.create({ productId: 3, text: 'Strong.' });
    const cider = await Product.objects.get({ id: 3 });
    await expect(cider.delete()).rejects.toMatchObject({ name: 'IntegrityError', postgres: { code: '23503' } });
    expect(databases.asked().at(-1)).toBe('default: ROLLBACK');
  });

  test('of what nothing refers to is one statement', async () => {
    const line = await OrderLine.objects.get({ id: 1 });
    databases.asked();
    expect(await line.delete()).toEqual([1, { 'shop.OrderLine': 1 }]);
    expect(databases.asked()).toEqual(['default: delete']);
  });
});

describe('_meta', () => {
  class Delivery extends Model {
    static objects = new Manager(Delivery);
    static meta = { appLabel: 'warehouse' };
  }

  test('names the app, the model and its table, on the class and on its instances', () => {
    expect(OrderLine._meta).toMatchObject({
      appLabel: 'shop',
      objectName: 'OrderLine',
      modelName: 'orderline',
      label: 'shop.OrderLine',
      dbTable: 'shop_order_line',
    });
    expect(new Delivery()._meta).toMatchObject({ label: 'warehouse.Delivery', dbTable: 'warehouse_delivery' });
  });
});

test('a query says that no router had an answer and the hinted instance decided', async () => {
  installSettings({ DATABASES: { default: {} }, DATABASE_ROUTERS: [{ dbForRead: () => null }] });
  const product = await Product.objects.get({ id: 1 });
  await product.refreshFromDb();
  expect(databases.queries.map(({ route }) => route)).toEqual([
    { by: 'default', alias: 'default' },
    { by: 'instance', instance: '<Product: Product object (1)>', alias: 'default' },
  ]);
});

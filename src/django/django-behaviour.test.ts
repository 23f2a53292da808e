/** The lines of the list of Django's behaviour that are in reach, each by its number. Routers: Z none; T7 the talk's;
 * T the same and every relation allowed; H reads from where the hinted instance is. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { atomic, onCommit } from './db/transaction.ts';
import type { DatabaseRouter } from './db/router.ts';
import type { Model } from './models/model.ts';
import { F } from './query/expressions.ts';
import { installSettings } from './settings.ts';
import { Category, Order, OrderLine, Product, rowsSql, schemaSql } from './shop.fixture.ts';
import { TestDatabases } from './test-databases.fixture.ts';

const T7: DatabaseRouter = { dbForRead: () => 'replica', dbForWrite: () => 'default' };
const T: DatabaseRouter = { ...T7, allowRelation: () => true };
const H: DatabaseRouter = { ...T, dbForRead: (_, { instance }) => instance?._state.db ?? 'replica' };

const route = (...routers: readonly DatabaseRouter[]): void => {
  installSettings({ DATABASES: { default: {}, replica: {}, other: {} }, DATABASE_ROUTERS: routers });
};

let databases: TestDatabases;
beforeAll(async () => {
  databases = await TestDatabases.start(schemaSql);
});
beforeEach(async () => {
  await databases.reset(rowsSql);
});
afterAll(async () => {
  await databases.close();
});

const readOnly = (command: string) =>
  expect.objectContaining({
    name: 'InternalError',
    message: `cannot execute ${command} in a read-only transaction`,
    postgres: expect.objectContaining({ code: '25006' }),
  });

const on = async (alias: string): Promise<InstanceType<typeof Product>> => {
  const product = await Product.objects.using(alias).get({ id: 1 });
  databases.asked();
  return product;
};

/** Runs the work, and tells which databases it asked. */
const aliases = async (work: () => PromiseLike<unknown>): Promise<string[]> => {
  databases.asked();
  await work();
  return databases.asked().map((asked) => asked.split(':')[0]!);
};

interface Case {
  readonly line: number;
  readonly says: string;
  readonly check: () => Promise<void> | void;
}

const cases: Record<string, readonly Case[]> = {
  Router: [
    {
      line: 1,
      says: 'without routers, reads and writes go to default',
      check: async () => {
        route();
        expect(await aliases(() => Product.objects.all())).toEqual(['default']);
        expect(await aliases(() => Category.objects.create({ name: 'Teas' }))).toEqual(['default']);
      },
    },
    {
      line: 2,
      says: 'without routers, an instance from the replica is read and written there',
      check: async () => {
        route();
        const product = await on('replica');
        expect(await aliases(() => product.refreshFromDb())).toEqual(['replica']);
        await expect(product.save()).rejects.toEqual(readOnly('UPDATE'));
      },
    },
    {
      line: 3,
      says: 'a router without the method is skipped, and so is one that says null, undefined or an empty text',
      check: () => {
        route({}, { dbForRead: () => null }, { dbForRead: () => undefined }, { dbForRead: () => '' }, T7, {
          dbForRead: () => 'default',
        });
        expect(Product.objects.db).toBe('replica');
      },
    },
    {
      line: 5,
      says: 'every router says null, and the hinted instance is on another database: that one',
      check: async () => {
        route({ dbForRead: () => null });
        const product = await on('default');
        product._state.db = 'other';
        databases.asked();
        await expect(product.refreshFromDb()).rejects.toThrow('failed');
        expect(databases.asked()).toEqual(['other: select']);
      },
    },
    {
      line: 6,
      says: 'an alias that does not exist is an error when the query runs',
      check: async () => {
        route({ dbForRead: () => 'bogus' });
        const products = Product.objects.all();
        expect(products.db).toBe('bogus');
        await expect(products).rejects.toMatchObject({
          name: 'ConnectionDoesNotExist',
          message: "The connection 'bogus' doesn't exist.",
        });
      },
    },
    {
      line: 8,
      says: 'allow_relation: the first answer that is not null wins, and if all are null the databases must be the same',
      check: async () => {
        route({ allowRelation: () => null }, { allowRelation: () => false }, { allowRelation: () => true });
        const [product, category] = [await on('default'), await Category.objects.get({ id: 2 })];
        expect(() => (product.category = category)).toThrow('the current database router prevents this relation');
        route({ allowRelation: () => null }, {});
        product.category = category;
        expect(product.pk).toBe(1);
        const elsewhere = await Category.objects.using('replica').get({ id: 2 });
        expect(() => (product.category = elsewhere)).toThrow('prevents this relation');
      },
    },
    {
      line: 10,
      says: 'a foreign key hints its source, save and refresh the instance, filter, update and create nothing',
      check: async () => {
        const hinted: [string, string, Model | undefined][] = [];
        const note = (method: string, alias: string) => (model: { name: string }, hints: { instance?: Model }) => {
          hinted.push([method, model.name, hints.instance]);
          return alias;
        };
        const product = await on('default');
        route({ ...T, dbForRead: note('read', 'replica'), dbForWrite: note('write', 'default') });
        await product.category;
        await product.save();
        await product.refreshFromDb();
        expect(hinted.splice(0)).toEqual([
          ['read', 'Category', product],
          ['write', 'Product', product],
          ['read', 'Product', product],
        ]);
        await Product.objects.filter({ id: 1 });
        await Product.objects.filter({ id: 1 }).update({ stock: 1 });
        await Category.objects.create({ name: 'Teas' });
        expect(hinted.map(([, , instance]) => instance)).toEqual([undefined, undefined, undefined]);
      },
    },
  ],

  Querysets: [
    {
      line: 11,
      says: 'T: managers and querysets are on the replica',
      check: () => {
        route(T);
        expect([Product.objects.db, Product.objects.all().db]).toEqual(['replica', 'replica']);
      },
    },
    {
      line: 12,
      says: 'T: the last using wins, and null asks the router again',
      check: () => {
        route(T);
        const products = Product.objects.using('replica').using('default');
        expect([products.db, products.using(null).db]).toEqual(['default', 'replica']);
      },
    },
    {
      line: 13,
      says: 'T: first, get, count, exists, in_bulk and values_list read the replica',
      check: async () => {
        route(T);
        const { objects } = Product;
        expect(await aliases(() => objects.first())).toEqual(['replica']);
        expect(await aliases(() => objects.get({ id: 1 }))).toEqual(['replica']);
        expect(await aliases(() => objects.count())).toEqual(['replica']);
        expect(await aliases(() => objects.exists())).toEqual(['replica']);
        expect(await aliases(() => objects.inBulk([1, 2]))).toEqual(['replica']);
        expect(await aliases(() => objects.valuesList('name'))).toEqual(['replica']);
      },
    },
    {
      line: 15,
      says: 'T: update runs on default, with F too, and returns the number of rows',
      check: async () => {
        route(T);
        const changed = await Product.objects.filter({ stock__gt: 0 }).update({ stock: F('stock').minus(1) });
        expect([changed, databases.asked()]).toEqual([2, ['default: update']]);
        expect(await databases.ask('default', 'select stock from shop_product order by id')).toEqual([
          ['11'],
          ['0'],
          ['6'],
        ]);
      },
    },
    {
      line: 16,
      says: 'T: a queryset is deleted on default, its collecting SELECTs too, and stays on the replica itself',
      check: async () => {
        route(T);
        const orders = Order.objects.filter({ id: 1 });
        expect(await orders.delete()).toEqual([3, { 'shop.Order': 1, 'shop.OrderLine': 2 }]);
        expect(databases.asked()).toEqual([
          'default: select',
          'default: BEGIN',
          'default: delete',
          'default: delete',
          'default: COMMIT',
        ]);
        expect(orders.db).toBe('replica');
      },
    },
    {
      line: 17,
      says: 'T: create and bulk_create write to default and say so; bulk_create of nothing runs nothing',
      check: async () => {
        route(T);
        const created = await Category.objects.create({ name: 'Teas' });
        const [bulk] = await Category.objects.bulkCreate([new Category({ name: 'Coffees' })]);
        expect([created._state.db, bulk!._state.db, created.id, bulk!.id]).toEqual(['default', 'default', 3, 4]);
        expect(await aliases(() => Category.objects.bulkCreate([]))).toEqual([]);
      },
    },
    {
      line: 19,
      says: 'T: get_or_create looks on default, then writes there',
      check: async () => {
        route(T);
        const [category, isNew] = await Category.objects.getOrCreate({ name: 'Teas' });
        expect([category.name, isNew]).toEqual(['Teas', true]);
        expect(databases.asked()).toEqual(['default: select', 'default: BEGIN', 'default: insert', 'default: COMMIT']);
        expect(await Category.objects.getOrCreate({ name: 'Teas' })).toEqual([expect.anything(), false]);
        expect(databases.asked()).toEqual(['default: select']);
      },
    },
    {
      line: 21,
      says: 'using the replica, get_or_create gives a row that is there, and cannot make one',
      check: async () => {
        route(T);
        const categories = Category.objects.using('replica');
        const [category, isNew] = await categories.getOrCreate({ name: 'Juices' });
        expect([category._state.db, isNew]).toEqual(['replica', false]);
        await expect(categories.getOrCreate({ name: 'Teas' })).rejects.toEqual(readOnly('INSERT'));
      },
    },
    {
      line: 22,
      says: 'using the replica, update_or_create cannot lock',
      check: async () => {
        route(T);
        const update = Category.objects.using('replica').updateOrCreate({ name: 'Juices' });
        await expect(update).rejects.toEqual(readOnly('SELECT FOR UPDATE'));
      },
    },
    {
      line: 23,
      says: 'using the replica, update, create and save cannot write',
      check: async () => {
        route(T);
        const categories = Category.objects.using('replica');
        await expect(categories.update({ name: 'Teas' })).rejects.toEqual(readOnly('UPDATE'));
        await expect(categories.create({ name: 'Teas' })).rejects.toEqual(readOnly('INSERT'));
        await expect((await on('default')).save({ using: 'replica' })).rejects.toEqual(readOnly('UPDATE'));
      },
    },
    {
      line: 24,
      says: 'T: select_for_update is on default, what it came from stays on the replica',
      check: () => {
        route(T);
        const products = Product.objects.all();
        expect([products.selectForUpdate().db, products.db]).toEqual(['default', 'replica']);
      },
    },
    {
      line: 25,
      says: 'select_for_update using the replica, in either order, is on the replica',
      check: () => {
        route(T);
        const { objects } = Product;
        expect(objects.selectForUpdate().using('replica').db).toBe('replica');
        expect(objects.using('replica').selectForUpdate().db).toBe('replica');
      },
    },
    {
      line: 26,
      says: 'select_for_update outside of atomic is an error when it is evaluated; its count is none',
      check: async () => {
        route(T);
        const locked = Product.objects.selectForUpdate();
        await expect(locked).rejects.toMatchObject({
          name: 'TransactionManagementError',
          message: 'select_for_update cannot be used outside of a transaction.',
        });
        expect(await locked.count()).toBe(3);
      },
    },
    {
      line: 28,
      says: 'select_for_update on the replica, in a transaction there, is refused',
      check: async () => {
        route(T);
        const work = atomic(async () => await Product.objects.using('replica').selectForUpdate(), { using: 'replica' });
        await expect(work).rejects.toEqual(readOnly('SELECT FOR UPDATE'));
      },
    },
    {
      line: 29,
      says: 'T: after an update a queryset and what comes from it are on default, and a fresh one is not',
      check: async () => {
        route(T);
        const products = Product.objects.all();
        await products.update({ stock: 1 });
        expect([products.db, products.filter({ id: 1 }).db, Product.objects.all().db]).toEqual([
          'default',
          'default',
          'replica',
        ]);
      },
    },
    {
      line: 31,
      says: 'an evaluated queryset answers count, exists and itself without a query',
      check: async () => {
        route(T);
        const products = Product.objects.all();
        expect(await products).toHaveLength(3);
        databases.asked();
        expect([await products.count(), await products.exists(), (await products).length]).toEqual([3, true, 3]);
        expect(databases.asked()).toEqual([]);
      },
    },
    {
      line: 32,
      says: 'a subquery that is pinned to another database is an error',
      check: async () => {
        route(T);
        const inner = Category.objects.using('replica').filter({ name: 'Juices' });
        await expect(Product.objects.using('default').filter({ category__in: inner })).rejects.toMatchObject({
          name: 'ValueError',
          message:
            "Subqueries aren't allowed across different databases. Force the inner query to be evaluated using `list(inner_query)`.",
        });
      },
    },
    {
      line: 33,
      says: 'a subquery that is not pinned runs on the database of the outer one, an evaluated one on its own',
      check: async () => {
        route(T);
        const inner = Category.objects.filter({ name: 'Juices' });
        const outer = Product.objects.using('default');
        expect(await aliases(() => outer.filter({ category__in: inner }))).toEqual(['default']);
        expect(await aliases(async () => await outer.filter({ category__in: await inner }))).toEqual([
          'replica',
          'default',
        ]);
      },
    },
    {
      line: 36,
      says: 'update with a subquery across databases is the same error',
      check: async () => {
        route(T);
        const inner = Category.objects.using('replica').filter({ name: 'Juices' });
        const update = Product.objects.filter({ category__in: inner }).update({ stock: 1 });
        await expect(update).rejects.toThrow("Subqueries aren't allowed across different databases.");
      },
    },
    {
      line: 38,
      says: 'what comes from a queryset keeps its alias',
      check: () => {
        route(T);
        expect(Product.objects.using('default').filter({ id: 1 }).orderBy('name').all().db).toBe('default');
      },
    },
    {
      line: 39,
      says: 'using an alias that does not exist',
      check: async () => {
        route(T);
        await expect(Product.objects.using('nope').first()).rejects.toMatchObject({
          name: 'ConnectionDoesNotExist',
          message: "The connection 'nope' doesn't exist.",
        });
      },
    },
  ],

  Instances: [
    {
      line: 40,
      says: 'a new instance is on no database, a saved one is',
      check: async () => {
        route(T);
        const category = new Category({ name: 'Teas' });
        expect(category._state).toMatchObject({ db: null, adding: true });
        await category.save();
        expect(category._state).toMatchObject({ db: 'default', adding: false });
      },
    },
    {
      line: 41,
      says: 'Z: saving what came from the replica is an UPDATE there',
      check: async () => {
        route();
        await expect((await on('replica')).save()).rejects.toEqual(readOnly('UPDATE'));
      },
    },
    {
      line: 43,
      says: 'Z: refreshing what came from the replica reads the replica',
      check: async () => {
        route();
        const product = await on('replica');
        expect(await aliases(() => product.refreshFromDb())).toEqual(['replica']);
      },
    },
    {
      line: 44,
      says: 'T: refreshing what came from default reads the replica, and it is from there then',
      check: async () => {
        route(T);
        const product = await on('default');
        expect(await aliases(() => product.refreshFromDb())).toEqual(['replica']);
        expect(product._state.db).toBe('replica');
      },
    },
    {
      line: 45,
      says: 'refresh_from_db using default reads default; with H it stays there by itself',
      check: async () => {
        route(T);
        const product = await on('replica');
        expect(await aliases(() => product.refreshFromDb({ using: 'default' }))).toEqual(['default']);
        route(H);
        expect(await aliases(() => product.refreshFromDb())).toEqual(['default']);
      },
    },
    {
      line: 47,
      says: 'T: what came from the replica is saved and deleted on default',
      check: async () => {
        route(T);
        const line = await OrderLine.objects.get({ id: 3 });
        expect(await aliases(() => line.save())).toEqual(['default']);
        expect(line._state.db).toBe('default');
        const other = await OrderLine.objects.get({ id: 2 });
        expect(await aliases(() => other.delete())).toEqual(['default']);
      },
    },
    {
      line: 50,
      says: 'saving a stale instance overwrites all its columns, with update_fields only those',
      check: async () => {
        route(T);
        const [stale, careful] = [await on('replica'), await on('replica')];
        await databases.run('default', "update shop_product set price = '9.99', stock = 1 where id = 1");
        Object.assign(careful, { stock: 5 });
        await careful.save({ updateFields: ['stock'] });
        expect(await databases.ask('default', 'select price, stock from shop_product where id = 1')).toEqual([
          ['9.99', '5'],
        ]);
        await stale.save();
        expect(await databases.ask('default', 'select price, stock from shop_product where id = 1')).toEqual([
          ['3.20', '12'],
        ]);
      },
    },
    {
      line: 52,
      says: 'an UPDATE that had to find its row and did not',
      check: async () => {
        route(T);
        const line = await OrderLine.objects.get({ id: 1 });
        await databases.run('default', 'delete from shop_order_line where id = 1');
        await expect(line.save({ updateFields: ['quantity'] })).rejects.toMatchObject({
          name: 'DatabaseError',
          message: 'Save with update_fields did not affect any rows.',
        });
        await expect(line.save({ forceUpdate: true })).rejects.toMatchObject({
          name: 'DatabaseError',
          message: 'Forced update did not affect any rows.',
        });
      },
    },
    {
      line: 54,
      says: 'a delete on another database takes the key and leaves the row of default alone',
      check: async () => {
        route(T);
        await databases.run('default', "insert into shop_order values (9, 'Cleo', null, now())");
        const order = await Order.objects.using('default').get({ id: 9 });
        await databases.run('replica', 'set default_transaction_read_only = off');
        expect(await order.delete({ using: 'replica' })).toEqual([0, {}]);
        expect(order.pk).toBeNull();
        expect(await Order.objects.using('default').filter({ id: 9 }).exists()).toBe(true);
      },
    },
    {
      line: 55,
      says: 'what was never saved cannot be deleted',
      check: async () => {
        route(T);
        await expect(new Product({ name: 'Teas' }).delete()).rejects.toMatchObject({
          name: 'ValueError',
          message: "Product object can't be deleted because its id attribute is set to None.",
        });
      },
    },
    {
      line: 58,
      says: 'T: an F that is saved stays on the instance, and refreshing gives the stale value of the replica',
      check: async () => {
        route(T);
        const product = await on('default');
        Object.assign(product, { stock: F('stock').minus(1) });
        await product.save();
        expect(product.stock).toBeTypeOf('object');
        await product.refreshFromDb();
        expect(product.stock).toBe(12);
        await product.refreshFromDb({ using: 'default' });
        expect(product.stock).toBe(11);
      },
    },
  ],

  Relations: [
    {
      line: 59,
      says: 'Z: a foreign key of what came from the replica is read there',
      check: async () => {
        route();
        const product = await on('replica');
        expect(await aliases(() => Promise.resolve(product.category))).toEqual(['replica']);
      },
    },
    {
      line: 60,
      says: 'T: a foreign key of what came from default is read on the replica; H: on default',
      check: async () => {
        route(T);
        const product = await on('default');
        expect(await aliases(() => Promise.resolve(product.category))).toEqual(['replica']);
        const other = await on('default');
        route(H);
        expect(await aliases(() => Promise.resolve(other.category))).toEqual(['default']);
      },
    },
    {
      line: 66,
      says: 'Z and T7: an object of another database cannot be assigned',
      check: async () => {
        for (const routers of [[], [T7]]) {
          route(...routers);
          const product = await on('replica');
          const category = await Category.objects.using('default').get({ id: 1 });
          expect(() => (product.category = category)).toThrow(
            'Cannot assign "<Category: Category object (1)>": the current database router prevents this relation.',
          );
        }
      },
    },
    {
      line: 67,
      says: 'T: it can, and the database changes with the save',
      check: async () => {
        route(T);
        const product = await on('replica');
        product.category = await Category.objects.using('default').get({ id: 2 });
        expect(product._state.db).toBe('replica');
        await product.save();
        expect(product._state.db).toBe('default');
        expect(await databases.ask('default', 'select category_id from shop_product where id = 1')).toEqual([['2']]);
      },
    },
    {
      line: 71,
      says: 'allow_relation false refuses on one database too, and is asked for unsaved objects',
      check: async () => {
        const asked: (string | null)[] = [];
        route({
          allowRelation: (a, b) => {
            asked.push(String(a), String(b));
            return false;
          },
        });
        const category = await Category.objects.get({ id: 1 });
        expect(() => new Product({ name: 'Quince juice', category })).toThrow('prevents this relation');
        expect(asked).toEqual(['Category object (1)', 'Product object (None)']);
      },
    },
    {
      line: 72,
      says: 'what refers to an unsaved object cannot be saved',
      check: async () => {
        route(T);
        const product = new Product({ name: 'Quince juice', price: '4.90', category: new Category({ name: 'Teas' }) });
        await expect(product.save()).rejects.toMatchObject({
          name: 'ValueError',
          message: "save() prohibited to prevent data loss due to unsaved related object 'category'.",
        });
      },
    },
  ],

  Transactions: [
    {
      line: 73,
      says: 'T: inside atomic a read goes to the replica and misses the write; using default sees it',
      check: async () => {
        route(T);
        await atomic(async () => {
          await Category.objects.create({ name: 'Teas' });
          expect(await Category.objects.filter({ name: 'Teas' }).exists()).toBe(false);
          expect(await Category.objects.using('default').filter({ name: 'Teas' }).exists()).toBe(true);
        });
        expect(databases.asked()).toEqual([
          'default: BEGIN',
          'default: insert',
          'replica: select',
          'default: select',
          'default: COMMIT',
        ]);
      },
    },
    {
      line: 75,
      says: 'on_commit without using, inside a transaction of another database, runs at once; with using after its commit',
      check: async () => {
        route(T);
        const order: string[] = [];
        await atomic(
          async () => {
            await onCommit(() => order.push('without using'));
            await onCommit(() => order.push('using replica'), { using: 'replica' });
            order.push('end of the block');
          },
          { using: 'replica' },
        );
        expect(order).toEqual(['without using', 'end of the block', 'using replica']);
      },
    },
    {
      line: 77,
      says: 'T: a callback that reads through the router misses what was committed; exists then create is a duplicate',
      check: async () => {
        route(T);
        const seen: boolean[] = [];
        await atomic(async () => {
          await Category.objects.create({ name: 'Teas' });
          await onCommit(async () => {
            for (const alias of [null, 'default']) {
              seen.push(await Category.objects.using(alias).filter({ name: 'Teas' }).exists());
            }
          });
        });
        expect(seen).toEqual([false, true]);
        expect(await Category.objects.filter({ name: 'Teas' }).exists()).toBe(false);
        await expect(Category.objects.create({ name: 'Teas' })).rejects.toMatchObject({
          name: 'IntegrityError',
          postgres: { code: '23505' },
        });
      },
    },
    {
      line: 78,
      says: 'durable must be outermost, of its own database; after a swallowed IntegrityError no query runs',
      check: async () => {
        route(T);
        const durable = async (using: string) => await atomic(async () => {}, { durable: true, using });
        await expect(atomic(() => durable('default'))).rejects.toMatchObject({
          name: 'RuntimeError',
          message: 'A durable atomic block cannot be nested within another atomic block.',
        });
        await atomic(() => durable('replica'));
        await atomic(async () => {
          await expect(Category.objects.create({ name: 'Juices' })).rejects.toMatchObject({ name: 'IntegrityError' });
          await expect(Category.objects.using('default').count()).rejects.toMatchObject({
            name: 'TransactionManagementError',
            message:
              "An error occurred in the current transaction. You can't execute queries until the end of the 'atomic' block.",
          });
        });
        expect(databases.asked().at(-1)).toBe('default: ROLLBACK');
      },
    },
  ],
};

for (const [chapter, lines] of Object.entries(cases)) {
  describe(chapter, () => {
    test.each(lines)('$line $says', async ({ check }) => {
      await check();
    });
  });
}

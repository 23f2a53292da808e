import { runAtomically } from '../db/run-atomically.ts';
import { DeletionCollector } from '../models/deletion-collector.ts';
import type { DeletedRows } from '../models/deletion-collector.ts';
import type { Conditions, DefaultValues, FieldValues, Instance, UpdateValues } from '../models/instance-types.ts';
import type { Model } from '../models/model.ts';
import { changedFields } from '../models/model-options.ts';
import { onConflictOf } from './bulk-create-options.ts';
import type { BulkCreateOptions } from './bulk-create-options.ts';
import { bulkUpdateRows, fieldsToBulkUpdate } from './bulk-update-rows.ts';
import { refuseCombined } from './combine.ts';
import { bulkCreateRows, createRow, getOrCreateRow, updateOrCreateRow } from './create-rows.ts';
import { isSliced } from './query.ts';
import { ReadableQuerySet } from './readable-queryset.ts';
import { updateRows } from './update-rows.ts';

/**
 * The rows that a query will give. Nothing is asked of a database before it is awaited (or counted, or looped over), and
 * then once: afterwards the queryset remembers its rows. Every method that narrows it returns a new queryset.
 *
 *     const cheap = Product.objects.filter({ price__lt: '4' }).orderBy('name');
 *     for (const product of await cheap) console.log(product.name);
 *
 * The database is the one that `using()` names, or else the one that the router chooses.
 *
 * Django: [QuerySet](https://docs.djangoproject.com/en/5.2/ref/models/querysets/).
 */
export class QuerySet<M extends Model, Row = Instance<M>, Extra extends object = object> extends ReadableQuerySet<
  M,
  Row,
  Extra
> {
  /**
   * Writes a new row, to the database for writing, and gives it back as an instance.
   *
   *     const order = await Order.objects.create({ customer: 'Ana', productId: 1, quantity: 2 });
   *
   * @throws IntegrityError when a constraint would be broken
   * @throws InternalError on a replica: cannot execute INSERT in a read-only transaction
   *
   * Django: [create](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#create).
   */
  create(values: FieldValues<M> = {}): Promise<Instance<M>> {
    return this.write((route, origin) => createRow(this.query.options, values, route, origin)) as Promise<Instance<M>>;
  }

  /**
   * Writes new rows with one INSERT. The instances get their keys. Returns them.
   *
   *     await Category.objects.bulkCreate([new Category({ name: 'Teas' }), new Category({ name: 'Coffees' })]);
   *
   * @throws IntegrityError when a constraint would be broken, unless the options say what happens then
   *
   * Django: [bulk_create](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#bulk-create).
   */
  async bulkCreate<I extends M>(
    instances: readonly I[],
    options: BulkCreateOptions<keyof FieldValues<M> & string> = {},
  ): Promise<I[]> {
    const { options: modelOptions } = this.query;
    const how = { batchSize: options.batchSize, onConflict: onConflictOf(modelOptions, options) };
    await this.write((route, origin) => bulkCreateRows(modelOptions, instances, how, route, origin));
    return [...instances];
  }

  /**
   * Writes these fields of instances that have rows, as they are now, with one UPDATE. Gives back how many rows there were.
   *
   *     const products = await Product.objects.filter({ stock: 0 });
   *     for (const product of products) product.stock += 12;
   *     await Product.objects.bulkUpdate(products, ['stock']);
   *
   * @throws ValueError when an instance has no key
   * @throws FieldDoesNotExist when the model has no such field
   *
   * Django: [bulk_update](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#bulk-update).
   */
  bulkUpdate(
    instances: readonly M[],
    fields: readonly (keyof FieldValues<M> & string)[],
    options: { readonly batchSize?: number } = {},
  ): Promise<number> {
    refuseCombined(this.query, 'filter()');
    this.refuseSlice('filter');
    const written = fieldsToBulkUpdate(this.query.options, instances, fields);
    return this.write((route, origin) =>
      bulkUpdateRows(this.query, instances, written, options.batchSize, route, origin),
    );
  }

  /**
   * The one row that matches, or a new one made of the same values and of `defaults`. Tells whether it is new. It looks
   * in the database for writing, since a replica may not have it yet.
   *
   *     const [order, isNew] = await Order.objects.getOrCreate({ customer: 'Cleo', productId: 1, defaults: { quantity: 2 } });
   *
   * Django: [get_or_create](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#get-or-create).
   */
  getOrCreate(
    values: Conditions<M> & { readonly defaults?: DefaultValues<M> },
  ): Promise<readonly [Instance<M>, boolean]> {
    return this.write((route, origin) =>
      getOrCreateRow(this.query, values as Readonly<Record<string, unknown>>, route, origin),
    ) as Promise<readonly [Instance<M>, boolean]>;
  }

  /**
   * Sets `defaults` on the one row that matches, under a lock, or makes a new one of the same values and of
   * `createDefaults`, which are the `defaults` if nothing else is said. Tells whether it is new.
   *
   *     const [cider] = await Product.objects.updateOrCreate({
   *       name: 'Dry cider', defaults: { stock: 12 }, createDefaults: { stock: 12, price: '4.10', categoryId: 1 },
   *     });
   *
   * Django: [update_or_create](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#update-or-create).
   */
  updateOrCreate(
    values: Conditions<M> & { readonly defaults?: DefaultValues<M>; readonly createDefaults?: DefaultValues<M> },
  ): Promise<readonly [Instance<M>, boolean]> {
    return this.write((route, origin) =>
      updateOrCreateRow(this.query, values as Readonly<Record<string, unknown>>, route, origin),
    ) as Promise<readonly [Instance<M>, boolean]>;
  }

  /**
   * Changes all of the rows with one UPDATE, in the database for writing, and gives back how many there were.
   *
   *     await Product.objects.filter({ id: 1 }).update({ stock: F('stock').minus(1) });
   *
   * @throws TypeError after a slice
   *
   * Django: [update](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#update).
   */
  update(values: UpdateValues<M, Extra>): Promise<number> {
    refuseCombined(this.query, 'update()');
    if (isSliced(this.query)) throw new TypeError('Cannot update a query once a slice has been taken.');
    const changes = changedFields(this.query.options, values);
    return this.write(async (route, origin) => {
      this.forget();
      return await updateRows(this.query, changes, route, origin);
    });
  }

  /**
   * Deletes all of the rows, and those that refer to them with `CASCADE`, in the database for writing. Gives back how
   * many that were, in all and by model.
   *
   * @throws TypeError after a slice
   * @throws ProtectedError when another row refers to one with `PROTECT`
   * @throws RestrictedError when one that stays refers to one with `RESTRICT`
   *
   * Django: [delete](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#delete).
   */
  delete(): Promise<DeletedRows> {
    refuseCombined(this.query, 'delete()');
    this.refuseShape('delete');
    if (isSliced(this.query)) throw new TypeError("Cannot use 'limit' or 'offset' with delete().");
    const doomed = this.derive({ query: { ...this.query, orderBy: [], lock: null } });
    return doomed.write(async (route, origin) => {
      this.forget();
      const collector = new DeletionCollector(route, origin);
      await collector.collectQuery(doomed.query);
      return await runAtomically(route.alias, { savepoint: false }, origin, () => collector.delete());
    });
  }
}

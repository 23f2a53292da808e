import type { DatabaseAlias } from '../database-alias.ts';
import { routeByHand, routeForWrite } from '../db/router.ts';
import type { Route } from '../db/router.ts';
import type { MultipleObjectsReturned, ObjectDoesNotExist } from '../errors.ts';
import { Origin } from '../origin.ts';
import { probe, withoutDeclarations } from './declared-fields.ts';
import { deferredFieldsOf } from './deferred-field.ts';
import { deleteInstance } from './delete-instance.ts';
import type { DeletedRows } from './deletion-collector.ts';
import { fieldAccessors } from './field-accessors.ts';
import { fillFromRow, fillFromValues } from './fill-instance.ts';
import { fullClean } from './full-clean.ts';
import type { FullCleanOptions } from './full-clean.ts';
import { modelErrors } from './model-errors.ts';
import { optionsOf, optionsOfInstance } from './model-options.ts';
import type { Options } from './model-options.ts';
import { LoadedRow, ModelState } from './model-state.ts';
import type { ModelClass } from './model-class.ts';
import { refreshInstance } from './refresh-instance.ts';
import { saveInstance } from './save-instance.ts';
import type { SaveOptions } from './save-instance.ts';

const writeRoute = (instance: Model, using: string | undefined): Route =>
  using === undefined ? routeForWrite(optionsOfInstance(instance).model, { instance }) : routeByHand(using);

/**
 * A table as a class: its fields are the columns, its instances the rows. Its manager, `objects`, is where queries start.
 *
 *     export class Product extends Model {
 *       static objects = new Manager(Product);
 *
 *       name = CharField({ maxLength: 80 });
 *       price = DecimalField({ maxDigits: 8, decimalPlaces: 2 });
 *       category = ForeignKey(() => Category, { onDelete: CASCADE });
 *     }
 *
 * A model has an `id` by itself, unless one of its fields has `primaryKey: true`. Its table is `shop_product`, unless
 * `static meta = { dbTable: '...' }` says otherwise (see `ModelMeta`).
 *
 * Django: [Models](https://docs.djangoproject.com/en/5.2/topics/db/models/).
 */
export abstract class Model {
  /** The primary key that a model has by itself. Null until the first save. */
  declare id: number;
  /** Where the instance comes from: `order._state.db` is the alias of its database. */
  declare readonly _state: ModelState;

  /** A new instance, not saved yet: `new Product({ name: 'Apple juice', price: '3.20' })`. */
  constructor(values: Readonly<Record<string, unknown>> = {}) {
    const probed = probe(this);
    if (probed) return probed;
    Object.defineProperty(this, '_state', { value: new ModelState() });
    Object.defineProperties(this, fieldAccessors(optionsOfInstance(this)));
    const instance = withoutDeclarations(this);
    if (values instanceof LoadedRow) fillFromRow(instance, values);
    else fillFromValues(instance, values);
    return instance;
  }

  /** What the model says of itself: `Order._meta.appLabel`. See `Options`. */
  static get _meta(): Options {
    return optionsOf(this as unknown as ModelClass);
  }

  /** What its model says of itself. */
  get _meta(): Options {
    return optionsOfInstance(this);
  }

  /**
   * Thrown by `get()` when no row matches: "Product matching query does not exist."
   *
   *     try {
   *       await Product.objects.get({ id: 700 });
   *     } catch (error) {
   *       if (!(error instanceof Product.DoesNotExist)) throw error;
   *     }
   */
  static get DoesNotExist(): typeof ObjectDoesNotExist {
    return modelErrors(this as unknown as ModelClass).DoesNotExist;
  }

  /** Thrown by `get()` when more than one row matches: "get() returned more than one Product -- it returned 2!" */
  static get MultipleObjectsReturned(): typeof MultipleObjectsReturned {
    return modelErrors(this as unknown as ModelClass).MultipleObjectsReturned;
  }

  /** The primary key, whatever its name is; null while there is none. */
  get pk(): string | number | null {
    return this._state.values.get(optionsOfInstance(this).primaryKey.attribute) as string | number | null;
  }

  set pk(value: string | number | null) {
    this._state.values.set(optionsOfInstance(this).primaryKey.attribute, value);
  }

  /**
   * Writes the instance to its table: an UPDATE of all its columns if it has a row, an INSERT if not. The database is
   * `using`, or the one that the router chooses for writing.
   *
   *     product.stock = 11;
   *     await product.save({ updateFields: ['stock'] });
   *
   * @throws IntegrityError when a constraint would be broken
   * @throws InternalError on a replica: cannot execute UPDATE in a read-only transaction
   * @throws ValueError when a foreign key refers to an object that was never saved
   * @throws DatabaseError when `updateFields` or `forceUpdate` found no row to change
   *
   * Django: [save](https://docs.djangoproject.com/en/5.2/ref/models/instances/#saving-objects).
   */
  async save(options: SaveOptions = {}): Promise<void> {
    const origin = new Origin();
    const { using, ...rest } = options;
    await origin.run(() => saveInstance(this, rest, writeRoute(this, using), origin));
  }

  /**
   * Deletes the row, and those that refer to it with `CASCADE`. The instance keeps its values and loses its key.
   * Returns how many rows were deleted, in all and by model: `[3, { 'shop.Order': 1, 'shop.OrderLine': 2 }]`.
   *
   * @throws ValueError when it has no key
   * @throws ProtectedError when a row refers to it with `PROTECT`
   * @throws RestrictedError when a row that stays refers to it with `RESTRICT`
   *
   * Django: [delete](https://docs.djangoproject.com/en/5.2/ref/models/instances/#deleting-objects).
   */
  async delete(options: { readonly using?: DatabaseAlias } = {}): Promise<DeletedRows> {
    const origin = new Origin();
    return await origin.run(() => deleteInstance(this, writeRoute(this, options.using), origin));
  }

  /**
   * Reads the row again, from the database `using` or the one that the router chooses for reading: which may be a replica
   * that has not got it yet.
   *
   *     await order.refreshFromDb({ using: 'default' });
   *
   * @throws ObjectDoesNotExist when there is no such row
   *
   * Django: [refresh_from_db](https://docs.djangoproject.com/en/5.2/ref/models/instances/#refreshing-objects-from-database).
   */
  async refreshFromDb(
    options: { readonly using?: DatabaseAlias; readonly fields?: readonly string[] } = {},
  ): Promise<void> {
    const origin = new Origin();
    await origin.run(() => refreshInstance(this, options, origin));
  }

  /**
   * Looks whether the instance could be saved: each field by itself, then `clean()`, then whether another row has what must
   * be unique. Saving does not do it. A `unique` field and a foreign key are looked up in the database for reading, which
   * may be a replica that does not know yet; a constraint of `meta` in the database for writing.
   *
   *     await new Category({ name: 'Teas' }).fullClean();
   *
   * @throws ValidationError with the messages by field
   *
   * Django: [full_clean](https://docs.djangoproject.com/en/5.2/ref/models/instances/#django.db.models.Model.full_clean).
   */
  async fullClean(options: FullCleanOptions = {}): Promise<void> {
    const origin = new Origin();
    await origin.run(() => fullClean(this, options, origin));
  }

  /** What `fullClean()` asks of the fields together. Define your own, which throws a `ValidationError`. */
  clean(): void | Promise<void> {}

  /**
   * The names of the fields that `only` or `defer` has left out and that have not been awaited since.
   *
   *     const cider = await Product.objects.only('name').get({ id: 3 });
   *     console.log(cider.getDeferredFields().has('price'));
   *
   * Django: [get_deferred_fields](https://docs.djangoproject.com/en/5.2/ref/models/instances/#django.db.models.Model.get_deferred_fields).
   */
  getDeferredFields(): Set<string> {
    return new Set(deferredFieldsOf(this).map(({ attribute }) => attribute));
  }

  /** `Product object (1)`. Define your own to have it shown where the object is. */
  toString(): string {
    return `${this.constructor.name} object (${this.pk ?? 'None'})`;
  }
}

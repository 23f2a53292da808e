import type { Manager } from './manager.ts';
import type { Model } from '../models/model.ts';
import type { RelatedRows } from '../models/related.ts';

/** How the rows of a relation are changed. */
export interface AddOptions {
  /** Whether one UPDATE changes all rows; with false each object is saved. Default: true. */
  readonly bulk?: boolean;
}

/** Options of `RelatedManager.set`. */
export interface SetOptions extends AddOptions {
  /** Whether all rows are let go of first, in place of only those that are not among the new ones. Default: false. */
  readonly clear?: boolean;
}

/**
 * The rows that refer to an object: the other side of a foreign key. It has the methods of a manager, and all of them are
 * about these rows alone. Its name is the key's `relatedName`, or the other model's name with `Set`; TypeScript is told by a
 * field that is only declared:
 *
 *     class Shelf extends Model {
 *       static objects = new Manager(Shelf);
 *
 *       declare bottles: RelatedManager<Bottle>;
 *     }
 *
 *     class Bottle extends Model {
 *       static objects = new Manager(Bottle);
 *
 *       shelf = ForeignKey(() => Shelf, { onDelete: CASCADE, relatedName: 'bottles' });
 *     }
 *
 * The router is given the object as its hint, and `using()` names another database, as everywhere:
 *
 *     const orders = await product.orders.using('default').filter({ customer: 'Ana' });
 *
 * Django: [Related objects reference](https://docs.djangoproject.com/en/5.2/ref/models/relations/).
 */
export interface RelatedManager<M extends Model = Model> extends Manager<M>, RelatedRows<M> {
  /**
   * Makes these objects refer to this one, with one UPDATE.
   *
   *     const other = await Order.objects.get({ id: 3 });
   *     await product.orders.add(other);
   *
   * @throws ValueError for an object that is not saved, or that the router forbids to relate
   *
   * Django: [add](https://docs.djangoproject.com/en/5.2/ref/models/relations/#django.db.models.fields.related.RelatedManager.add).
   */
  add(...objects: readonly M[] | readonly [...M[], AddOptions]): Promise<void>;
  /**
   * Makes these objects no longer refer to this one. Only where the foreign key takes null.
   *
   * @throws ObjectDoesNotExist for one that does not refer to it
   *
   * Django: [remove](https://docs.djangoproject.com/en/5.2/ref/models/relations/#django.db.models.fields.related.RelatedManager.remove).
   */
  remove(...objects: readonly M[] | readonly [...M[], AddOptions]): Promise<void>;
  /**
   * Makes no object refer to this one. Only where the foreign key takes null.
   *
   * Django: [clear](https://docs.djangoproject.com/en/5.2/ref/models/relations/#django.db.models.fields.related.RelatedManager.clear).
   */
  clear(options?: AddOptions): Promise<void>;
  /**
   * Makes these objects, and where the foreign key takes null no others, refer to this one.
   *
   *     await product.orders.set(await Order.objects.filter({ customer: 'Ana' }));
   *
   * Django: [set](https://docs.djangoproject.com/en/5.2/ref/models/relations/#django.db.models.fields.related.RelatedManager.set).
   */
  set(objects: Iterable<M>, options?: SetOptions): Promise<void>;
}

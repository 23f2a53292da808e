/** The rows that refer to an instance: Django's `create_reverse_many_to_one_manager`. */
import { allowRelation, repr, routeForWrite } from '../db/router.ts';
import { runAtomically } from '../db/run-atomically.ts';
import { ValueError } from '../errors.ts';
import { assignRelated } from '../models/foreign-key-access.ts';
import type { DefaultValues, FieldValues, Conditions, Instance } from '../models/instance-types.ts';
import { isModelInstance } from '../models/is-model-instance.ts';
import type { Model } from '../models/model.ts';
import { optionsOf, optionsOfInstance } from '../models/model-options.ts';
import type { RelatedRows } from '../models/related.ts';
import type { ReverseRelation } from '../models/reverse-relation.ts';
import { saveInstance } from '../models/save-instance.ts';
import { Origin } from '../origin.ts';
import { compileUpdate } from './compile.ts';
import { connectionTo } from '../db/connection.ts';
import { ModelManager } from './manager.ts';
import type { Manager } from './manager.ts';
import { queryWhere } from './query.ts';
import { QuerySet } from './queryset.ts';

/** Options of a related manager's `add`. */
export interface AddOptions {
  /** One UPDATE for all of them, which must be saved already. Default: true. */
  readonly bulk?: boolean;
}

/**
 * The rows on the other side of a foreign key, to be queried like those of any manager. A model says so with a field that
 * is only declared, named by the key's `relatedName`, or after the other model and `Set`:
 *
 *     class Product extends Model {
 *       declare orders: RelatedManager<Order>;
 *     }
 *
 * The router is given the instance as a hint.
 *
 *     const product = await Product.objects.get({ id: 1 });
 *     const large = await product.orders.filter({ quantity__gte: 2 });
 *     const onDefault = await product.orders.using('default').count();
 *
 * Django: [Related objects reference](https://docs.djangoproject.com/en/5.2/ref/models/relations/).
 */
export interface RelatedManager<M extends Model>
  extends RelatedRows<M>, Omit<Manager<M>, 'create' | 'getOrCreate' | 'updateOrCreate'> {
  /** Makes the instances refer to this one. @throws ValueError when the router does not allow the relation, or one has
   * not been saved (then say `{ bulk: false }` as the last argument, and it is) */
  add(...instances: readonly (M | AddOptions)[]): Promise<void>;

  /** Writes a new row that refers to this instance, to the database for writing. */
  create(values?: FieldValues<M>): Promise<Instance<M>>;

  /** The one row of these that matches, or a new one, and whether it is new. */
  getOrCreate(
    values: Conditions<M> & { readonly defaults?: DefaultValues<M> },
  ): Promise<readonly [Instance<M>, boolean]>;

  /** Changes the one row of these that matches, or makes a new one, and tells whether it is new. */
  updateOrCreate(
    values: Conditions<M> & { readonly defaults?: DefaultValues<M> },
  ): Promise<readonly [Instance<M>, boolean]>;

  /** Makes these refer to no instance. Only where the foreign key has `null: true`. */
  remove(...instances: readonly M[]): Promise<void>;

  /** Makes all of them refer to no instance. Only where the foreign key has `null: true`. */
  clear(): Promise<void>;
}

type Values = Readonly<Record<string, unknown>>;

export class ReverseManager extends ModelManager<Model> {
  readonly #instance: Model;
  readonly #relation: ReverseRelation;

  constructor(instance: Model, relation: ReverseRelation) {
    super(relation.field.model);
    this.#instance = instance;
    this.#relation = relation;
  }

  /** @throws ValueError when the instance has no key yet */
  override getQueryset(): QuerySet<Model> {
    const { field, accessor } = this.#relation;
    if (this.#instance.pk === null) {
      throw new ValueError(
        `'${optionsOfInstance(this.#instance).objectName}' instance needs to have a primary key value before this relationship can be used.`,
      );
    }
    const rows = new QuerySet(this.model, {
      query: queryWhere(optionsOf(this.model), field, 'exact', this.#instance.pk),
      shape: 'instance',
      using: null,
      hints: { instance: this.#instance },
      forWrite: false,
      known: { field, instance: this.#instance },
      prefetch: [],
    });
    const prefetched = this.#instance._state.prefetched.get(accessor);
    if (prefetched) rows.remember(prefetched);
    return rows;
  }

  async create(values: Values = {}): Promise<Model> {
    this.#forgetPrefetched();
    return await this.getQueryset().create({ ...values, ...this.#own() });
  }

  async getOrCreate(values: Values): Promise<readonly [Model, boolean]> {
    this.#forgetPrefetched();
    return await this.getQueryset().getOrCreate({ ...values, ...this.#own() });
  }

  async updateOrCreate(values: Values): Promise<readonly [Model, boolean]> {
    this.#forgetPrefetched();
    return await this.getQueryset().updateOrCreate({ ...values, ...this.#own() });
  }

  async add(...given: readonly (Model | AddOptions)[]): Promise<void> {
    const origin = new Origin();
    const { bulk = true } = given.find((one): one is AddOptions => isAddOptions(one)) ?? {};
    const instances = given.filter((one): one is Model => !isAddOptions(one));
    await origin.run(async () => {
      const route = routeForWrite(this.model, { instance: this.#instance });
      for (const instance of instances) this.#adopt(instance);
      this.#forgetPrefetched();
      if (bulk) {
        for (const instance of instances) refuseUnsaved(instance, route.alias);
        await this.#setKey(instances, this.#instance, origin);
      } else {
        await runAtomically(route.alias, { savepoint: false }, origin, async () => {
          for (const instance of instances) {
            const own = routeForWrite(this.model, { instance });
            await saveInstance(instance, {}, own, origin);
          }
        });
      }
    });
  }

  async remove(...instances: readonly Model[]): Promise<void> {
    const origin = new Origin();
    await origin.run(async () => {
      this.#refuseRequired('remove');
      const { name } = this.#relation.field;
      for (const instance of instances) {
        if (instance._state.values.get(this.#relation.field.attribute) === this.#instance.pk) continue;
        const DoesNotExist = (this.#instance.constructor as typeof Model).DoesNotExist;
        throw new DoesNotExist(`${repr(instance)} is not related to ${repr(this.#instance)}.`);
      }
      this.#forgetPrefetched();
      await this.#setKey(instances, null, origin);
      for (const instance of instances) Object.assign(instance, { [name]: null });
    });
  }

  async clear(): Promise<void> {
    this.#refuseRequired('clear');
    this.#forgetPrefetched();
    await this.getQueryset().update({ [this.#relation.field.name]: null });
  }

  #own(): Values {
    return { [this.#relation.field.name]: this.#instance };
  }

  /** @throws ValueError when the router does not allow the relation */
  #adopt(instance: Model): void {
    if (!(isModelInstance(instance) && instance instanceof this.model)) {
      throw new TypeError(`'${optionsOf(this.model).objectName}' instance expected, got ${String(instance)}`);
    }
    const [own, other] = [this.#instance._state.db, instance._state.db];
    if (own !== null && other !== null && own !== other && !allowRelation(instance, this.#instance)) {
      throw new ValueError(
        `Cannot add "${repr(instance)}": instance is on database "${own}", value is on database "${other}"`,
      );
    }
    assignRelated(instance, this.#relation.field, this.#instance);
  }

  async #setKey(instances: readonly Model[], to: Model | null, origin: Origin): Promise<void> {
    if (instances.length === 0) return;
    const options = optionsOf(this.model);
    const route = routeForWrite(this.model, { instance: this.#instance });
    const keys = instances.map(({ pk }) => pk);
    const rows = queryWhere(options, options.primaryKey, 'in', keys);
    const statement = compileUpdate(rows, new Map([[this.#relation.field, to]]), route.alias);
    await connectionTo(route.alias).execute(statement, route, origin);
  }

  #refuseRequired(method: string): void {
    if (this.#relation.field.nullable) return;
    throw new TypeError(
      `'RelatedManager' object has no attribute '${method}': ${this.#relation.field.model.name}.${this.#relation.field.name} has no null: true.`,
    );
  }

  #forgetPrefetched(): void {
    this.#instance._state.prefetched.delete(this.#relation.accessor);
  }
}

const isAddOptions = (one: Model | AddOptions): one is AddOptions =>
  !isModelInstance(one) && Object.hasOwn(one, 'bulk');

function refuseUnsaved(instance: Model, alias: string): void {
  const { adding, db } = instance._state;
  if (!adding && db === alias) return;
  throw new ValueError(`${repr(instance)} instance isn't saved. Use bulk=False or save the object first.`);
}

import { repr, routeForWrite } from '../db/router.ts';
import type { Route } from '../db/router.ts';
import { runAtomically } from '../db/run-atomically.ts';
import { AttributeError, ValueError } from '../errors.ts';
import { Origin } from '../origin.ts';
import { fetchInstances } from './fetch.ts';
import { BaseManager } from './manager.ts';
import { queryWhere } from './query.ts';
import type { Query } from './query.ts';
import { QuerySet } from './queryset.ts';
import { updateRows } from './update-rows.ts';
import { defaultQuerySetOf } from '../models/default-manager.ts';
import type { Field } from '../models/field.ts';
import { assignRelated } from '../models/foreign-key-access.ts';
import { isModelInstance } from '../models/is-model-instance.ts';
import type { Model } from '../models/model.ts';
import { modelErrors } from '../models/model-errors.ts';
import { optionsOf, optionsOfInstance } from '../models/model-options.ts';
import type { AddOptions, SetOptions } from './related-manager.ts';
import type { ReverseRelation } from '../models/reverse-relation.ts';
import { saveInstance } from '../models/save-instance.ts';

type Values = Readonly<Record<string, unknown>>;

/** What a `RelatedManager` is: Django's `create_reverse_many_to_one_manager`. */
export class ReverseManager extends BaseManager<Model> {
  readonly #instance: Model;
  readonly #relation: ReverseRelation;

  constructor(instance: Model, relation: ReverseRelation) {
    super(relation.field.model);
    this.#instance = instance;
    this.#relation = relation;
  }

  /** Prefetched rows are there already. @throws ValueError when the instance has no key yet */
  override getQueryset(): QuerySet<Model> {
    if (this.#instance.pk === null) {
      throw new ValueError(
        `'${this.#instance._meta.objectName}' instance needs to have a primary key value before this relationship can be used.`,
      );
    }
    const rows = this.#narrowed();
    const prefetched = this.#instance._state.prefetched.get(this.#relation.accessor);
    if (prefetched) rows.remember(prefetched);
    return rows;
  }

  async create(values: Values = {}): Promise<Model> {
    this.#checkKey();
    this.#forgetPrefetched();
    return await this.#narrowed().create(this.#withInstance(values));
  }

  async getOrCreate(values: Values): Promise<readonly [Model, boolean]> {
    this.#checkKey();
    return await this.#narrowed().getOrCreate(this.#withInstance(values));
  }

  async updateOrCreate(values: Values): Promise<readonly [Model, boolean]> {
    this.#checkKey();
    return await this.#narrowed().updateOrCreate(this.#withInstance(values));
  }

  async add(...given: readonly unknown[]): Promise<void> {
    const [objects, { bulk = true }] = objectsAndOptions(given);
    await this.#run((origin) => this.#add(objects, bulk, origin));
  }

  async remove(...given: readonly unknown[]): Promise<void> {
    this.#refuseUnlessNullable('remove');
    const [objects, { bulk = true }] = objectsAndOptions(given);
    await this.#run((origin) => this.#remove(objects, bulk, origin));
  }

  async clear({ bulk = true }: AddOptions = {}): Promise<void> {
    this.#refuseUnlessNullable('clear');
    await this.#run((origin) => this.#letGo(this.#narrowed().asQuery(), bulk, origin));
  }

  async set(objects: Iterable<unknown>, { bulk = true, clear = false }: SetOptions = {}): Promise<void> {
    const wanted = [...objects];
    await this.#run(async (origin) => {
      if (!this.#field.nullable) return await this.#add(wanted, bulk, origin);
      const route = this.#writeRoute();
      return await runAtomically(route.alias, { savepoint: false }, origin, async () => {
        const query = this.#narrowed().asQuery();
        if (clear) await this.#letGo(query, bulk, origin);
        const present = clear ? [] : await fetchInstances(query, route, origin);
        const kept = present.filter((object) => isAmong(wanted, object));
        await this.#remove(
          present.filter((object) => !kept.includes(object)),
          bulk,
          origin,
        );
        await this.#add(
          wanted.filter((object) => !isAmong(kept, object)),
          bulk,
          origin,
        );
      });
    });
  }

  get #field(): Field {
    return this.#relation.field;
  }

  /** Those of the model's rows that refer to the instance. */
  #narrowed(): QuerySet<Model> {
    const all = defaultQuerySetOf(this.model) ?? new QuerySet(this.model);
    return all.referringTo(this.#field, this.#instance);
  }

  #writeRoute(): Route {
    return routeForWrite(this.model, { instance: this.#instance });
  }

  #withInstance(values: Values): Values {
    return { ...values, [this.#field.name]: this.#instance };
  }

  async #run(work: (origin: Origin) => Promise<void>): Promise<void> {
    const origin = new Origin();
    await origin.run(async () => {
      this.#checkKey();
      await work(origin);
    });
  }

  async #add(objects: readonly unknown[], bulk: boolean, origin: Origin): Promise<void> {
    this.#forgetPrefetched();
    const route = this.#writeRoute();
    if (bulk) {
      const keys = objects.map((object) => this.#keyOnceAssigned(object, route));
      const options = optionsOf(this.model);
      await this.#update(queryWhere(options, options.primaryKey, 'in', keys), true, origin);
      return;
    }
    await runAtomically(route.alias, { savepoint: false }, origin, async () => {
      for (const object of objects) {
        const instance = this.#assignTo(object);
        await saveInstance(instance, {}, routeForWrite(this.model, { instance }), origin);
      }
    });
  }

  #keyOnceAssigned(object: unknown, { alias }: Route): unknown {
    const instance = this.#assignTo(object);
    if (!instance._state.adding && instance._state.db === alias) return instance.pk;
    throw new ValueError(`${repr(instance)} instance isn't saved. Use bulk=False or save the object first.`);
  }

  async #remove(objects: readonly unknown[], bulk: boolean, origin: Origin): Promise<void> {
    if (objects.length === 0) return;
    const keys = objects.map((object) => {
      const instance = this.#checked(object);
      if (instance._state.values.get(this.#field.attribute) === this.#instance.pk) return instance.pk;
      const { DoesNotExist } = modelErrors(this.#field.relation!.to());
      throw new DoesNotExist(`${repr(instance)} is not related to ${repr(this.#instance)}.`);
    });
    const rows = this.#narrowed().filter({ pk__in: keys } as object);
    await this.#letGo(rows.asQuery(), bulk, origin);
  }

  async #letGo(query: Query, bulk: boolean, origin: Origin): Promise<void> {
    this.#forgetPrefetched();
    if (bulk) {
      await this.#update(query, false, origin);
      return;
    }
    const route = this.#writeRoute();
    await runAtomically(route.alias, { savepoint: false }, origin, async () => {
      for (const instance of await fetchInstances(query, route, origin)) {
        assignRelated(instance, this.#field, null);
        const own = routeForWrite(this.model, { instance });
        await saveInstance(instance, { updateFields: [this.#field.name] }, own, origin);
      }
    });
  }

  async #update(query: Query, isRelated: boolean, origin: Origin): Promise<void> {
    const changes = new Map([[this.#field, isRelated ? this.#instance : null]]);
    await updateRows({ ...query, orderBy: [] }, changes, this.#writeRoute(), origin);
  }

  #checked(object: unknown): Model {
    if (isModelInstance(object) && object instanceof this.model) return object;
    const shown = isModelInstance(object) ? repr(object) : String(object);
    throw new TypeError(`'${this.model.name}' instance expected, got ${shown}`);
  }

  #assignTo(object: unknown): Model {
    const instance = this.#checked(object);
    assignRelated(instance, this.#field, this.#instance, () => {
      const [own, other] = [this.#instance._state.db, instance._state.db];
      const places = `instance is on database "${own}", value is on database "${other}"`;
      return own === other ? null : `Cannot add "${repr(instance)}": ${places}`;
    });
    return instance;
  }

  #checkKey(): void {
    if (this.#instance.pk !== null) return;
    const { attribute } = optionsOfInstance(this.#instance).primaryKey;
    throw new ValueError(
      `"${repr(this.#instance)}" needs to have a value for field "${attribute}" before this relationship can be used.`,
    );
  }

  #refuseUnlessNullable(method: string): void {
    if (!this.#field.nullable) throw new AttributeError(`'RelatedManager' object has no attribute '${method}'`);
  }

  #forgetPrefetched(): void {
    this.#instance._state.prefetched.delete(this.#relation.accessor);
  }
}

const isAmong = (objects: readonly unknown[], other: unknown): boolean =>
  isModelInstance(other) && objects.some((object) => isModelInstance(object) && object.pk === other.pk);

/** Python's keyword arguments are one object behind the others. */
function objectsAndOptions(given: readonly unknown[]): readonly [readonly unknown[], AddOptions] {
  const last = given.at(-1);
  const hasOptions = typeof last === 'object' && last !== null && Object.getPrototypeOf(last) === Object.prototype;
  return hasOptions ? [given.slice(0, -1), last] : [given, {}];
}

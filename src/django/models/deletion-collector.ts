/** Django's `Collector` (`django/db/models/deletion.py`): finds what goes with a row, and deletes it in an order that no
 * foreign key minds. */
import { connectionTo } from '../db/connection.ts';
import { rowCount } from '../db/cursor.ts';
import { ProtectedError, RestrictedError } from '../db/database-errors.ts';
import type { Route } from '../db/router.ts';
import type { Origin } from '../origin.ts';
import { compileDelete, compileUpdate } from '../query/compile.ts';
import { fetchInstances } from '../query/fetch.ts';
import { isNever } from '../query/is-never.ts';
import { queryWhere } from '../query/query.ts';
import type { Query } from '../query/query.ts';
import type { Statement } from '../query/statement.ts';
import type { Field } from './field.ts';
import type { Model } from './model.ts';
import { foreignKeysTo, optionsOf } from './model-options.ts';
import type { ModelOptions } from './model-options.ts';

/** How many rows were deleted, in all and by model: `[3, { 'shop.Order': 1, 'shop.OrderLine': 2 }]`. */
export type DeletedRows = readonly [number, Readonly<Record<string, number>>];

export class DeletionCollector {
  readonly #route: Route;
  readonly #origin: Origin;
  readonly #instances = new Map<ModelOptions, Map<unknown, Model>>();
  /** Rows that nothing depends on, and so need not be read. */
  readonly #queries: Query[] = [];
  readonly #replaced: { readonly query: Query; readonly field: Field; readonly value: unknown }[] = [];
  readonly #protecting: Field[] = [];
  readonly #restricting: { readonly field: Field; readonly rows: readonly Model[] }[] = [];

  constructor(route: Route, origin: Origin) {
    this.#route = route;
    this.#origin = origin;
  }

  /** The rows of a query. They are read only if something may depend on them. */
  async collectQuery(query: Query): Promise<void> {
    if (isNever(query)) return;
    if (isIndependent(query.options)) this.#queries.push(query);
    else await this.collect(query.options, await fetchInstances(query, this.#route, this.#origin));
  }

  /** Rows at hand, and all that goes with them. */
  async collect(options: ModelOptions, instances: readonly Model[]): Promise<void> {
    const added = this.#add(options, instances);
    if (added.length === 0) return;
    for (const field of foreignKeysTo(options.model)) {
      const query = referringTo(field, added);
      switch (field.relation!.onDelete) {
        case 'CASCADE':
          await this.collectQuery(query);
          break;
        case 'SET_NULL':
          this.#replaced.push({ query, field, value: null });
          break;
        case 'SET_DEFAULT':
          this.#replaced.push({ query, field, value: field.defaultValue() });
          break;
        case 'PROTECT':
          if ((await fetchInstances(query, this.#route, this.#origin)).length > 0) this.#protecting.push(field);
          break;
        case 'RESTRICT':
          this.#restricting.push({ field, rows: await fetchInstances(query, this.#route, this.#origin) });
          break;
        case 'DO_NOTHING':
          break;
      }
    }
  }

  /**
   * @throws ProtectedError when a row is needed by another, which is protected
   * @throws RestrictedError when a row is needed by one that does not go with it
   */
  async delete(): Promise<DeletedRows> {
    await this.#refuseNeeded();
    const counts: Record<string, number> = {};
    const count = async ({ label }: ModelOptions, statement: Statement): Promise<void> => {
      const deleted = await this.#run(statement);
      if (deleted > 0) counts[label] = (counts[label] ?? 0) + deleted;
    };
    for (const query of this.#queries) await count(query.options, compileDelete(query, this.#route.alias));
    for (const { query, field, value } of this.#replaced) {
      await this.#run(compileUpdate(query, new Map([[field, value]]), this.#route.alias));
    }
    for (const options of dependentsFirst([...this.#instances.keys()])) {
      const keys = [...this.#instances.get(options)!.keys()];
      await count(options, compileDelete(queryWhere(options, options.primaryKey, 'in', keys), this.#route.alias));
    }
    for (const byKey of this.#instances.values()) for (const instance of byKey.values()) instance.pk = null;
    return [Object.values(counts).reduce((sum, n) => sum + n, 0), counts];
  }

  #add(options: ModelOptions, instances: readonly Model[]): Model[] {
    const known = this.#instances.get(options) ?? new Map<unknown, Model>();
    const added = instances.filter(({ pk }) => !known.has(pk));
    for (const instance of added) known.set(instance.pk, instance);
    if (added.length > 0) this.#instances.set(options, known);
    return added;
  }

  async #refuseNeeded(): Promise<void> {
    if (this.#protecting.length > 0) throw new ProtectedError(cannotDelete('protected', this.#protecting));
    const restricting: Field[] = [];
    for (const { field, rows } of this.#restricting) {
      const going = await this.#keysOf(optionsOf(field.model));
      if (rows.some(({ pk }) => !going.has(pk))) restricting.push(field);
    }
    if (restricting.length > 0) throw new RestrictedError(cannotDelete('restricted', restricting));
  }

  /** Of the rows that go, those of a model. */
  async #keysOf(options: ModelOptions): Promise<ReadonlySet<unknown>> {
    const keys = new Set(this.#instances.get(options)?.keys());
    for (const query of this.#queries.filter((other) => other.options === options)) {
      for (const { pk } of await fetchInstances(query, this.#route, this.#origin)) keys.add(pk);
    }
    return keys;
  }

  async #run(statement: Statement): Promise<number> {
    return rowCount(await connectionTo(this.#route.alias).execute(statement, this.#route, this.#origin));
  }
}

function cannotDelete(kind: 'protected' | 'restricted', fields: readonly Field[]): string {
  const target = fields[0]!.relation!.to().name;
  const names = fields.map(({ model, name }) => `'${model.name}.${name}'`).join(', ');
  return `Cannot delete some instances of model '${target}' because they are referenced through ${kind} foreign keys: ${names}.`;
}

/** Whether rows of a model can be deleted without a look at them. */
export const isIndependent = ({ model }: ModelOptions): boolean =>
  foreignKeysTo(model).every(({ relation }) => relation?.onDelete === 'DO_NOTHING');

/** Rows whose foreign key points to one of these. */
function referringTo(field: Field, instances: readonly Model[]): Query {
  const keys = instances.map(({ pk }) => pk);
  return queryWhere(optionsOf(field.model), field, 'in', keys);
}

/** So that a row goes before those that it refers to. Models that refer to each other in a circle keep their order. */
function dependentsFirst(models: readonly ModelOptions[]): readonly ModelOptions[] {
  if (models.length < 2) return models;
  const isReferredTo = (options: ModelOptions): boolean =>
    models.some(
      (other) => other !== options && other.foreignKeys.some(({ relation }) => relation!.to() === options.model),
    );
  const next = models.find((options) => !isReferredTo(options)) ?? models.at(-1)!;
  return [next, ...dependentsFirst(models.filter((options) => options !== next))];
}

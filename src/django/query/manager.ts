import type { DatabaseAlias } from '../database-alias.ts';
import type { Model } from '../models/model.ts';
import type { ModelClass } from '../models/model-class.ts';
import { registerManager } from '../models/default-manager.ts';
import { registerModel } from '../models/model-options.ts';
import { QuerySet } from './queryset.ts';

/** What a manager does by asking a fresh queryset. */
const delegated = [
  'aggregate',
  'all',
  'annotate',
  'bulkCreate',
  'bulkUpdate',
  'contains',
  'count',
  'create',
  'defer',
  'difference',
  'distinct',
  'earliest',
  'exclude',
  'exists',
  'explain',
  'filter',
  'first',
  'get',
  'getOrCreate',
  'inBulk',
  'intersection',
  'iterator',
  'last',
  'latest',
  'none',
  'only',
  'orderBy',
  'prefetchRelated',
  'raw',
  'reverse',
  'selectForUpdate',
  'selectRelated',
  'slice',
  'union',
  'update',
  'updateOrCreate',
  'using',
  'values',
  'valuesList',
] as const satisfies readonly (keyof QuerySet<Model>)[];

type Delegated<M extends Model> = Pick<QuerySet<M>, (typeof delegated)[number]>;

/** Any manager, by whose rows it has: what takes the manager of any model asks for this, as it does for an `AnyQuerySet`. */
export interface AnyManager<M extends Model = Model> {
  /** The model whose rows these are. */
  readonly model: ModelClass<M>;
  /** The alias of the database that would be read now. */
  readonly db: DatabaseAlias;
}

/** The rows of a table, to be queried: `Product.objects`. It has the methods of a queryset, and each of them starts anew. */
export interface Manager<M extends Model> extends AnyManager<M>, Delegated<M> {
  /** The rows that every query starts from. Define your own to narrow them. */
  getQueryset(): QuerySet<M>;
}

/** What all managers are: those of a model, and those of the rows that refer to an object. */
export class BaseManager<M extends Model> {
  readonly model: ModelClass<M>;

  constructor(model: ModelClass<M>) {
    this.model = model;
  }

  get db(): DatabaseAlias {
    return this.getQueryset().db;
  }

  getQueryset(): QuerySet<M> {
    return new QuerySet(this.model);
  }
}

for (const name of delegated) {
  const method = function (this: BaseManager<Model>, ...args: readonly unknown[]): unknown {
    const queryset = this.getQueryset();
    // The queryset at hand may know its rows already, because they were prefetched.
    if (name === 'all') return queryset;
    return Reflect.apply(queryset[name], queryset, args);
  };
  Object.defineProperty(BaseManager.prototype, name, { value: method, writable: true, configurable: true });
}

/** The class behind `Manager`. */
class ModelManager<M extends Model> extends BaseManager<M> {
  constructor(model: ModelClass<M>) {
    super(model);
    registerModel(model);
    registerManager(model, this);
  }
}

/**
 * Where the queries of a model start.
 *
 *     export class Product extends Model {
 *       static objects = new Manager(Product);
 *     }
 *
 *     const product = await Product.objects.get({ id: 1 });
 *
 * Django: [Managers](https://docs.djangoproject.com/en/5.2/topics/db/managers/).
 */
export const Manager = ModelManager as new <M extends Model>(model: ModelClass<M>) => Manager<M>;

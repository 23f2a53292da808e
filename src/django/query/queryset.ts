import type { RawBuilder } from 'kysely';
import { connectionTo } from '../db/connection.ts';
import { rowCount } from '../db/cursor.ts';
import { routeByHand, routeForRead, routeForWrite } from '../db/router.ts';
import type { Hints, Route } from '../db/router.ts';
import { markForRollbackOnError, runAtomically } from '../db/run-atomically.ts';
import { ValueError } from '../errors.ts';
import { DeletionCollector } from '../models/deletion-collector.ts';
import type { DeletedRows } from '../models/deletion-collector.ts';
import type {
  ColumnName,
  Conditions,
  DefaultValues,
  FieldPath,
  FieldValues,
  Filter,
  Instance,
  Ordering,
  RelationPath,
  RowOf,
  UpdateValues,
  ValueAt,
} from '../models/instance-types.ts';
import type { Model } from '../models/model.ts';
import type { ModelClass } from '../models/model-class.ts';
import { changedFields, optionsOf } from '../models/model-options.ts';
import { Origin } from '../origin.ts';
import { compileCount, compileExists, compileUpdate, subquerySql } from './compile.ts';
import { conditionOf, never } from './conditions.ts';
import type { Condition } from './conditions.ts';
import { bulkCreateRows, createRow, getOrCreateRow, updateOrCreateRow } from './create-rows.ts';
import { checkLock, isNever, limitOfGet, theOnly } from './fetch.ts';
import { resolvePath } from './field-path.ts';
import { effectiveOrder, orderTerm } from './order-terms.ts';
import { isSliced, queryOf } from './query.ts';
import type { Query } from './query.ts';
import { relatedPaths } from './related-paths.ts';
import { fetchShaped } from './row-shape.ts';
import type { RowShape } from './row-shape.ts';
import { Subquery } from './subquery.ts';

/** All that makes a queryset. */
interface QuerySetState {
  readonly query: Query;
  readonly shape: RowShape;
  /** What `using()` has named. */
  readonly using: string | null;
  readonly hints: Hints;
  /** Whether it goes to the database for writing, also when it reads. */
  readonly forWrite: boolean;
}

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
export class QuerySet<M extends Model, Row = Instance<M>>
  extends Subquery
  implements PromiseLike<Row[]>, AsyncIterable<Row>
{
  /** The model that is asked for. */
  readonly model: ModelClass<M>;
  readonly #state: QuerySetState;
  readonly #origin = new Origin();
  #forWrite: boolean;
  #rows: Row[] | null = null;
  #evaluation: Promise<Row[]> | null = null;

  /** @internal */
  constructor(model: ModelClass<M>, state?: QuerySetState) {
    super();
    this.model = model;
    this.#state = state ?? {
      query: queryOf(optionsOf(model)),
      shape: { kind: 'instance' },
      using: null,
      hints: {},
      forWrite: false,
    };
    this.#forWrite = this.#state.forWrite;
  }

  /** The alias of the database that this queryset would ask now. */
  override get db(): string {
    return this.#route().alias;
  }

  /** A copy, which asks again. */
  all(): QuerySet<M, Row> {
    return this.#derive({});
  }

  /** Asks the database with this alias; the last `using` wins. With null the router decides again. */
  using(alias: string | null): QuerySet<M, Row> {
    return this.#derive({ using: alias });
  }

  /**
   * The rows for which all of this holds.
   *
   *     Order.objects.filter({ customer: 'Ana', quantity__gt: 2, product__name__icontains: 'apple' });
   *
   * @throws FieldError when a condition names no field, or no lookup
   *
   * Django: [filter](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#filter),
   * [field lookups](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#field-lookups).
   */
  filter(...filters: readonly Filter<M>[]): QuerySet<M, Row> {
    return this.#narrow(filters.map((filter) => this.#condition(filter)));
  }

  /** The rows for which not all of this holds: `Order.objects.exclude({ status: 'delivered' })`. */
  exclude(...filters: readonly Filter<M>[]): QuerySet<M, Row> {
    const parts = filters.map((filter) => this.#condition(filter));
    return this.#narrow([{ kind: 'not', part: { kind: 'and', parts } }]);
  }

  /** No rows, and no query. */
  none(): QuerySet<M, Row> {
    return this.#derive({ query: { ...this.#query, where: [never] } });
  }

  /** In this order, in place of the one before: `orderBy('-placedAt', 'product__name')`. Without fields: in none. */
  orderBy(...orderings: readonly Ordering<M>[]): QuerySet<M, Row> {
    this.#refuseSlice('reorder');
    return this.#derive({
      query: { ...this.#query, orderBy: orderings.map((ordering) => orderTerm(this.#query.options, ordering)) },
    });
  }

  /** In the opposite order. */
  reverse(): QuerySet<M, Row> {
    return this.#turned();
  }

  /** Each row once. */
  distinct(): QuerySet<M, Row> {
    return this.#derive({ query: { ...this.#query, distinct: true } });
  }

  /**
   * The rows from `start` up to, and without, `end`; counted from 0. Python's `queryset[start:end]`.
   *
   * @throws ValueError for a negative number
   */
  slice(start: number, end?: number): QuerySet<M, Row> {
    if (start < 0 || (end !== undefined && end < 0)) throw new ValueError('Negative indexing is not supported.');
    const { offset, limit } = this.#query;
    const left = limit === null ? Infinity : Math.max(0, limit - start);
    const length = Math.min(left, end === undefined ? Infinity : Math.max(0, end - start));
    return this.#derive({
      query: { ...this.#query, offset: offset + start, limit: length === Infinity ? null : length },
    });
  }

  /**
   * Loads what these foreign keys refer to together with the rows, in one query: reading them needs no other.
   *
   *     const orders = await Order.objects.selectRelated('product');
   *
   * Django: [select_related](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#select-related).
   */
  selectRelated(...names: readonly RelationPath<M>[]): QuerySet<M, Row> {
    const { options, selectRelated } = this.#query;
    return this.#derive({ query: { ...this.#query, selectRelated: relatedPaths(options, selectRelated, names) } });
  }

  /**
   * Locks the rows until the transaction ends, in the database for writing.
   *
   * @throws TransactionManagementError when it is asked outside of `transaction.atomic`
   * @throws InternalError on a replica: cannot execute SELECT FOR UPDATE in a read-only transaction
   *
   * Django: [select_for_update](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#select-for-update).
   */
  selectForUpdate(options: { readonly nowait?: boolean; readonly skipLocked?: boolean } = {}): QuerySet<M, Row> {
    const { nowait = false, skipLocked = false } = options;
    if (nowait && skipLocked) throw new ValueError('The nowait option cannot be used with skip_locked.');
    return this.#derive({ query: { ...this.#query, lock: { noWait: nowait, skipLocked } }, forWrite: true });
  }

  /**
   * Plain objects with these fields, in place of instances: `Product.objects.values('id', 'name')`.
   *
   * Django: [values](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#values).
   */
  values<P extends FieldPath<M> = ColumnName<M>>(...fields: readonly P[]): QuerySet<M, RowOf<M, P>> {
    const { options } = this.#query;
    const names = fields.length > 0 ? fields : options.fields.map(({ attribute }) => attribute);
    return this.#derive({ shape: { kind: 'record', columns: this.#columns(names) } });
  }

  /**
   * The values of these fields, row by row; with `flat`, those of the one field.
   *
   *     const names = await Product.objects.valuesList('name', { flat: true });
   *
   * Django: [values_list](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#values-list).
   */
  valuesList<P extends FieldPath<M>>(field: P, options: { readonly flat: true }): QuerySet<M, ValueAt<M, P>>;
  valuesList<const Ps extends readonly FieldPath<M>[]>(
    ...fields: Ps
  ): QuerySet<M, { readonly [I in keyof Ps]: ValueAt<M, Ps[I]> }>;
  valuesList(...fields: readonly unknown[]): QuerySet<M, unknown> {
    const names = fields.filter((field) => typeof field === 'string');
    const kind = names.length < fields.length ? 'flat' : 'list';
    return this.#derive({ shape: { kind, columns: this.#columns(names) } });
  }

  /**
   * The one row that matches.
   *
   * @throws ObjectDoesNotExist as `Product.DoesNotExist`, when there is none
   * @throws MultipleObjectsReturned as `Product.MultipleObjectsReturned`, when there are more
   *
   * Django: [get](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#get).
   */
  get(...filters: readonly Filter<M>[]): Promise<Row> {
    const matching = filters.length > 0 ? this.filter(...filters) : this;
    const query = { ...matching.#query, ...(isSliced(this.#query) ? {} : { orderBy: [], limit: limitOfGet }) };
    return this.#run(async (origin) => theOnly(await this.#fetch(query, origin), query.options));
  }

  /** The first row, in the order of the key if there is no other; null if there is none. */
  first(): Promise<Row | null> {
    return this.#firstOf(this.ordered ? this : this.#byKey('pk'));
  }

  /** The last row, in the order of the key if there is no other; null if there is none. */
  last(): Promise<Row | null> {
    return this.#firstOf(this.ordered ? this.#turned() : this.#byKey('-pk'));
  }

  /** How many rows there are: counted by the database, unless they are here already. */
  count(): Promise<number> {
    return this.#run(async (origin) => {
      if (this.#rows) return this.#rows.length;
      if (isNever(this.#query)) return 0;
      const route = this.#route();
      const { rows } = await connectionTo(route.alias).execute(compileCount(this.#query, route.alias), route, origin);
      return Number(rows[0]?.[0]);
    });
  }

  /** Whether there is any row. */
  exists(): Promise<boolean> {
    return this.#run(async (origin) => {
      if (this.#rows) return this.#rows.length > 0;
      if (isNever(this.#query)) return false;
      const route = this.#route();
      checkLock(this.#query, route);
      const { rows } = await connectionTo(route.alias).execute(compileExists(this.#query, route.alias), route, origin);
      return rows.length > 0;
    });
  }

  /** The rows with these keys, by key. A key that no row has is not in the map. */
  async inBulk(keys: readonly unknown[]): Promise<Map<unknown, Row>> {
    const { options } = this.#query;
    const matching = this.#narrow([conditionOf(options, { pk__in: keys })]);
    const rows = await matching;
    return new Map(rows.map((row) => [(row as Model).pk, row]));
  }

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
    return this.#write((route, origin) => createRow(this.#query.options, values, route, origin)) as Promise<
      Instance<M>
    >;
  }

  /**
   * Writes new rows with one INSERT. The instances get their keys. Returns them.
   *
   * Django: [bulk_create](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#bulk-create).
   */
  async bulkCreate<I extends M>(instances: readonly I[]): Promise<I[]> {
    await this.#write((route, origin) => bulkCreateRows(this.#query.options, instances, route, origin));
    return [...instances];
  }

  /**
   * The one row that matches, or a new one made of the same values and of `defaults`. Tells whether it is new. It looks
   * in the database for writing, since a replica may not have it yet.
   *
   *     const [cart, isNew] = await Cart.objects.getOrCreate({ customer: 'Ana', defaults: { note: '' } });
   *
   * Django: [get_or_create](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#get-or-create).
   */
  getOrCreate(
    values: Conditions<M> & { readonly defaults?: DefaultValues<M> },
  ): Promise<readonly [Instance<M>, boolean]> {
    return this.#write((route, origin) =>
      getOrCreateRow(this.#query, values as Readonly<Record<string, unknown>>, route, origin),
    ) as Promise<readonly [Instance<M>, boolean]>;
  }

  /**
   * Sets `defaults` on the one row that matches, under a lock, or makes a new one of the same values and of `defaults`.
   * Tells whether it is new.
   *
   * Django: [update_or_create](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#update-or-create).
   */
  updateOrCreate(
    values: Conditions<M> & { readonly defaults?: DefaultValues<M> },
  ): Promise<readonly [Instance<M>, boolean]> {
    return this.#write((route, origin) =>
      updateOrCreateRow(this.#query, values as Readonly<Record<string, unknown>>, route, origin),
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
  update(values: UpdateValues<M>): Promise<number> {
    if (isSliced(this.#query)) throw new TypeError('Cannot update a query once a slice has been taken.');
    const changes = changedFields(this.#query.options, values);
    return this.#write(async (route, origin) => {
      this.#forget();
      if (isNever(this.#query) || changes.size === 0) return 0;
      const { alias } = route;
      const execute = async () =>
        connectionTo(alias).execute(compileUpdate(this.#query, changes, alias), route, origin);
      return rowCount(await markForRollbackOnError(alias, execute));
    });
  }

  /**
   * Deletes all of the rows, and those that refer to them with `CASCADE`, in the database for writing. Gives back how
   * many that were, in all and by model.
   *
   * @throws TypeError after a slice
   * @throws ProtectedError when another row refers to one with `PROTECT`
   *
   * Django: [delete](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#delete).
   */
  delete(): Promise<DeletedRows> {
    if (isSliced(this.#query)) throw new TypeError("Cannot use 'limit' or 'offset' with delete().");
    const doomed = this.#derive({ query: { ...this.#query, orderBy: [], lock: null } });
    return doomed.#write(async (route, origin) => {
      this.#forget();
      const collector = new DeletionCollector(route, origin);
      await collector.collectQuery(doomed.#query);
      return await runAtomically(route.alias, { savepoint: false }, origin, () => collector.delete());
    });
  }

  /** Whether the rows come in an order that the query or the model names. */
  get ordered(): boolean {
    return effectiveOrder(this.#query).length > 0;
  }

  // oxlint-disable-next-line unicorn/no-thenable -- It is meant to be awaited.
  then<A = Row[], B = never>(
    onRows?: ((rows: Row[]) => A | PromiseLike<A>) | null,
    onError?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#evaluate().then(onRows, onError);
  }

  /** One row after the other: `for await (const product of Product.objects.all())`. */
  async *[Symbol.asyncIterator](): AsyncIterator<Row> {
    yield* await this.#evaluate();
  }

  /** @internal */
  override sqlFor(alias: string): RawBuilder<unknown> {
    const { shape, using, query } = this.#state;
    if (using !== null && using !== alias) {
      throw new ValueError(
        "Subqueries aren't allowed across different databases. Force the inner query to be evaluated using `list(inner_query)`.",
      );
    }
    const key = { relations: [], field: query.options.primaryKey };
    return subquerySql(query, shape.kind === 'instance' ? [key] : shape.columns.map(({ path }) => path), alias);
  }

  get #query(): Query {
    return this.#state.query;
  }

  #route(): Route {
    const { using, hints } = this.#state;
    if (using !== null) return routeByHand(using);
    return this.#forWrite ? routeForWrite(this.model, hints) : routeForRead(this.model, hints);
  }

  #derive<NewRow = Row>(changes: Partial<QuerySetState>): QuerySet<M, NewRow> {
    return new QuerySet<M, NewRow>(this.model, { ...this.#state, forWrite: this.#forWrite, ...changes });
  }

  #condition(filter: Filter<M>): Condition {
    return conditionOf(this.#query.options, filter);
  }

  #narrow(conditions: readonly Condition[]): QuerySet<M, Row> {
    this.#refuseSlice('filter');
    return this.#derive({ query: { ...this.#query, where: [...this.#query.where, ...conditions] } });
  }

  #refuseSlice(what: 'filter' | 'reorder' | 'reverse'): void {
    if (isSliced(this.#query)) throw new TypeError(`Cannot ${what} a query once a slice has been taken.`);
  }

  #columns(names: readonly string[]): Extract<RowShape, { columns: unknown }>['columns'] {
    return names.map((name) => ({ name, path: resolvePath(this.#query.options, name) }));
  }

  #turned(): QuerySet<M, Row> {
    this.#refuseSlice('reverse');
    return this.#derive({ query: { ...this.#query, reversed: !this.#query.reversed } });
  }

  #byKey(ordering: 'pk' | '-pk'): QuerySet<M, Row> {
    this.#refuseSlice('reorder');
    return this.#derive({ query: { ...this.#query, orderBy: [orderTerm(this.#query.options, ordering)] } });
  }

  #firstOf(ordered: QuerySet<M, Row>): Promise<Row | null> {
    const { query } = ordered.slice(0, 1).#state;
    return this.#run(async (origin) => (await this.#fetch(query, origin))[0] ?? null);
  }

  /** Does the work now, on behalf of the line that called. */
  #run<T>(work: (origin: Origin) => Promise<T>): Promise<T> {
    const origin = new Origin();
    return origin.run(() => work(origin));
  }

  /** Writes to the database for writing, where this queryset stays from then on. */
  #write<T>(work: (route: Route, origin: Origin) => Promise<T>): Promise<T> {
    this.#forWrite = true;
    return this.#run(async (origin) => await work(this.#route(), origin));
  }

  async #fetch(query: Query, origin: Origin): Promise<Row[]> {
    return (await fetchShaped(query, this.#state.shape, this.#route(), origin)) as Row[];
  }

  /** The rows, asked for once. A failed attempt is forgotten. */
  #evaluate(): Promise<Row[]> {
    this.#evaluation ??= this.#origin.run(async () => {
      try {
        this.#rows = await this.#fetch(this.#query, this.#origin);
        return this.#rows;
      } catch (error) {
        this.#forget();
        throw error;
      }
    });
    return this.#evaluation;
  }

  #forget(): void {
    this.#rows = null;
    this.#evaluation = null;
  }
}

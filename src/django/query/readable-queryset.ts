import { connectionTo } from '../db/connection.ts';
import { ValueError } from '../errors.ts';
import type { ColumnName, Filter, Instance, Ordering, Readable } from '../models/instance-types.ts';
import { isModelInstance } from '../models/is-model-instance.ts';
import type { Model } from '../models/model.ts';
import { Origin } from '../origin.ts';
import type { Aggregate } from './aggregates.ts';
import { namedExpressions } from './annotate.ts';
import { refuseCombined } from './combine.ts';
import { compileExists } from './compile.ts';
import type { Annotations, NamedResultsOf, ResultsOf } from './expression-types.ts';
import { aggregateColumns, fetchAggregates, fetchCount } from './fetch-aggregates.ts';
import { checkLock, limitOfGet, theOnly } from './fetch.ts';
import { explainPrefix, explainQuery } from './explain.ts';
import type { ExplainOptions } from './explain.ts';
import { isNever } from './is-never.ts';
import { orderTerm } from './order-terms.ts';
import { isSliced, ownColumn } from './query.ts';
import type { QuerySet } from './queryset.ts';
import { RawQuerySet } from './raw-queryset.ts';
import { ShapableQuerySet } from './shapable-queryset.ts';

/** Querysets that give one row, or a fact about their rows. */
export abstract class ReadableQuerySet<M extends Model, Row, Extra extends object> extends ShapableQuerySet<
  M,
  Row,
  Extra
> {
  /**
   * The one row that matches.
   *
   * @throws ObjectDoesNotExist as `Product.DoesNotExist`, when there is none
   * @throws MultipleObjectsReturned as `Product.MultipleObjectsReturned`, when there are more
   *
   * Django: [get](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#get).
   */
  get(...filters: readonly Filter<M, Extra>[]): Promise<Row> {
    if (filters.length > 0) refuseCombined(this.query, 'get(...) with filters');
    const matching = filters.length > 0 ? this.filter(...filters) : this.all();
    const query = { ...matching.query, ...(isSliced(this.query) ? {} : { orderBy: [], limit: limitOfGet }) };
    return this.run(async (origin) => theOnly(await this.fetch(query, origin), query.options));
  }

  /** The first row, in the order of the key if there is no other; null if there is none. */
  first(): Promise<Row | null> {
    return this.#firstOf(this.ordered ? this.all() : this.#byKey('pk', 'first'));
  }

  /** The last row, in the order of the key if there is no other; null if there is none. */
  last(): Promise<Row | null> {
    return this.#firstOf(this.ordered ? this.turned() : this.#byKey('-pk', 'last'));
  }

  /** How many rows there are: counted by the database, unless they are here already. */
  count(): Promise<number> {
    return this.run(async (origin) => {
      if (this.rows) return this.rows.length;
      return await fetchCount(this.query, this.route(), origin);
    });
  }

  /**
   * What is true of all rows together, under these names.
   *
   *     const { n, total } = await Order.objects.aggregate({ n: Count('id'), total: Sum('quantity', { default: 0 }) });
   *
   * Aggregates of fields can do without a name: `aggregate(Sum('quantity'))` gives `{ quantity__sum: 9 }`.
   *
   * @throws TypeError for what is no aggregate
   * @throws FieldError when an expression names no field
   *
   * Django: [aggregate](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#aggregate).
   */
  aggregate<const A extends readonly Aggregate<Readable<M, Extra>>[]>(
    ...aggregates: A
  ): Promise<NamedResultsOf<M, Extra, A>>;
  aggregate<const A extends Annotations<M, Extra>>(aggregates: A): Promise<ResultsOf<M, Extra, A>>;
  aggregate(...given: readonly unknown[]): Promise<unknown> {
    const columns = aggregateColumns(this.query, namedExpressions(given, 'aggregate'));
    return this.run(async (origin) => await fetchAggregates(this.query, columns, this.route(), origin));
  }

  /** Whether there is any row. */
  exists(): Promise<boolean> {
    return this.run(async (origin) => {
      if (this.rows) return this.rows.length > 0;
      if (isNever(this.query)) return false;
      const route = this.route();
      checkLock(this.query, route);
      const { rows } = await connectionTo(route.alias).execute(compileExists(this.query, route.alias), route, origin);
      return rows.length > 0;
    });
  }

  /**
   * The first row in the order of these fields.
   *
   *     const order = await Order.objects.earliest('placedAt');
   *
   * @throws ObjectDoesNotExist as `Order.DoesNotExist`, when there is none
   *
   * Django: [earliest](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#earliest).
   */
  earliest(...orderings: readonly Ordering<M, Extra>[]): Promise<Row> {
    return this.#firstBy(orderings, false);
  }

  /**
   * The last row in the order of these fields.
   *
   *     const order = await Order.objects.latest('placedAt');
   *
   * @throws ObjectDoesNotExist as `Order.DoesNotExist`, when there is none
   *
   * Django: [latest](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#latest).
   */
  latest(...orderings: readonly Ordering<M, Extra>[]): Promise<Row> {
    return this.#firstBy(orderings, true);
  }

  /**
   * Whether this object's row is among the rows.
   *
   *     const [product] = await Product.objects.orderBy('id');
   *     const isGone = await Product.objects.filter({ stock: 0 }).contains(product!);
   *
   * Django: [contains](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#contains).
   */
  contains(instance: M): Promise<boolean> {
    refuseCombined(this.query, 'contains()');
    if (this.state.shape !== 'instance') {
      throw new TypeError('Cannot call QuerySet.contains() after .values() or .values_list().');
    }
    if (!isModelInstance(instance)) throw new TypeError("'obj' must be a model instance.");
    if (instance.pk === null) throw new ValueError('QuerySet.contains() cannot be used on unsaved objects.');
    if (!(instance instanceof this.model)) return Promise.resolve(false);
    if (this.rows) return Promise.resolve(this.rows.some((row) => (row as Model).pk === instance.pk));
    const { primaryKey } = this.query.options;
    const found = this.narrow([{ kind: 'lookup', term: ownColumn(primaryKey), lookup: 'exact', operand: instance.pk }]);
    return found.exists();
  }

  /**
   * The rows with these keys, by key; all rows, if no keys are given. A key that no row has is not in the map. Another field
   * can be the key, if it is unique.
   *
   *     const products = await Product.objects.inBulk([1, 2]);
   *     const appleJuice = products.get(1);
   *
   * @throws ValueError when the field is not unique
   *
   * Django: [in_bulk](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#in-bulk).
   */
  async inBulk(
    keys: readonly unknown[] | null = null,
    { fieldName = 'pk' }: { readonly fieldName?: ColumnName<M> | 'pk' } = {},
  ): Promise<Map<unknown, Row>> {
    if (isSliced(this.query)) throw new TypeError("Cannot use 'limit' or 'offset' with in_bulk().");
    if (this.state.shape !== 'instance')
      throw new TypeError('in_bulk() cannot be used with values() or values_list().');
    const field = this.query.options.fieldNamed(fieldName);
    const { unique = false, primaryKey = false } = field.declaration.options;
    if (!unique && !primaryKey) {
      throw new ValueError(`in_bulk()'s field_name must be a unique field but '${fieldName}' isn't.`);
    }
    const rows = await (keys
      ? this.narrow([{ kind: 'lookup', term: ownColumn(field), lookup: 'in', operand: keys }])
      : this.all());
    return new Map(rows.map((row) => [(row as Model)._state.values.get(field.attribute), row]));
  }

  /**
   * The rows one by one, asked for anew, and not remembered: for rows that are looked at once.
   *
   *     for await (const order of Order.objects.iterator()) console.log(order.quantity);
   *
   * They come in one answer, so `chunkSize` changes nothing here.
   *
   * Django: [iterator](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#iterator).
   */
  iterator({ chunkSize = 2000 }: { readonly chunkSize?: number } = {}): AsyncGenerator<Row, void, void> {
    if (chunkSize <= 0) throw new ValueError('Chunk size must be strictly positive.');
    const origin = new Origin();
    const fetch = () => origin.run(() => this.fetch(this.query, origin));
    return (async function* () {
      yield* await fetch();
    })();
  }

  /**
   * The plan by which the database would run the query, line by line.
   *
   *     console.log(await Product.objects.filter({ id: 1 }).explain({ analyze: true }));
   *
   * @throws ValueError for an option or a format that Postgres does not have
   *
   * Django: [explain](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#explain).
   */
  explain(options: ExplainOptions = {}): Promise<string> {
    const prefix = explainPrefix(options);
    return this.run(async (origin) => await explainQuery(this.query, prefix, this.route(), origin));
  }

  /**
   * Instances of the rows that SQL of your own gives, on the database for reading. Each `%s` stands for the next
   * parameter; with parameters, a percent sign is written `%%`. Columns that the model does not have become attributes.
   *
   *     const products = await Product.objects.raw('select * from shop_product where stock < %s', [5]);
   *
   * @throws FieldDoesNotExist when the primary key is not among the columns
   *
   * Django: [raw](https://docs.djangoproject.com/en/5.2/topics/db/sql/#performing-raw-queries).
   */
  raw<Others extends object = object>(sql: string, params?: readonly unknown[]): RawQuerySet<M, Instance<M> & Others> {
    const { using, hints } = this.state;
    return new RawQuerySet(this.model, { sql, params, using, hints });
  }

  #firstBy(given: readonly string[], descending: boolean): Promise<Row> {
    const orderings = given.length > 0 ? given : this.query.options.getLatestBy;
    if (orderings.length === 0) {
      throw new ValueError(
        "earliest() and latest() require either fields as positional arguments or 'get_latest_by' in the model's Meta.",
      );
    }
    if (isSliced(this.query)) throw new TypeError('Cannot change a query once a slice has been taken.');
    const orderBy = orderings.map((ordering) => orderTerm(this.query, ordering));
    return this.derive({ query: { ...this.query, orderBy, reversed: descending, limit: 1 } }).get();
  }

  #byKey(ordering: 'pk' | '-pk', method: 'first' | 'last'): QuerySet<M, Row, Extra> {
    const { groupBy, options } = this.query;
    const key = ownColumn(options.primaryKey);
    if (groupBy && groupBy !== 'row' && !groupBy.some((term) => term.equals(key))) {
      throw new TypeError(
        `Cannot use QuerySet.${method}() on an unordered queryset performing aggregation. Add an ordering with order_by().`,
      );
    }
    this.refuseSlice('reorder');
    return this.derive({ query: { ...this.query, orderBy: [orderTerm(this.query, ordering)] } });
  }

  #firstOf(ordered: QuerySet<M, Row, Extra>): Promise<Row | null> {
    const { query } = ordered.slice(0, 1).state;
    return this.run(async (origin) => (await this.fetch(query, origin))[0] ?? null);
  }
}

import { connectionTo } from '../db/connection.ts';
import type { Filter, Readable } from '../models/instance-types.ts';
import type { Model } from '../models/model.ts';
import type { Aggregate } from './aggregates.ts';
import { namedExpressions } from './annotate.ts';
import { refuseCombined } from './combine.ts';
import { compileExists } from './compile.ts';
import { conditionOf } from './conditions.ts';
import type { Annotations, NamedResultsOf, ResultsOf } from './expression-types.ts';
import { aggregateColumns, fetchAggregates, fetchCount } from './fetch-aggregates.ts';
import { checkLock, limitOfGet, theOnly } from './fetch.ts';
import { isNever } from './is-never.ts';
import { orderTerm } from './order-terms.ts';
import { isSliced } from './query.ts';
import type { QuerySet } from './queryset.ts';
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
    return this.#firstOf(this.ordered ? this.all() : this.#byKey('pk'));
  }

  /** The last row, in the order of the key if there is no other; null if there is none. */
  last(): Promise<Row | null> {
    return this.#firstOf(this.ordered ? this.turned() : this.#byKey('-pk'));
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
   *     const { n, total } = await OrderLine.objects.aggregate({ n: Count('id'), total: Sum('quantity', { default: 0 }) });
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

  /** The rows with these keys, by key. A key that no row has is not in the map. */
  async inBulk(keys: readonly unknown[]): Promise<Map<unknown, Row>> {
    const matching = this.narrow([conditionOf(this.query, { pk__in: keys })]);
    const rows = await matching;
    return new Map(rows.map((row) => [(row as Model).pk, row]));
  }

  #byKey(ordering: 'pk' | '-pk'): QuerySet<M, Row, Extra> {
    this.refuseSlice('reorder');
    return this.derive({ query: { ...this.query, orderBy: [orderTerm(this.query, ordering)] } });
  }

  #firstOf(ordered: QuerySet<M, Row, Extra>): Promise<Row | null> {
    const { query } = ordered.slice(0, 1).state;
    return this.run(async (origin) => (await this.fetch(query, origin))[0] ?? null);
  }
}

import type { DatabaseAlias } from '../database-alias.ts';
import { ValueError } from '../errors.ts';
import type { Filter, Ordering, RelationPath } from '../models/instance-types.ts';
import type { Model } from '../models/model.ts';
import { refuseCombined } from './combine.ts';
import { never } from './condition.ts';
import { conditionOf } from './conditions.ts';
import type { Condition } from './condition.ts';
import { effectiveOrder, orderTerm } from './order-terms.ts';
import { isSliced } from './query.ts';
import { QuerySetBase } from './queryset-base.ts';
import type { QuerySet } from './queryset.ts';
import { allRelatedPaths, relatedPaths } from './related-paths.ts';
import { withoutJoinedNegations } from './rows-without.ts';

/** Querysets that become others: fewer rows, another order, another database. */
export abstract class RefinableQuerySet<M extends Model, Row, Extra extends object> extends QuerySetBase<
  M,
  Row,
  Extra
> {
  /** A copy, which asks again. */
  all(): QuerySet<M, Row, Extra> {
    return this.derive({});
  }

  /** Asks the database with this alias; the last `using` wins. With null the router decides again. */
  using(alias: DatabaseAlias | null): QuerySet<M, Row, Extra> {
    return this.derive({ using: alias });
  }

  /**
   * The rows for which all of this holds.
   *
   *     const orders = await Order.objects.filter({ customer: 'Ana', quantity__gt: 1, product__name__icontains: 'apple' });
   *
   * @throws FieldError when a condition names no field, or no lookup
   *
   * Django: [filter](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#filter),
   * [field lookups](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#field-lookups).
   */
  filter(...filters: readonly Filter<M, Extra>[]): QuerySet<M, Row, Extra> {
    return this.narrow(filters.map((filter) => this.condition(filter)));
  }

  /** The rows for which not all of this holds: `Order.objects.exclude({ status: 'delivered' })`. */
  exclude(...filters: readonly Filter<M, Extra>[]): QuerySet<M, Row, Extra> {
    refuseCombined(this.query, 'exclude()');
    const parts = filters.map((filter) => this.condition(filter));
    return this.narrow([withoutJoinedNegations({ kind: 'not', part: { kind: 'and', parts } })]);
  }

  /** No rows, and no query. */
  none(): QuerySet<M, Row, Extra> {
    return this.derive({ query: { ...this.query, where: [never] } });
  }

  /** In this order, in place of the one before: `orderBy('-placedAt', 'product__name')`. Without fields: in none. */
  orderBy(...orderings: readonly Ordering<M, Extra>[]): QuerySet<M, Row, Extra> {
    this.refuseSlice('reorder');
    return this.derive({
      query: { ...this.query, orderBy: orderings.map((ordering) => orderTerm(this.query, ordering)) },
    });
  }

  /** In the opposite order. */
  reverse(): QuerySet<M, Row, Extra> {
    return this.turned();
  }

  /** Each row once. */
  distinct(): QuerySet<M, Row, Extra> {
    refuseCombined(this.query, 'distinct()');
    if (isSliced(this.query)) throw new TypeError('Cannot create distinct fields once a slice has been taken.');
    return this.derive({ query: { ...this.query, distinct: true } });
  }

  /**
   * The rows from `start` up to, and without, `end`; counted from 0. Python's `queryset[start:end]`.
   *
   * @throws ValueError for a negative number
   */
  slice(start: number, end?: number): QuerySet<M, Row, Extra> {
    if (start < 0 || (end !== undefined && end < 0)) throw new ValueError('Negative indexing is not supported.');
    const { offset, limit } = this.query;
    const left = limit === null ? Infinity : Math.max(0, limit - start);
    const length = Math.min(left, end === undefined ? Infinity : Math.max(0, end - start));
    return this.derive({
      query: { ...this.query, offset: offset + start, limit: length === Infinity ? null : length },
    });
  }

  /**
   * Loads what these foreign keys refer to together with the rows, in one query: reading them needs no other.
   *
   *     const orders = await Order.objects.selectRelated('product');
   *
   * Without names it takes all foreign keys that are never null, and with null none, whatever was named before.
   *
   * Django: [select_related](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#select-related).
   */
  selectRelated(...names: readonly RelationPath<M>[] | readonly [null]): QuerySet<M, Row, Extra> {
    refuseCombined(this.query, 'select_related()');
    this.refuseShape('select_related');
    const { options, selectRelated } = this.query;
    const named = names.filter((name) => name !== null);
    const paths = names.length === 0 ? allRelatedPaths(options) : relatedPaths(options, selectRelated, named);
    return this.derive({ query: { ...this.query, selectRelated: names.length > named.length ? [] : paths } });
  }

  /**
   * Locks the rows until the transaction ends, in the database for writing.
   *
   * @throws TransactionManagementError when it is asked outside of `transaction.atomic`
   * @throws InternalError on a replica: cannot execute SELECT FOR UPDATE in a read-only transaction
   *
   * Django: [select_for_update](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#select-for-update).
   */
  selectForUpdate(options: { readonly nowait?: boolean; readonly skipLocked?: boolean } = {}): QuerySet<M, Row, Extra> {
    const { nowait = false, skipLocked = false } = options;
    if (nowait && skipLocked) throw new ValueError('The nowait option cannot be used with skip_locked.');
    return this.derive({ query: { ...this.query, lock: { noWait: nowait, skipLocked } }, forWrite: true });
  }

  /** Whether the rows come in an order that the query or the model names. */
  get ordered(): boolean {
    return effectiveOrder(this.query).length > 0;
  }

  protected condition(filter: Filter<M, Extra>): Condition {
    return withoutJoinedNegations(conditionOf({ ...this.query, apart: true }, filter));
  }

  protected narrow(conditions: readonly Condition[]): QuerySet<M, Row, Extra> {
    refuseCombined(this.query, 'filter()');
    this.refuseSlice('filter');
    return this.derive({ query: { ...this.query, where: [...this.query.where, ...conditions] } });
  }

  /** `values()` and `valuesList()` leave nothing that could be an instance. */
  protected refuseShape(method: string): void {
    if (this.state.shape !== 'instance')
      throw new TypeError(`Cannot call ${method}() after .values() or .values_list()`);
  }

  protected refuseSlice(what: 'filter' | 'reorder' | 'reverse'): void {
    if (isSliced(this.query)) throw new TypeError(`Cannot ${what} a query once a slice has been taken.`);
  }

  protected turned(): QuerySet<M, Row, Extra> {
    this.refuseSlice('reverse');
    return this.derive({ query: { ...this.query, reversed: !this.query.reversed } });
  }
}

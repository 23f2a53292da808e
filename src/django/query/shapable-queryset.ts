import type { RowOfDefer, RowOfOnly } from '../models/deferred-types.ts';
import type {
  AnnotationName,
  ColumnName,
  FieldPath,
  PrefetchPath,
  Readable,
  RowOf,
  ValueIn,
  Instance,
} from '../models/instance-types.ts';
import type { Model } from '../models/model.ts';
import { resolveName } from './field-path.ts';
import { annotatedQuery, namedExpressions } from './annotate.ts';
import type { Aggregate } from './aggregates.ts';
import { combinedQuery, refuseCombined } from './combine.ts';
import { loadAll, withDeferred, withOnly } from './deferred-loading.ts';
import { Prefetch } from './prefetch.ts';
import type { Annotated, Annotations, NamedResultsOf, ResultsOf } from './expression-types.ts';
import type { CombinedQueries } from './query.ts';
import type { QuerySet } from './queryset.ts';
import type { AnyQuerySet } from './queryset-base.ts';
import { RefinableQuerySet } from './refinable-queryset.ts';
import type { RowShape } from './row-shape.ts';

/** Querysets of any model whose rows are like these. */
type CombinedWith<Row> = readonly AnyQuerySet<Model, Row>[] | readonly [...AnyQuerySet<Model, Row>[], UnionOptions];

/** A way to load, or a `Prefetch` of one. */
type PrefetchArgument<M> = PrefetchPath<M> | Prefetch<PrefetchPath<M>, unknown, string>;
/** The lists that each `toAttr` names. */
type PrefetchedInto<Ls extends readonly unknown[]> = Ls extends readonly [infer First, ...infer Rest]
  ? (First extends { readonly loads: infer Loads } ? Loads : unknown) & PrefetchedInto<Rest>
  : unknown;

/** Options of `union`. */
export interface UnionOptions {
  /** Whether a row that is there twice stays so. Default: false. */
  readonly all?: boolean;
}

/** Querysets whose rows become something else. */
export abstract class ShapableQuerySet<M extends Model, Row, Extra extends object> extends RefinableQuerySet<
  M,
  Row,
  Extra
> {
  /**
   * Loads what the rows refer to, and what refers to them, with one query more for each step of each way: reading them needs
   * no other. A `Prefetch` says which rows, and from which database.
   *
   *     const categories = await Category.objects.prefetchRelated('products__orders');
   *     for (const category of categories) console.log(category.name, (await category.products.all()).length);
   *
   * The router is asked for each of these queries, with an instance of the rows before as its hint.
   *
   * @throws AttributeError when a name is no relation
   *
   * Django: [prefetch_related](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#prefetch-related).
   */
  prefetchRelated<const Ls extends readonly PrefetchArgument<M>[]>(
    ...lookups: Ls
  ): QuerySet<M, Row & PrefetchedInto<Ls>, Extra> {
    refuseCombined(this.query, 'prefetch_related()');
    const added = lookups.map((lookup) => (typeof lookup === 'string' ? new Prefetch(lookup) : lookup).lookup);
    return this.derive({ prefetch: [...this.state.prefetch, ...added] });
  }

  /**
   * Loads no more than these fields. The others are asked for when they are awaited, one by one: from the database that the
   * router chooses, with the object as its hint, which need not be the one that the row came from.
   *
   *     const cider = await Product.objects.only('name').get({ id: 3 });
   *     console.log(cider.name, await cider.price);
   *
   * The key is always loaded. The last `only` counts.
   *
   * @throws FieldError when a foreign key is left out that `selectRelated` needs
   *
   * Django: [only](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#only).
   */
  only<P extends FieldPath<M>>(...fields: readonly P[]): QuerySet<M, RowOfOnly<Instance<M>, M, P> & Extra, Extra> {
    refuseCombined(this.query, 'only()');
    this.refuseShape('only');
    const names = fields.map((name) => (name === 'pk' ? this.query.options.primaryKey.name : name));
    return this.derive({ query: { ...this.query, loading: withOnly(this.query.loading, names) } });
  }

  /**
   * Loads these fields only when they are awaited: see `only`. With null, all fields are loaded again.
   *
   *     const orders = await Order.objects.defer('note');
   *     for (const { customer, note } of orders) if (customer === 'Ana') console.log(await note);
   *
   * Django: [defer](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#defer).
   */
  defer(all: null): QuerySet<M, Row, Extra>;
  defer<P extends FieldPath<M>>(...fields: readonly P[]): QuerySet<M, RowOfDefer<Instance<M>, M, P> & Extra, Extra>;
  defer(...fields: readonly (string | null)[]): unknown {
    refuseCombined(this.query, 'defer()');
    this.refuseShape('defer');
    const names = fields.filter((name) => name !== null);
    const loading = names.length < fields.length ? loadAll : withDeferred(this.query.loading, names);
    return this.derive({ query: { ...this.query, loading } });
  }

  /**
   * Plain objects with these fields, in place of instances: `Product.objects.values('id', 'name')`.
   *
   * Django: [values](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#values).
   */
  values<P extends Readable<M, Extra> = ColumnName<M> | AnnotationName<Extra>>(
    ...fields: readonly P[]
  ): QuerySet<M, RowOf<M, P, Extra>, Extra> {
    return this.#shaped('record', fields);
  }

  /**
   * The values of these fields, row by row; with `flat`, those of the one field.
   *
   *     const names = await Product.objects.valuesList('name', { flat: true });
   *
   * Django: [values_list](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#values-list).
   */
  valuesList<P extends Readable<M, Extra>>(
    field: P,
    options: { readonly flat: true },
  ): QuerySet<M, ValueIn<M, Extra, P>, Extra>;
  valuesList<const Ps extends readonly Readable<M, Extra>[]>(
    ...fields: Ps
  ): QuerySet<M, { readonly [I in keyof Ps]: ValueIn<M, Extra, Ps[I]> }, Extra>;
  valuesList(...fields: readonly unknown[]): QuerySet<M, unknown, Extra> {
    const names = fields.filter((field) => typeof field === 'string');
    const isFlat = names.length < fields.length;
    if (isFlat && names.length > 1) {
      throw new TypeError("'flat' is not valid when values_list is called with more than one field.");
    }
    return this.#shaped(isFlat ? 'flat' : 'list', names);
  }

  /**
   * Rows with something calculated beside their fields, under these names. With an aggregate they are groups: of the model's
   * rows, or, after `values`, of rows that are equal in what it named. What is named here can be filtered by and ordered by
   * afterwards, and stand in an `F`.
   *
   *     const products = await Product.objects.annotate({ worth: F('price').times(F('stock')) }).filter({ worth__gt: '30' });
   *
   *     const perCategory = await Product.objects.values('category__name').annotate({ n: Count('id') }).orderBy('-n');
   *
   * Aggregates of fields can do without a name: `annotate(Sum('stock'))` is called `stock__sum`.
   *
   * @throws ValueError when a name is one of the model's fields
   * @throws FieldError when an expression names no field, or takes an aggregate of an aggregate
   *
   * Django: [annotate](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#annotate).
   */
  annotate<const A extends readonly Aggregate<Readable<M, Extra>>[]>(
    ...aggregates: A
  ): QuerySet<M, Annotated<Row, NamedResultsOf<M, Extra, A>>, Extra & NamedResultsOf<M, Extra, A>>;
  annotate<const A extends Annotations<M, Extra>>(
    annotations: A,
  ): QuerySet<M, Annotated<Row, ResultsOf<M, Extra, A>>, Extra & ResultsOf<M, Extra, A>>;
  annotate(...given: readonly unknown[]): unknown {
    refuseCombined(this.query, 'annotate()');
    return this.derive({ query: annotatedQuery(this.query, namedExpressions(given, 'annotate')) });
  }

  /**
   * The rows of this queryset and of others, each once, or with `all` as often as they are there. All of it runs on this
   * queryset's database, whatever `using()` the others have. Afterwards it can be ordered, sliced and counted, no more.
   *
   *     const cheap = Product.objects.filter({ price__lt: '3.50' });
   *     const products = await cheap.union(Product.objects.filter({ stock: 0 }), { all: true });
   *
   * Django: [union](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#union).
   */
  union(...others: CombinedWith<Row>): QuerySet<M, Row, Extra> {
    const given: readonly (AnyQuerySet | UnionOptions)[] = others;
    const querysets = given.filter((one) => one instanceof ShapableQuerySet);
    const options = given.find((one): one is UnionOptions => !(one instanceof ShapableQuerySet));
    return this.#combined('union', querysets, options?.all);
  }

  /**
   * The rows that all of these querysets have.
   *
   * Django: [intersection](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#intersection).
   */
  intersection(...others: readonly AnyQuerySet<Model, Row>[]): QuerySet<M, Row, Extra> {
    return this.#combined('intersect', others);
  }

  /**
   * The rows that none of the others has.
   *
   * Django: [difference](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#difference).
   */
  difference(...others: readonly AnyQuerySet<Model, Row>[]): QuerySet<M, Row, Extra> {
    return this.#combined('except', others);
  }

  #combined(
    operator: CombinedQueries['operator'],
    others: readonly AnyQuerySet[],
    all = false,
  ): QuerySet<M, Row, Extra> {
    const queries = others.map((other) => (other as ShapableQuerySet<Model, unknown, object>).query);
    return this.derive({ query: combinedQuery([this.query, ...queries], operator, all) });
  }

  #shaped<NewRow>(shape: RowShape, fields: readonly string[]): QuerySet<M, NewRow, Extra> {
    const { options, annotations } = this.query;
    const all = [...options.fields.map(({ attribute }) => attribute), ...annotations.map(({ name }) => name)];
    const names = fields.length > 0 ? fields : all;
    const columns = names.map((name) => ({ name, term: resolveName(this.query, name) }));
    return this.derive<NewRow>({ shape, query: { ...this.query, columns } });
  }
}

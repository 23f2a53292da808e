import type { DatabaseAlias } from '../database-alias.ts';
import type { RawBuilder } from 'kysely';
import { routeByHand, routeForRead, routeForWrite } from '../db/router.ts';
import type { Hints, Route } from '../db/router.ts';
import { ValueError } from '../errors.ts';
import type { Model } from '../models/model.ts';
import { defaultQuerySetOf } from '../models/default-manager.ts';
import type { ModelClass } from '../models/model-class.ts';
import { optionsOf } from '../models/model-options.ts';
import { Origin } from '../origin.ts';
import { existsSql, subquerySql } from './compile.ts';
import type { ConditionWriter } from './condition-sql.ts';
import type { Field } from '../models/field.ts';
import { prefetchRelated } from './prefetch-related.ts';
import type { PrefetchLookup, PrefetchRelation, PrefetchableRows } from './prefetch-related.ts';
import { isSliced, ownColumn, queryOf } from './query.ts';
import type { Condition } from './condition.ts';
import type { Query } from './query.ts';
import type { QuerySet } from './queryset.ts';
import { fetchShaped } from './row-shape.ts';
import type { RowShape } from './row-shape.ts';
import { Subquery } from './subquery.ts';

/** All that makes a queryset. */
export interface QuerySetState {
  readonly query: Query;
  readonly shape: RowShape;
  /** What `using()` has named. */
  readonly using: string | null;
  readonly hints: Hints;
  /** Whether it goes to the database for writing, also when it reads. */
  readonly forWrite: boolean;
  /** The instance that all of its rows refer to, by this foreign key: reading that asks nothing. */
  readonly known: { readonly field: Field; readonly instance: Model } | null;
  /** What is loaded for all of its rows at once. */
  readonly prefetch: readonly PrefetchLookup[];
}

declare const about: unique symbol;

/**
 * Any queryset, by what it is about: its model, what its rows are, and what is calculated beside their fields. What takes
 * querysets of any model asks for this, since a compiler needs seconds to compare all that two querysets can do.
 */
export interface AnyQuerySet<M extends Model = Model, Row = unknown, Extra extends object = object> {
  /** Exists in types alone. */
  readonly [about]: { readonly model: M; readonly row: Row; readonly extra: Extra };
}

/** What every queryset is: a query, the database it goes to, and the rows once they are here. What can be done with it is
 * in the classes that extend this one, each in its file: refine it, shape its rows, read it, write with it. */
export abstract class QuerySetBase<M extends Model, Row, Extra extends object>
  extends Subquery
  implements AnyQuerySet<M, Row, Extra>, PromiseLike<Row[]>, AsyncIterable<Row>
{
  /** Exists in types alone. */
  declare readonly [about]: AnyQuerySet<M, Row, Extra>[typeof about];
  /** The model that is asked for. */
  readonly model: ModelClass<M>;
  protected readonly state: QuerySetState;
  /** The rows, once they have been asked for. */
  protected rows: Row[] | null = null;
  readonly #origin: Origin;
  #forWrite: boolean;
  #evaluation: Promise<Row[]> | null = null;

  /** @internal */
  constructor(model: ModelClass<M>, state?: QuerySetState, origin = new Origin()) {
    super();
    this.model = model;
    this.#origin = origin;
    this.state = state ?? {
      query: queryOf(optionsOf(model)),
      shape: 'instance',
      using: null,
      hints: {},
      forWrite: false,
      known: null,
      prefetch: [],
    };
    this.#forWrite = this.state.forWrite;
  }

  /** The alias of the database that this queryset would ask now. */
  override get db(): DatabaseAlias {
    return this.route().alias;
  }

  /** What `await` calls: it asks the database, once, and gives the rows. */
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
  override sqlFor(what: 'rows' | 'exists', alias: string, outer: ConditionWriter): RawBuilder<unknown> {
    const { using, query } = this.state;
    if (using !== null && using !== alias) {
      throw new ValueError(
        "Subqueries aren't allowed across different databases. Force the inner query to be evaluated using `list(inner_query)`.",
      );
    }
    return what === 'rows' ? subquerySql(query, alias, outer) : existsSql(query, alias, outer);
  }

  protected get query(): Query {
    return this.state.query;
  }

  protected route(): Route {
    const { using, hints } = this.state;
    if (using !== null) return routeByHand(using);
    return this.#forWrite ? routeForWrite(this.model, hints) : routeForRead(this.model, hints);
  }

  /** The same but for these changes, as a queryset of its own. */
  protected derive<NewRow = Row, NewExtra extends object = Extra>(
    changes: Partial<QuerySetState>,
  ): QuerySet<M, NewRow, NewExtra> {
    const state = { ...this.state, forWrite: this.#forWrite, ...changes };
    // The origin is made here, before the constructors push the caller's line off the end of the stack.
    return Reflect.construct(this.constructor, [this.model, state, new Origin()]) as QuerySet<M, NewRow, NewExtra>;
  }

  /** Does the work now, on behalf of the line that called. */
  protected run<T>(work: (origin: Origin) => Promise<T>): Promise<T> {
    const origin = new Origin();
    return origin.run(() => work(origin));
  }

  /** Writes to the database for writing, where this queryset stays from then on. */
  protected write<T>(work: (route: Route, origin: Origin) => Promise<T>): Promise<T> {
    this.#forWrite = true;
    return this.run(async (origin) => await work(this.route(), origin));
  }

  protected async fetch(query: Query, origin: Origin): Promise<Row[]> {
    const { shape, known, prefetch } = this.state;
    const rows = await fetchShaped(query, shape, this.route(), origin);
    if (shape === 'instance') {
      const instances = rows as Model[];
      for (const { _state } of instances) if (known) _state.related.set(known.field.name, known.instance);
      await prefetchRelated(instances, prefetch, (relation) => this.#allRowsOf(relation), origin);
    }
    return rows as Row[];
  }

  /**
   * Those of its rows whose foreign key refers to this instance, which is the router's hint.
   * @internal
   */
  referringTo(field: Field, instance: Model): QuerySet<M, Row, Extra> {
    const isOfIt = { kind: 'lookup', term: ownColumn(field), lookup: 'exact', operand: instance.pk } as const;
    const query = { ...this.query, where: [...this.query.where, isOfIt] };
    return this.derive({ query, hints: { instance }, known: { field, instance } });
  }

  /**
   * What it asks for, as data.
   * @internal
   */
  asQuery(): Query {
    return this.query;
  }

  /** Its rows for which this holds, asked for on behalf of that instance.
   * @internal */
  async prefetchWhere(condition: Condition, instance: Model, origin: Origin): Promise<Model[]> {
    const { query, hints, shape } = this.state;
    if (shape !== 'instance') throw new ValueError('Prefetch querysets cannot use raw(), values(), and values_list().');
    if (isSliced(query)) throw new TypeError('Cannot filter a query once a slice has been taken.');
    const narrowed = { ...query, where: [...query.where, condition] };
    const rows = this.derive({ query: narrowed, hints: { ...hints, instance } });
    return (await rows.fetch(narrowed, origin)) as unknown as Model[];
  }

  /** What refers to an object comes from its model's default manager, what is referred to from all rows. */
  #allRowsOf({ target: model, isReverse }: PrefetchRelation): PrefetchableRows {
    const rows = isReverse ? defaultQuerySetOf(model) : undefined;
    return rows ?? (Reflect.construct(this.constructor, [model]) as QuerySetBase<Model, unknown, object>);
  }

  /** These are the rows: nothing is asked for.
   * @internal */
  remember(rows: readonly Row[]): void {
    this.rows = [...rows];
    this.#evaluation = Promise.resolve(this.rows);
  }

  /** The rows, asked for once. A failed attempt is forgotten. */
  #evaluate(): Promise<Row[]> {
    this.#evaluation ??= this.#origin.run(async () => {
      try {
        this.rows = await this.fetch(this.query, this.#origin);
        return this.rows;
      } catch (error) {
        this.forget();
        throw error;
      }
    });
    return this.#evaluation;
  }

  protected forget(): void {
    this.rows = null;
    this.#evaluation = null;
  }
}

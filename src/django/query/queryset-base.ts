import type { RawBuilder } from 'kysely';
import { routeByHand, routeForRead, routeForWrite } from '../db/router.ts';
import type { Hints, Route } from '../db/router.ts';
import { ValueError } from '../errors.ts';
import type { Model } from '../models/model.ts';
import type { ModelClass } from '../models/model-class.ts';
import { optionsOf } from '../models/model-options.ts';
import { Origin } from '../origin.ts';
import { existsSql, subquerySql } from './compile.ts';
import type { ConditionWriter } from './condition-sql.ts';
import { queryOf } from './query.ts';
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
}

/** What every queryset is: a query, the database it goes to, and the rows once they are here. What can be done with it is
 * in the classes that extend this one, each in its file: refine it, shape its rows, read it, write with it. */
export abstract class QuerySetBase<M extends Model, Row, Extra extends object>
  extends Subquery
  implements PromiseLike<Row[]>, AsyncIterable<Row>
{
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
    };
    this.#forWrite = this.state.forWrite;
  }

  /** The alias of the database that this queryset would ask now. */
  override get db(): string {
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
    return (await fetchShaped(query, this.state.shape, this.route(), origin)) as Row[];
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

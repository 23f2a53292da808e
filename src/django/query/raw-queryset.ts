import type { DatabaseAlias } from '../database-alias.ts';
import { connectionTo } from '../db/connection.ts';
import { numbered } from '../db/placeholders.ts';
import { fromPostgresText } from '../db/postgres-text.ts';
import { routeByHand, routeForRead } from '../db/router.ts';
import type { Hints, Route } from '../db/router.ts';
import { FieldDoesNotExist } from '../errors.ts';
import type { Instance } from '../models/instance-types.ts';
import type { Model } from '../models/model.ts';
import type { ModelClass } from '../models/model-class.ts';
import { optionsOf } from '../models/model-options.ts';
import { Origin } from '../origin.ts';
import { makeInstance } from './fetch.ts';

/** What a raw queryset asks, and of which database. */
interface RawQuery {
  readonly sql: string;
  readonly params: readonly unknown[] | undefined;
  /** What `using()` has named. */
  readonly using: string | null;
  readonly hints: Hints;
}

/**
 * Instances of the rows that SQL of your own gives, made by `raw`. It is asked once, when it is awaited.
 *
 * Django: [Performing raw queries](https://docs.djangoproject.com/en/5.2/topics/db/sql/#performing-raw-queries).
 */
export class RawQuerySet<M extends Model, Row = Instance<M>> implements PromiseLike<Row[]>, AsyncIterable<Row> {
  /** The model whose instances the rows become. */
  readonly model: ModelClass<M>;
  readonly #query: RawQuery;
  readonly #origin = new Origin();
  #evaluation: Promise<Row[]> | null = null;

  /** @internal */
  constructor(model: ModelClass<M>, query: RawQuery) {
    this.model = model;
    this.#query = query;
  }

  /** The alias of the database that it would ask now. */
  get db(): DatabaseAlias {
    return this.#route().alias;
  }

  /** Asks the database with this alias; with null, the one that the router chooses for reading. */
  using(alias: DatabaseAlias | null): RawQuerySet<M, Row> {
    return new RawQuerySet(this.model, { ...this.#query, using: alias });
  }

  /** What `await` calls: it asks the database, once, and gives the rows. */
  // oxlint-disable-next-line unicorn/no-thenable -- It is meant to be awaited.
  then<A = Row[], B = never>(
    onRows?: ((rows: Row[]) => A | PromiseLike<A>) | null,
    onError?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#evaluation ??= this.#origin.run(() => this.#fetch());
    return this.#evaluation.then(onRows, onError);
  }

  /** One row after the other. */
  async *[Symbol.asyncIterator](): AsyncIterator<Row> {
    yield* await this;
  }

  #route(): Route {
    const { using, hints } = this.#query;
    return using === null ? routeForRead(this.model, hints) : routeByHand(using);
  }

  /** Columns are told by their names. Those that the model does not have become attributes. */
  async #fetch(): Promise<Row[]> {
    const route = this.#route();
    const statement = numbered(this.#query.sql, this.#query.params);
    const { fields, rows } = await connectionTo(route.alias).execute(statement, route, this.#origin);
    const options = optionsOf(this.model);
    const columns = fields.map(({ name }) => options.fields.find(({ column }) => column === name));
    if (!columns.includes(options.primaryKey)) {
      throw new FieldDoesNotExist('Raw query must include the primary key');
    }
    return rows.map((row) => {
      const values = row.map((text, index) => fromPostgresText(text, fields[index]!));
      const own = columns.flatMap((field, index) => (field ? [[field.attribute, values[index]] as const] : []));
      const others = fields.flatMap(({ name }, index) => (columns[index] ? [] : [[name, values[index]] as const]));
      return Object.assign(makeInstance(options, new Map(own), route.alias), Object.fromEntries(others)) as Row;
    });
  }
}

import type { RawBuilder } from 'kysely';

/** A queryset as a part of another query. */
export abstract class Subquery {
  /** The alias of the database that it would ask by itself. */
  abstract readonly db: string;

  /**
   * The query in parentheses, for an outer query that runs on this database.
   * @throws ValueError when `using()` has named another one
   * @internal
   */
  abstract sqlFor(alias: string): RawBuilder<unknown>;
}

import type { RawBuilder } from 'kysely';
import type { ConditionWriter } from './condition-sql.ts';

/** A queryset as a part of another query. */
export abstract class Subquery {
  /** The alias of the database that it would ask by itself. */
  abstract readonly db: string;

  /**
   * The query in parentheses, for an outer query that runs on this database: its rows, or whether there are any.
   * @throws ValueError when `using()` has named another one
   * @internal
   */
  abstract sqlFor(what: 'rows' | 'exists', alias: string, outer: ConditionWriter): RawBuilder<unknown>;
}

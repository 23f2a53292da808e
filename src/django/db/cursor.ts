import { Origin } from '../origin.ts';
import type { PgResult } from '../../trace/postgres-values.ts';
import type { Statement } from '../query/statement.ts';
import { ProgrammingError } from './database-errors.ts';
import { numbered } from './placeholders.ts';
import { fromPostgresText } from './postgres-text.ts';
import type { DatabaseValue } from './postgres-text.ts';

/** One row, as its columns' values in order. */
export type DatabaseRow = readonly DatabaseValue[];

/**
 * Runs SQL that you write yourself.
 *
 *     const cursor = connections['replica'].cursor();
 *     await cursor.execute('select stock from shop_product where id = %s', [1]);
 *     const row = cursor.fetchone(); // [12], or null
 *
 * Django: [Executing custom SQL](https://docs.djangoproject.com/en/5.2/topics/db/sql/#executing-custom-sql-directly).
 */
export class Cursor {
  readonly #run: (statement: Statement, origin: Origin) => Promise<PgResult>;
  #result: PgResult | null = null;
  #fetched = 0;

  /** @internal */
  constructor(run: (statement: Statement, origin: Origin) => Promise<PgResult>) {
    this.#run = run;
  }

  /**
   * Sends one statement. Each `%s` in it stands for the next parameter; with parameters, a percent sign is written `%%`.
   * @throws DatabaseError
   * @throws TypeError when the SQL is no text, or the parameters are no list
   */
  async execute(sql: string, params?: readonly unknown[]): Promise<void> {
    const origin = new Origin();
    await origin.run(async () => {
      this.#result = await this.#run(numbered(sql, params), origin);
      this.#fetched = 0;
    });
  }

  /** The next row, or null when there is none left. */
  fetchone(): DatabaseRow | null {
    return this.fetchmany(1)[0] ?? null;
  }

  /** As many of the next rows as there are, up to `size`. */
  fetchmany(size: number): DatabaseRow[] {
    const { fields, rows } = this.#answer();
    const next = rows.slice(this.#fetched, this.#fetched + size);
    this.#fetched += next.length;
    return next.map((row) => row.map((text, index) => fromPostgresText(text, fields[index]!)));
  }

  /** All rows that are left. */
  fetchall(): DatabaseRow[] {
    return this.fetchmany(this.#answer().rows.length);
  }

  /** The names of the columns. */
  get columns(): readonly string[] {
    return this.#answer().fields.map(({ name }) => name);
  }

  /** How many rows the statement returned or changed. */
  get rowcount(): number {
    return rowCount(this.#answer());
  }

  #answer(): PgResult {
    if (!this.#result) throw new ProgrammingError('no results to fetch: await cursor.execute(...) first');
    return this.#result;
  }
}

/** The number in a CommandComplete tag, `UPDATE 3` or `INSERT 0 1`; 0 for commands that count no rows. */
export const rowCount = ({ tag }: PgResult): number => Number(/\d+$/.exec(tag)?.[0] ?? 0);

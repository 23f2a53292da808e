import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import { toPostgresText } from '../db/postgres-text.ts';
import type { PgText } from '../../trace/postgres-values.ts';

/** SQL with its parameters in Postgres's text format. */
export interface Statement {
  readonly sql: string;
  readonly params: readonly PgText[];
}

/** Kysely writes the SQL and never runs it. It knows no schema: which columns there are is the models' business. */
export const builder = new Kysely<Record<string, Record<string, unknown>>>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** @throws TypeError when a parameter is nothing that Postgres can be sent */
export function statementOf(query: { compile(): { sql: string; parameters: readonly unknown[] } }): Statement {
  const { sql, parameters } = query.compile();
  return { sql, params: parameters.map(toPostgresText) };
}

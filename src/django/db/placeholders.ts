import { kindOf } from '../describe.ts';
import type { Statement } from '../query/statement.ts';
import { ProgrammingError } from './database-errors.ts';
import { toPostgresText } from './postgres-text.ts';

/** SQL that a learner wrote: each `%s` stands for the next parameter, and `%%` for a percent sign. Without parameters
 * nothing stands for anything else. @throws ProgrammingError, or TypeError, with psycopg's complaints */
export function numbered(sql: string, params: readonly unknown[] | undefined): Statement {
  if (typeof sql !== 'string') throw new TypeError(`The query must be a text, not ${kindOf(sql)}.`);
  if (params !== undefined && params !== null && !Array.isArray(params)) {
    throw new TypeError(`query parameters should be a list, not ${kindOf(params)}.`);
  }
  if (!params) return { sql, params: [] };
  let used = 0;
  const numberedSql = sql.replace(/%(.?)/gs, (_, kind: string) => {
    if (kind === '%') return '%';
    if (kind === 's') return `$${++used}`;
    throw new ProgrammingError(`only '%s', '%b', '%t' are allowed as placeholders, got '%${kind}'`);
  });
  if (used !== params.length) {
    throw new ProgrammingError(`the query has ${used} placeholders but ${params.length} parameters were passed`);
  }
  return { sql: numberedSql, params: params.map(toPostgresText) };
}

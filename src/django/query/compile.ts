/** Queries to SQL. Each function gives one statement; which database it goes to is decided before. */
import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { FieldError, ValueError } from '../errors.ts';
import type { Field } from '../models/field.ts';
import type { ModelOptions } from '../models/model-options.ts';
import type { OnConflict } from './bulk-create-options.ts';
import { ConditionWriter, preparedValue } from './condition-sql.ts';
import { Expression } from './expressions.ts';
import { splitHaving } from './group-by.ts';
import { effectiveOrder } from './order-terms.ts';
import { ownColumn } from './query.ts';
import type { Column, Query } from './query.ts';
import { columnsOf, selectSql, selectStatement } from './select-sql.ts';
import { builder, statementOf } from './statement.ts';
import type { Statement } from './statement.ts';
import { TableScope } from './table-scope.ts';
import { VerbatimTerm } from './term.ts';
import type { Term } from './term.ts';

/** The rows, as what `columnsOf` says; there may be more columns after those. */
export function compileSelect(query: Query, alias: string): Statement {
  const columns = columnsOf(query);
  if (!query.distinct) return selectStatement(query, columns, alias);
  // SQL wants distinct rows to hold what they are ordered by. Django has them hold it, which may make more of them.
  const added = effectiveOrder(query)
    .filter(({ term }) => !columns.some((column) => column.term.equals(term)))
    .map(({ term }, index) => ({ name: `order${index + 1}`, term }));
  return selectStatement(query, [...columns, ...added], alias);
}

/** The query in parentheses, to stand in another one: the keys of its rows, or what `values` has named. */
export function subquerySql(query: Query, alias: string, outer: ConditionWriter | null = null): RawBuilder<unknown> {
  const { primaryKey } = query.options;
  const columns = query.columns ?? [{ name: primaryKey.attribute, term: ownColumn(primaryKey) }];
  return selectSql(query, columns, alias, 'calculated', outer);
}

const one: Column = { name: 'a', term: new VerbatimTerm(sql.lit(1), 'IntegerField') };

const firstOf = (query: Query): Query => ({ ...query, orderBy: [], limit: Math.min(1, query.limit ?? 1) });

/** A row in parentheses if there is any, and none if there is none. */
export function existsSql(query: Query, alias: string, outer: ConditionWriter): RawBuilder<unknown> {
  if (query.combined) return selectSql(query, columnsOf(query), alias, 'calculated', outer);
  return selectSql(firstOf(query), [one], alias, 'calculated', outer);
}

/** One row if there is any, and none if there is none. */
export function compileExists(query: Query, alias: string): Statement {
  if (!query.combined) return selectStatement(firstOf(query), [one], alias);
  const rows = selectSql(query, columnsOf(query), alias);
  return statementOf(builder.selectFrom(rows.as('subquery')).select(sql.lit(1).as('a')).limit(sql.lit(1)));
}

/** New values of one table's rows, by field. @throws FieldError when a value names another table, or an aggregate */
export function compileUpdate(query: Query, values: ReadonlyMap<Field, unknown>, alias: string): Statement {
  const { options } = query;
  const scope = new TableScope(options);
  const writer = new ConditionWriter(query, scope, alias);
  const changes = [...values].map(([field, value]) => [
    field.column,
    writer.valueSql(field, value instanceof Expression ? resolvedAssignment(query, field, value) : value),
  ]);
  if (scope.joins.length > 0) throw new FieldError('Joined field references are not permitted in this query');
  return statementOf(
    builder
      .updateTable(options.dbTable)
      .set(Object.fromEntries(changes))
      .where(ownRows(query, scope, writer, alias)),
  );
}

function resolvedAssignment(query: Query, { name }: Field, value: Expression): Term {
  const term = value.resolve(query);
  if (!term.hasAggregate) return term;
  throw new FieldError(`Aggregate functions are not allowed in this query (${name}=${String(value)}).`);
}

export function compileDelete(query: Query, alias: string): Statement {
  const scope = new TableScope(query.options);
  const writer = new ConditionWriter(query, scope, alias);
  return statementOf(builder.deleteFrom(query.options.dbTable).where(ownRows(query, scope, writer, alias)));
}

/** New rows, all with the same fields. Answers with the primary key of each, unless rows that are there are left out. */
export function compileInsert(
  options: ModelOptions,
  fields: readonly Field[],
  rows: readonly (readonly unknown[])[],
  onConflict: OnConflict | null = null,
): Statement {
  const { dbTable, primaryKey } = options;
  const insert = builder.insertInto(dbTable);
  const filled =
    fields.length === 0
      ? insert.defaultValues()
      : insert.values(
          rows.map((row) =>
            Object.fromEntries(fields.map((field, index) => [field.column, insertedValue(options, field, row[index])])),
          ),
        );
  const key = `${dbTable}.${primaryKey.column}`;
  switch (onConflict?.kind) {
    case 'ignore':
      return statementOf(filled.onConflict((conflict) => conflict.doNothing()));
    case 'update': {
      const { unique, update } = onConflict;
      const changes = Object.fromEntries(update.map(({ column }) => [column, sql.ref(`excluded.${column}`)]));
      const columns = unique.map(({ column }) => column);
      return statementOf(
        filled.onConflict((conflict) => conflict.columns(columns).doUpdateSet(changes)).returning(key),
      );
    }
    case undefined:
      return statementOf(filled.returning(key));
  }
}

function insertedValue({ label }: ModelOptions, field: Field, value: unknown): unknown {
  if (!(value instanceof Expression)) return preparedValue(field, value);
  throw new ValueError(
    `Failed to insert expression "${String(value)}" on ${label}.${field.name}. F() expressions can only be used to update, not to insert.`,
  );
}

/** The condition that tells the query's rows in its own table. UPDATE and DELETE have no joins and no groups: where the
 * query needs some, its rows are told by their keys. */
function ownRows(query: Query, scope: TableScope, writer: ConditionWriter, alias: string): RawBuilder<boolean> {
  const { where, having } = splitHaving(query.where);
  if (having.length === 0) {
    const plain = writer.conditionSql({ kind: 'and', parts: where });
    if (scope.joins.length === 0) return plain;
  }
  const { primaryKey } = query.options;
  const keys = subquerySql({ ...query, columns: null, orderBy: [], lock: null }, alias);
  return sql<boolean>`${scope.column(ownColumn(primaryKey).path)} in ${keys}`;
}

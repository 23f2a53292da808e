/** Queries to SQL. Each function gives one statement; which database it goes to is decided before. */
import { sql } from 'kysely';
import type { RawBuilder, SelectQueryBuilder } from 'kysely';
import { optionsOf } from '../models/model-options.ts';
import type { Field } from '../models/field.ts';
import type { ModelOptions } from '../models/model-options.ts';
import { ConditionWriter, preparedValue } from './condition-sql.ts';
import type { FieldPath } from './field-path.ts';
import { effectiveOrder } from './order-terms.ts';
import { isSliced } from './query.ts';
import type { Query } from './query.ts';
import { builder, statementOf } from './statement.ts';
import type { Statement } from './statement.ts';
import { TableScope } from './table-scope.ts';

type Select = SelectQueryBuilder<Record<string, Record<string, unknown>>, string, object>;

/** The columns of whole rows: the model's own, then those of each related model, in the order of `selectRelated`. */
export const rowColumns = ({ options, selectRelated }: Query): readonly FieldPath[] => [
  ...options.fields.map((field) => ({ relations: [], field })),
  ...selectRelated.flatMap(({ relations, field }) => {
    const way = [...relations, field];
    return optionsOf(field.relation!.to()).fields.map((other) => ({ relations: way, field: other }));
  }),
];

/** The rows, as the given columns. */
export const compileSelect = (query: Query, columns: readonly FieldPath[], alias: string): Statement =>
  statementOf(selectOf(query, columns, alias));

/** The same in parentheses, to stand in another query. */
export const subquerySql = (query: Query, columns: readonly FieldPath[], alias: string): RawBuilder<unknown> =>
  sql`(${selectOf(query, columns, alias)})`;

/** One row with the number of rows. */
export function compileCount(query: Query, alias: string): Statement {
  const unordered = { ...query, orderBy: [], selectRelated: [], lock: null };
  const count = sql<number>`count(*)`.as('count');
  if (!isSliced(query) && !query.distinct) {
    const scope = new TableScope(query.options);
    return statementOf(withJoins(withRows(baseOf(scope), unordered, scope, alias).select(count), scope));
  }
  const rows = isSliced(query) ? { ...unordered, orderBy: query.orderBy } : unordered;
  const inner = selectOf(rows, rowColumns(rows), alias).as('subquery');
  return statementOf(builder.selectFrom(inner).select(count));
}

/** One row if there is any, and none if there is none. */
export function compileExists(query: Query, alias: string): Statement {
  const scope = new TableScope(query.options);
  const one = { ...query, orderBy: [], selectRelated: [], limit: query.limit === null ? 1 : Math.min(1, query.limit) };
  return statementOf(withJoins(withRows(baseOf(scope), one, scope, alias).select(sql<number>`1`.as('a')), scope));
}

/** New values of one table's rows, by field. */
export function compileUpdate(query: Query, values: ReadonlyMap<Field, unknown>, alias: string): Statement {
  const { options } = query;
  const scope = new TableScope(options);
  const writer = new ConditionWriter(options, scope, alias);
  const changes = [...values].map(([field, value]) => [field.column, writer.valueSql(field, value)] as const);
  return statementOf(
    builder
      .updateTable(options.dbTable)
      .set(Object.fromEntries(changes))
      .where(ownRows(query, scope, writer, alias)),
  );
}

export function compileDelete(query: Query, alias: string): Statement {
  const scope = new TableScope(query.options);
  const writer = new ConditionWriter(query.options, scope, alias);
  return statementOf(builder.deleteFrom(query.options.dbTable).where(ownRows(query, scope, writer, alias)));
}

/** New rows, all with the same fields. Answers with the primary key of each. */
export function compileInsert(
  options: ModelOptions,
  fields: readonly Field[],
  rows: readonly (readonly unknown[])[],
): Statement {
  const { dbTable, primaryKey } = options;
  const insert = builder.insertInto(dbTable);
  const filled =
    fields.length === 0
      ? insert.defaultValues()
      : insert.values(
          rows.map((row) =>
            Object.fromEntries(fields.map((field, index) => [field.column, preparedValue(field, row[index])])),
          ),
        );
  return statementOf(filled.returning(`${dbTable}.${primaryKey.column}`));
}

function selectOf(query: Query, columns: readonly FieldPath[], alias: string): Select {
  const scope = new TableScope(query.options);
  const references = columns.map((path) => scope.reference(path));
  let select = withRows(baseOf(scope).select(references), query, scope, alias);
  if (query.distinct) select = select.distinct();
  return withJoins(select, scope);
}

const baseOf = ({ root }: TableScope): Select => builder.selectFrom(root.alias);

/** WHERE, ORDER BY, LIMIT and FOR UPDATE. */
function withRows(select: Select, query: Query, scope: TableScope, alias: string): Select {
  const writer = new ConditionWriter(query.options, scope, alias);
  let rows = select;
  for (const condition of query.where) rows = rows.where(writer.conditionSql(condition));
  for (const { path, descending } of effectiveOrder(query)) {
    rows = rows.orderBy(scope.column(path), descending ? 'desc' : 'asc');
  }
  if (query.limit !== null) rows = rows.limit(sql.lit(query.limit));
  if (query.offset > 0) rows = rows.offset(sql.lit(query.offset));
  if (!query.lock) return rows;
  rows = rows.forUpdate();
  if (query.lock.noWait) return rows.noWait();
  return query.lock.skipLocked ? rows.skipLocked() : rows;
}

/** Last, when all that the query names has been written and has asked for its tables. */
function withJoins(select: Select, { joins }: TableScope): Select {
  let joined = select;
  for (const { table, alias, key, foreignKey, outer } of joins) {
    const source = `${table} as ${alias}`;
    joined = outer ? joined.leftJoin(source, key, foreignKey) : joined.innerJoin(source, key, foreignKey);
  }
  return joined;
}

/** The condition that tells the query's rows in its own table. UPDATE and DELETE have no joins: where the query needs
 * some, its rows are told by their keys. */
function ownRows(query: Query, scope: TableScope, writer: ConditionWriter, alias: string): RawBuilder<boolean> {
  const plain = writer.conditionSql({ kind: 'and', parts: query.where });
  if (scope.joins.length === 0) return plain;
  const key: FieldPath = { relations: [], field: query.options.primaryKey };
  return sql<boolean>`${scope.column(key)} in ${subquerySql({ ...query, orderBy: [], lock: null }, [key], alias)}`;
}

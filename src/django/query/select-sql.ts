/** A query as SELECT. */
import { sql } from 'kysely';
import type { RawBuilder, SelectQueryBuilder } from 'kysely';
import { DatabaseError } from '../db/database-errors.ts';
import type { Field } from '../models/field.ts';
import { ConditionWriter } from './condition-sql.ts';
import { loadedFields } from './deferred-loading.ts';
import { groupTerms, splitHaving } from './group-by.ts';
import { resolveName } from './field-path.ts';
import { isNever } from './is-never.ts';
import { effectiveOrder } from './order-terms.ts';
import type { Column, CombinedQueries, Query } from './query.ts';
import { requireJoins } from './required-joins.ts';
import { builder, statementOf } from './statement.ts';
import type { Statement } from './statement.ts';
import { TableScope } from './table-scope.ts';
import { ColumnTerm } from './term.ts';
import type { Term } from './term.ts';

type Select = SelectQueryBuilder<Record<string, Record<string, unknown>>, string, object>;

/** The rows that an instance and its related ones are made of: its own, and those of `selectRelated` in their order. */
export function instanceParts(
  query: Query,
): readonly { readonly way: readonly Field[]; readonly fields: readonly Field[] }[] {
  const ways = [[], ...query.selectRelated.map(({ relations, field }) => [...relations, field])];
  return ways.map((way) => ({ way, fields: loadedFields(query, way) }));
}

/** What a query selects: what `values` has named, or the columns of the model and of each related one, and the annotations. */
export const columnsOf = (query: Query): readonly Column[] =>
  query.columns ?? [
    ...instanceParts(query).flatMap(({ way, fields }) =>
      fields.map((field) => ({
        name: [...way.map(({ name }) => name), field.attribute].join('__'),
        term: new ColumnTerm({ relations: way, field }),
      })),
    ),
    ...query.annotations,
  ];

/** How a select names its columns: only those that are calculated, as Django does, or all of them. */
export type Naming = 'calculated' | 'all';

/** The query's rows, as these columns. */
export function selectStatement(query: Query, columns: readonly Column[], alias: string): Statement {
  if (!query.combined) return statementOf(plainSelect(query, columns, alias));
  return statementOf(compilable(combinedSelect(query, query.combined, columns, alias)));
}

/** The same in parentheses, to stand in another query. */
export function selectSql(
  query: Query,
  columns: readonly Column[],
  alias: string,
  naming: Naming = 'calculated',
  outer: ConditionWriter | null = null,
): RawBuilder<unknown> {
  // Kysely puts parentheses around a select in raw SQL by itself.
  if (!query.combined) return sql`${plainSelect(query, columns, alias, naming, outer)}`;
  return sql`(${combinedSelect(query, query.combined, columns, alias, naming, outer)})`;
}

function plainSelect(
  query: Query,
  columns: readonly Column[],
  alias: string,
  naming: Naming = 'calculated',
  outer: ConditionWriter | null = null,
): Select {
  // Django's aliases: U0 and on in a subquery, V0 and on in one inside that.
  const prefix = outer && (['U', 'V', 'W'][outer.depth] ?? `U${outer.depth}_`);
  const scope = new TableScope(query.options, prefix);
  requireJoins(scope, splitHaving(query.where).where);
  const writer = new ConditionWriter(query, scope, alias, outer);
  const { dbTable } = query.options;
  let select: Select = builder.selectFrom(outer ? `${dbTable} as ${scope.root.alias}` : dbTable);
  for (const { name, term } of columns) {
    select =
      term instanceof ColumnTerm && naming === 'calculated'
        ? select.select(scope.reference(term.path))
        : select.select(term.sql(writer).as(name));
  }
  select = withRows(select, query, columns, writer);
  if (query.distinct) select = select.distinct();
  return withJoins(select, scope);
}

/** WHERE, GROUP BY, HAVING, ORDER BY, LIMIT and FOR UPDATE. */
function withRows(select: Select, query: Query, columns: readonly Column[], writer: ConditionWriter): Select {
  const { where, having } = splitHaving(query.where);
  const placed = (term: Term): RawBuilder<unknown> => termOrPlace(term, columns) ?? term.sql(writer);
  let rows = select;
  for (const condition of where) rows = rows.where(writer.conditionSql(condition));
  if (query.groupBy) {
    const groups = groupTerms(query, columns, having).map(placed);
    if (groups.length > 0) rows = rows.groupBy(groups);
  }
  for (const condition of having) rows = rows.having(writer.conditionSql(condition));
  for (const { term, descending } of effectiveOrder(query)) {
    rows = rows.orderBy(placed(term), descending ? 'desc' : 'asc');
  }
  return withLock(withLimit(rows, query), query);
}

/** What is calculated and selected is named by its place: written twice, its parameters would look like different ones. */
function termOrPlace(term: Term, columns: readonly Column[]): RawBuilder<unknown> | null {
  const place = term instanceof ColumnTerm ? -1 : columns.findIndex((column) => column.term.equals(term));
  return place < 0 ? null : sql.lit(place + 1);
}

function withLimit(select: Select, { limit, offset }: Query): Select {
  let rows = select;
  if (limit !== null) rows = rows.limit(sql.lit(limit));
  return offset > 0 ? rows.offset(sql.lit(offset)) : rows;
}

function withLock(select: Select, { lock }: Query): Select {
  if (!lock) return select;
  const rows = select.forUpdate();
  if (lock.noWait) return rows.noWait();
  return lock.skipLocked ? rows.skipLocked() : rows;
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

/** The parts, each selecting its own columns in the same places. */
function combinedSelect(
  query: Query,
  { operator, all, queries }: CombinedQueries,
  columns: readonly Column[],
  alias: string,
  naming: Naming = 'calculated',
  outer: ConditionWriter | null = null,
): RawBuilder<unknown> {
  const parts = queries
    .filter((part, index) => (operator === 'except' && index === 0) || !isNever(part))
    .map((part) => selectSql(part, partColumns(query, part, columns), alias, naming, outer));
  const rows = sql.join(parts, sql.raw(` ${operator}${all ? ' all' : ''} `));
  const order = effectiveOrder(query).map(({ term, descending }) => {
    const place = columns.findIndex((column) => column.term.equals(term));
    if (place < 0) throw new DatabaseError('ORDER BY term does not match any column in the result set.');
    return descending ? sql`${sql.lit(place + 1)} desc` : sql.lit(place + 1);
  });
  const { limit, offset } = query;
  const ordered = order.length > 0 ? sql`${rows} order by ${sql.join(order)}` : rows;
  const limited = limit === null ? ordered : sql`${ordered} limit ${sql.lit(limit)}`;
  return offset > 0 ? sql`${limited} offset ${sql.lit(offset)}` : limited;
}

/** What `values()` names after the union is asked of every part that has no `values()` of its own. */
function partColumns(query: Query, part: Query, columns: readonly Column[]): readonly Column[] {
  const asked = query.columns?.map(({ name }) => ({ name, term: resolveName(part, name) }));
  const own = part.columns ?? asked ?? columnsOf(part);
  return own.map(({ name, term }, index) => ({ name: columns[index]?.name ?? name, term }));
}

const compilable = (raw: RawBuilder<unknown>) => ({ compile: () => raw.compile(builder) });

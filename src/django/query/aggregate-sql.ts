/** What is true of all of a query's rows. */
import { sql } from 'kysely';
import { FieldError } from '../errors.ts';
import { AggregateTerm } from './aggregate-term.ts';
import { isSliced, ownColumn } from './query.ts';
import type { Column, Query } from './query.ts';
import { columnsOf, selectSql, selectStatement } from './select-sql.ts';
import { builder, statementOf } from './statement.ts';
import type { Statement } from './statement.ts';
import { ColumnTerm, VerbatimTerm } from './term.ts';
import type { Term } from './term.ts';
import { ConditionWriter } from './condition-sql.ts';
import { TableScope } from './table-scope.ts';

/** How many rows there are, as an aggregate. */
export const numberOfRows: Column = {
  name: 'count',
  term: new AggregateTerm('count', null, { distinct: false, filter: null, default: null }),
};

/** One row with these aggregates. Of rows that are grouped, distinct, combined or only some of all, it asks a subquery. */
export function compileAggregate(query: Query, aggregates: readonly Column[], alias: string): Statement {
  const rows: Query = { ...query, selectRelated: [], lock: null, orderBy: isSliced(query) ? query.orderBy : [] };
  if (!query.groupBy && !query.distinct && !query.combined && !isSliced(query)) {
    return selectStatement(rows, aggregates, alias);
  }
  const inner = new InnerColumns(rows);
  const outer = aggregates.map(({ name, term }) => ({ name, term: term.replace((part) => inner.reference(part)) }));
  const subquery = selectSql(rows, inner.columns, alias, 'all');
  const writer = new ConditionWriter(query, new TableScope(query.options), alias);
  return statementOf(
    builder.selectFrom(subquery.as('subquery')).select(outer.map(({ name, term }) => term.sql(writer).as(name))),
  );
}

/** What a subquery selects: what its outer query asks for, and what makes its own rows what they are. */
class InnerColumns {
  readonly #query: Query;
  readonly #selected: Column[];

  constructor(query: Query) {
    this.#query = query;
    const isFixed = query.distinct || query.combined !== null;
    this.#selected = isFixed ? columnsOf(query).map(({ term }, index) => ({ name: `col${index + 1}`, term })) : [];
  }

  get columns(): readonly Column[] {
    const { groupBy, options } = this.#query;
    if (this.#selected.length > 0) return this.#selected;
    const terms = groupBy && groupBy !== 'row' && groupBy.length > 0 ? groupBy : [ownColumn(options.primaryKey)];
    return terms.map((term, index) => ({ name: `col${index + 1}`, term }));
  }

  /** The name in the outer query for a column or an annotation of the inner one; undefined for what is neither. */
  reference(term: Term): Term | undefined {
    const isAnnotation = this.#query.annotations.some((annotation) => annotation.term === term);
    if (!isAnnotation && !(term instanceof ColumnTerm)) return undefined;
    let column = this.#selected.find((other) => other.term.equals(term));
    if (!column) {
      if (this.#query.combined) throw new FieldError('An aggregate of combined querysets can only name their columns.');
      column = { name: `col${this.#selected.length + 1}`, term };
      this.#selected.push(column);
    }
    return new VerbatimTerm(sql.ref(`subquery.${column.name}`), term.type);
  }
}

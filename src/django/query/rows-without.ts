import type { RawBuilder } from 'kysely';
import { ReverseStep } from '../models/reverse-relation.ts';
import { optionsOf } from '../models/model-options.ts';
import { subquerySql } from './compile.ts';
import type { Condition } from './condition.ts';
import type { ConditionWriter } from './condition-sql.ts';
import { ownColumn, queryOf } from './query.ts';
import type { Query } from './query.ts';
import { Subquery } from './subquery.ts';
import { ColumnTerm } from './term.ts';

/** A query as an operand. It has no database of its own. */
class InnerQuery extends Subquery {
  readonly db = '';
  readonly #query: Query;

  constructor(query: Query) {
    super();
    this.#query = query;
  }

  override sqlFor(_: 'rows' | 'exists', alias: string, outer: ConditionWriter): RawBuilder<unknown> {
    return subquerySql(this.#query, alias, outer);
  }
}

/**
 * What a negation means where a relation is followed backwards: `exclude({ lines__quantity: 6 })` leaves out an order
 * that has such a line, however many others it has. A join cannot say that, so each such lookup becomes a subquery:
 * Django's `Query.split_exclude`.
 */
export function withoutJoinedNegations(condition: Condition, isNegated = false): Condition {
  switch (condition.kind) {
    case 'not':
      return { kind: 'not', part: withoutJoinedNegations(condition.part, true) };
    case 'lookup':
      return isNegated ? asSubquery(condition) : condition;
    default:
      return { ...condition, parts: condition.parts.map((part) => withoutJoinedNegations(part, isNegated)) };
  }
}

/** The same lookup, asked of the rows that refer to this one. */
function asSubquery(condition: Extract<Condition, { kind: 'lookup' }>): Condition {
  const { term } = condition;
  if (!(term instanceof ColumnTerm)) return condition;
  const { relations, field } = term.path;
  const turn = relations.findIndex((step) => step instanceof ReverseStep);
  if (turn < 0) return condition;
  const foreignKey = (relations[turn] as ReverseStep).field;
  const referring = optionsOf(foreignKey.model);
  const inner = { ...condition, term: new ColumnTerm({ relations: relations.slice(turn + 1), field }) };
  const column = ownColumn(foreignKey);
  const query: Query = {
    ...queryOf(referring),
    // In SQL nothing is known to be missing from a list that has a NULL in it.
    where: [inner, { kind: 'lookup', term: column, lookup: 'isnull', operand: false }],
    columns: [{ name: foreignKey.attribute, term: column }],
    orderBy: [],
  };
  const { primaryKey } = optionsOf(foreignKey.relation!.to());
  const own = new ColumnTerm({ relations: relations.slice(0, turn), field: primaryKey });
  return { kind: 'lookup', term: own, lookup: 'in', operand: new InnerQuery(query) };
}

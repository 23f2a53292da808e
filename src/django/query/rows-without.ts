import type { RawBuilder } from 'kysely';
import { optionsOf } from '../models/model-options.ts';
import type { ModelOptions } from '../models/model-options.ts';
import { ReverseStep } from '../models/reverse-relation.ts';
import type { RelationStep } from '../models/reverse-relation.ts';
import { existsSql } from './compile.ts';
import { mapOperand } from './condition.ts';
import type { Condition, LookupCondition } from './condition.ts';
import type { ConditionWriter } from './condition-sql.ts';
import { ownColumn, queryOf } from './query.ts';
import type { Query } from './query.ts';
import { Subquery } from './subquery.ts';
import { ExistsTerm, TermOfOuter } from './subquery-terms.ts';
import { ColumnTerm } from './term.ts';
import type { Term } from './term.ts';

/** A query that asks whether there is a row. It has no database of its own. */
class InnerQuery extends Subquery {
  readonly db = '';
  readonly #query: Query;

  constructor(query: Query) {
    super();
    this.#query = query;
  }

  override sqlFor(_: 'rows' | 'exists', alias: string, outer: ConditionWriter): RawBuilder<unknown> {
    return existsSql(this.#query, alias, outer);
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

/** The lookup, asked of the rows that refer to this one: whether there is such a row. */
function asSubquery(condition: LookupCondition): Condition {
  const way = wayToMany(condition.term);
  if (!way) return condition;
  const { relations } = way.path;
  const turn = relations.findIndex((step) => step instanceof ReverseStep);
  const foreignKey = (relations[turn] as ReverseStep).field;
  const owner = optionsOf(foreignKey.relation!.to());
  // What is missing is found from the row itself: the rows that do not refer to it cannot tell.
  const isAboutNone = condition.lookup === 'isnull' && condition.operand === true;
  const [options, key] = isAboutNone ? [owner, owner.primaryKey] : [optionsOf(foreignKey.model), foreignKey];
  const left = isAboutNone ? turn : turn + 1;
  const term = condition.term.replace((part) =>
    part instanceof ColumnTerm
      ? new ColumnTerm({ relations: part.path.relations.slice(left), field: part.path.field })
      : undefined,
  );
  const operand = mapOperand(condition.operand, (other) => new TermOfOuter(other));
  const isOfThisRow = {
    kind: 'lookup',
    term: ownColumn(key),
    lookup: 'exact',
    operand: keyOf(relations, turn, owner),
  } as const;
  const query = { ...queryOf(options), where: [{ ...condition, term, operand }, isOfThisRow] };
  return { kind: 'lookup', term: new ExistsTerm(new InnerQuery(query)), lookup: 'exact', operand: true };
}

/** The key of the row that the others refer to. The foreign key that leads there has it already. */
function keyOf(relations: readonly RelationStep[], turn: number, owner: ModelOptions): Term {
  const before = relations[turn - 1];
  const path =
    before && !(before instanceof ReverseStep)
      ? { relations: relations.slice(0, turn - 1), field: before }
      : { relations: relations.slice(0, turn), field: owner.primaryKey };
  return new TermOfOuter(new ColumnTerm(path));
}

/** The column on the other side of a relation that is followed backwards, if a term goes there. */
function wayToMany(term: Term): ColumnTerm | null {
  if (term instanceof ColumnTerm) return term.path.relations.some((step) => step instanceof ReverseStep) ? term : null;
  return term.parts.map(wayToMany).find((column) => column !== null) ?? null;
}

import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { ValueError } from '../errors.ts';
import { isModelInstance } from '../models/is-model-instance.ts';
import type { Field } from '../models/field.ts';
import { foldCondition } from './condition.ts';
import type { Condition } from './condition.ts';
import { DatePartTerm } from './date-part-term.ts';
import type { Names } from './field-path.ts';
import { lookupSql } from './lookups.ts';
import { Subquery } from './subquery.ts';
import type { TableScope } from './table-scope.ts';
import { ExistsTerm } from './subquery-terms.ts';
import { Term, parameter } from './term.ts';

type Sql = RawBuilder<unknown>;

/** Writes conditions and values of one query: over its tables, for the database that it runs on. */
export class ConditionWriter {
  readonly scope: TableScope;
  /** What names mean in this query. */
  readonly names: Names;
  /** The query around this one, if there is one. */
  readonly outer: ConditionWriter | null;
  readonly #alias: string;

  constructor(names: Names, scope: TableScope, alias: string, outer: ConditionWriter | null = null) {
    this.names = names;
    this.scope = scope;
    this.outer = outer;
    this.#alias = alias;
  }

  /** How many queries are around this one. */
  get depth(): number {
    return this.outer ? this.outer.depth + 1 : 0;
  }

  conditionSql(condition: Condition): RawBuilder<boolean> {
    switch (condition.kind) {
      case 'lookup': {
        // An empty list has no SQL.
        if (foldCondition(condition) === 'never') return sql<boolean>`false`;
        const { term, lookup, operand } = condition;
        const asMoment = term instanceof DatePartTerm ? term.comparedAsMoment(this, lookup, operand) : null;
        if (asMoment) return asMoment.$castTo<boolean>();
        const left = term.sql(this);
        if (term instanceof ExistsTerm && lookup === 'exact' && operand === true) return left.$castTo<boolean>();
        return lookupSql(left, lookup, operand, (value) => this.valueSql(term.field, value)).$castTo<boolean>();
      }
      case 'not':
        return sql<boolean>`not (${this.#neverNull(condition.part)})`;
      default: {
        if (condition.parts.length === 0) return condition.kind === 'and' ? sql<boolean>`true` : sql<boolean>`false`;
        const [first, ...more] = condition.parts.map((part) => this.conditionSql(part));
        if (more.length === 0) return first!;
        return sql<boolean>`(${sql.join([first, ...more], condition.kind === 'and' ? sql` and ` : sql` or `)})`;
      }
    }
  }

  /** Whether the subquery has any row. */
  existsSql(subquery: Subquery): Sql {
    return sql`exists ${subquery.sqlFor('exists', this.#alias, this)}`;
  }

  /** One value, on its way to be compared with a column or stored in it. */
  valueSql(field: Field | null, value: unknown): Sql {
    if (value instanceof Term) return value.sql(this);
    if (value instanceof Subquery) return value.sqlFor('rows', this.#alias, this);
    return parameter(preparedValue(field, value));
  }

  /** In SQL neither a comparison with NULL nor its negation is true. Django's `exclude` wants the rows all the same,
   * and so makes the negated comparison false. */
  #neverNull(condition: Condition): Sql {
    if (condition.kind === 'not') return this.conditionSql(condition);
    if (condition.kind !== 'lookup') {
      const parts = condition.parts.map((part) => this.#neverNull(part));
      if (parts.length === 0) return this.conditionSql(condition);
      return sql`(${sql.join(parts, condition.kind === 'and' ? sql` and ` : sql` or `)})`;
    }
    const { term, lookup } = condition;
    const plain = this.conditionSql(condition);
    if (lookup === 'isnull' || !term.isNullable(this.scope)) return plain;
    return sql`(${plain} and ${term.sql(this)} is not null)`;
  }
}

/** The value that the database is sent for a field: of an object, its key. @throws ValueError */
export function preparedValue(field: Field | null, value: unknown): unknown {
  if (value === undefined) throw new ValueError(`The field '${field?.name}' cannot be given undefined.`);
  if (isModelInstance(value)) return value.pk;
  return field?.declaration.prepare && value !== null ? field.declaration.prepare(value) : value;
}

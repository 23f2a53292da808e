import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { FieldError, ValueError } from '../errors.ts';
import { isModelInstance } from '../models/is-model-instance.ts';
import type { Field } from '../models/field.ts';
import type { ModelOptions } from '../models/model-options.ts';
import { foldCondition } from './conditions.ts';
import type { Condition } from './conditions.ts';
import { Arithmetic, Expression, FieldReference } from './expressions.ts';
import { resolvePath } from './field-path.ts';
import { lookupSql } from './lookups.ts';
import { Subquery } from './subquery.ts';
import type { TableScope } from './table-scope.ts';

type Sql = RawBuilder<unknown>;

/** Writes conditions and values of one query: over its tables, for the database that it runs on. */
export class ConditionWriter {
  readonly #options: ModelOptions;
  readonly #scope: TableScope;
  readonly #alias: string;

  constructor(options: ModelOptions, scope: TableScope, alias: string) {
    this.#options = options;
    this.#scope = scope;
    this.#alias = alias;
  }

  conditionSql(condition: Condition): RawBuilder<boolean> {
    switch (condition.kind) {
      case 'lookup': {
        // An empty list has no SQL.
        if (foldCondition(condition) === 'never') return sql<boolean>`false`;
        const { path, lookup, operand } = condition;
        const column = this.#scope.column(path);
        return lookupSql(column, lookup, operand, (value) => this.valueSql(path.field, value)).$castTo<boolean>();
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

  /** One value, on its way to be compared with a column or stored in it. */
  valueSql(field: Field, value: unknown): Sql {
    if (value instanceof Expression) return this.#expressionSql(value);
    if (value instanceof Subquery) return value.sqlFor(this.#alias);
    return sql`${preparedValue(field, value)}`;
  }

  #expressionSql(expression: Expression): Sql {
    if (expression instanceof FieldReference) return this.#scope.column(resolvePath(this.#options, expression.path));
    if (!(expression instanceof Arithmetic)) throw new FieldError(`Not an expression: ${expression.constructor.name}.`);
    const { left, operator, right } = expression;
    const rightSql = right instanceof Expression ? this.#expressionSql(right) : sql`${right}`;
    return sql`(${this.#expressionSql(left)} ${sql.raw(operator)} ${rightSql})`;
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
    const { path, lookup } = condition;
    const plain = this.conditionSql(condition);
    if (lookup === 'isnull' || !this.#scope.isNullable(path)) return plain;
    return sql`(${plain} and ${this.#scope.column(path)} is not null)`;
  }
}

/** The value that the database is sent for a field: of an object, its key. @throws ValueError */
export function preparedValue(field: Field, value: unknown): unknown {
  if (value === undefined) throw new ValueError(`The field '${field.name}' cannot be given undefined.`);
  if (isModelInstance(value)) return value.pk;
  return field.declaration.prepare && value !== null ? field.declaration.prepare(value) : value;
}

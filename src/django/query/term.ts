/** Values of a query whose names have been resolved: columns, and what is calculated of them. They write their own SQL. */
import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { DatabaseValue } from '../db/postgres-text.ts';
import type { Field } from '../models/field.ts';
import { isSameStep } from '../models/reverse-relation.ts';
import type { ConditionWriter } from './condition-sql.ts';
import type { FieldPath } from './field-path.ts';
import type { TableScope } from './table-scope.ts';

type Sql = RawBuilder<unknown>;

/** The operators of arithmetic in SQL. */
export type Operator = '+' | '-' | '*' | '/' | '%';

/** Django's class of field for a term's values; null where nothing can be said. */
export type TermType = string | null;

export abstract class Term {
  /** What it is made of. */
  readonly parts: readonly Term[];
  abstract readonly type: TermType;

  constructor(parts: readonly Term[] = []) {
    this.parts = parts;
  }

  abstract sql(writer: ConditionWriter): Sql;

  protected abstract withParts(parts: readonly Term[]): Term;

  /** The same, but with other terms in place of some. */
  replace(by: (term: Term) => Term | undefined): Term {
    const other = by(this);
    if (other) return other;
    return this.parts.length === 0 ? this : this.withParts(this.parts.map((part) => part.replace(by)));
  }

  /** Whether it says something of several rows. */
  get hasAggregate(): boolean {
    return this.parts.some((part) => part.hasAggregate);
  }

  /** Whether it can be NULL in a query over these tables. */
  isNullable(scope: TableScope): boolean {
    return this.parts.some((part) => part.isNullable(scope));
  }

  /** What GROUP BY must name so that SELECT may name this. */
  groupedBy(): readonly Term[] {
    return this.hasAggregate ? this.parts.flatMap((part) => part.groupedBy()) : [this];
  }

  /** Whether both are the same value. */
  equals(other: Term): boolean {
    return this === other;
  }

  /** What it comes to over no rows at all, where it is an aggregate. */
  get ofNoRows(): DatabaseValue {
    return null;
  }

  /** The field that its values belong to, if they are those of one. */
  get field(): Field | null {
    return null;
  }

  /** Postgres's value as Django gives it: `avg` of whole numbers is `numeric` there, and a plain number here. */
  read(value: DatabaseValue): DatabaseValue {
    const isNumber = this.type === 'IntegerField' || this.type === 'FloatField';
    return isNumber && typeof value === 'string' ? Number(value) : value;
  }
}

/** A column of the model's table, or of one that foreign keys lead to. */
export class ColumnTerm extends Term {
  readonly path: FieldPath;

  constructor(path: FieldPath) {
    super();
    this.path = path;
  }

  override get type(): TermType {
    const { type } = this.path.field.declaration;
    return type === 'AutoField' || type === 'ForeignKey' ? 'IntegerField' : type;
  }

  override get field(): Field {
    return this.path.field;
  }

  override sql({ scope }: ConditionWriter): Sql {
    return scope.column(this.path);
  }

  override isNullable(scope: TableScope): boolean {
    return scope.isNullable(this.path);
  }

  override equals(other: Term): boolean {
    return other instanceof ColumnTerm && other.path.field === this.path.field && this.isBeside(other);
  }

  /** Whether both columns are of the same row. */
  isBeside({ path }: ColumnTerm): boolean {
    const { relations } = this.path;
    return (
      relations.length === path.relations.length &&
      relations.every((step, index) => isSameStep(step, path.relations[index]!))
    );
  }

  // A column's own values are what its type is read as, whatever that is.
  override read(value: DatabaseValue): DatabaseValue {
    return value;
  }

  protected override withParts(): Term {
    return this;
  }
}

/** Something that is written as it is: a name of an outer query, or the 1 of `select 1`. */
export class VerbatimTerm extends Term {
  readonly type: TermType;
  readonly #sql: Sql;

  constructor(written: Sql, type: TermType) {
    super();
    this.#sql = written;
    this.type = type;
  }

  override sql(): Sql {
    return this.#sql;
  }

  override isNullable(): boolean {
    return true;
  }

  protected override withParts(): Term {
    return this;
  }
}

/** A value that the learner gave. */
export class ValueTerm extends Term {
  readonly value: unknown;

  constructor(value: unknown) {
    super();
    this.value = value;
  }

  override get type(): TermType {
    if (typeof this.value === 'number') return Number.isInteger(this.value) ? 'IntegerField' : 'FloatField';
    return null;
  }

  /** With its type: beside nothing that has one, Postgres would take it for a text. */
  override sql(): Sql {
    const { value } = this;
    switch (typeof value) {
      case 'number':
        return Number.isInteger(value) ? sql`${value}::bigint` : sql`${value}::double precision`;
      case 'boolean':
        return sql`${value}::boolean`;
      case 'string':
        return sql`${value}::text`;
      default:
        return value instanceof Date ? sql`${value}::timestamp with time zone` : sql`${value}`;
    }
  }

  override groupedBy(): readonly Term[] {
    return [];
  }

  override isNullable(): boolean {
    return this.value === null;
  }

  protected override withParts(): Term {
    return this;
  }
}

/** Two operands and what connects them. The right one may be a plain value, which takes the type of the left one. */
export class ArithmeticTerm extends Term {
  readonly #operator: Operator;
  readonly #operand: number | string | null;

  constructor(left: Term, operator: Operator, right: Term | number | string) {
    super(right instanceof Term ? [left, right] : [left]);
    this.#operator = operator;
    this.#operand = right instanceof Term ? null : right;
  }

  override get type(): TermType {
    const types = new Set(this.parts.map(({ type }) => type));
    if (typeof this.#operand === 'number' && !Number.isInteger(this.#operand)) types.add('FloatField');
    if (types.has(null)) return null;
    if (types.has('DecimalField')) return 'DecimalField';
    if (types.has('FloatField')) return 'FloatField';
    return types.size === 1 ? [...types][0]! : null;
  }

  override sql(writer: ConditionWriter): Sql {
    const [left, right] = this.parts;
    const rightSql = right ? right.sql(writer) : parameter(this.#operand);
    return sql`(${left!.sql(writer)} ${sql.raw(this.#operator)} ${rightSql})`;
  }

  protected override withParts([left, right]: readonly Term[]): Term {
    return new ArithmeticTerm(left!, this.#operator, right ?? this.#operand!);
  }
}

/** The first of its parts that is not NULL. */
export class CoalesceTerm extends Term {
  override get type(): TermType {
    return this.parts.find(({ type }) => type !== null)?.type ?? null;
  }

  override sql(writer: ConditionWriter): Sql {
    return sql`coalesce(${sql.join(this.parts.map((part) => part.sql(writer)))})`;
  }

  override isNullable(scope: TableScope): boolean {
    return this.parts.every((part) => part.isNullable(scope));
  }

  override get ofNoRows(): DatabaseValue {
    for (const part of this.parts) {
      const value = part instanceof ValueTerm ? (part.value as DatabaseValue) : part.ofNoRows;
      if (value !== null) return value;
    }
    return null;
  }

  protected override withParts(parts: readonly Term[]): Term {
    return new CoalesceTerm(parts);
  }
}

/** A plain value beside a term, whose type Postgres gives to it; but a fraction stays one beside a whole number. */
export const parameter = (value: unknown): Sql =>
  typeof value === 'number' && !Number.isInteger(value) ? sql`${value}::numeric` : sql`${value}`;

import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { Field } from '../models/field.ts';
import { optionsOf } from '../models/model-options.ts';
import type { ConditionWriter } from './condition-sql.ts';
import { Term } from './term.ts';
import type { TermType } from './term.ts';

/** Types of columns, by Django's class of field. What is not here is a text. */
const sqlTypes: Readonly<Record<string, string>> = {
  AutoField: 'bigint',
  BooleanField: 'boolean',
  DateField: 'date',
  DateTimeField: 'timestamp with time zone',
  DecimalField: 'numeric',
  FloatField: 'double precision',
  IntegerField: 'bigint',
  JSONField: 'jsonb',
};

/** A foreign key is of the type of what it refers to. */
function sqlTypeOf({ relation, declaration }: Field): string {
  return relation ? sqlTypeOf(optionsOf(relation.to()).primaryKey) : (sqlTypes[declaration.type] ?? 'text');
}

/** A field's value, by the key of its row: what `bulkUpdate` sets. */
export class CaseTerm extends Term {
  readonly #field: Field;
  readonly #key: Term;
  readonly #cases: readonly (readonly [unknown, unknown])[];

  /** Each case is the key of a row, and the value that it gets: plain, or a term. */
  constructor(field: Field, key: Term, cases: readonly (readonly [unknown, unknown])[]) {
    super();
    this.#field = field;
    this.#key = key;
    this.#cases = cases;
  }

  override get type(): TermType {
    return this.#field.declaration.type;
  }

  /** With its type: parameters alone would make it a text, which no other column takes. */
  override sql(writer: ConditionWriter): RawBuilder<unknown> {
    const key = this.#key.sql(writer);
    const cases = this.#cases.map(
      ([pk, value]) => sql`when ${key} = ${pk} then ${writer.valueSql(this.#field, value)}`,
    );
    return sql`(case ${sql.join(cases, sql` `)} end)::${sql.raw(sqlTypeOf(this.#field))}`;
  }

  protected override withParts(): Term {
    return this;
  }
}

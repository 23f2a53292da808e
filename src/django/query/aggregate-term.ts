import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { DatabaseValue } from '../db/postgres-text.ts';
import { mapTerms } from './condition.ts';
import type { Condition } from './condition.ts';
import type { ConditionWriter } from './condition-sql.ts';
import { Term, parameter } from './term.ts';
import type { TermType } from './term.ts';

/** What SQL can say of several rows. */
export type AggregateFunction = 'count' | 'sum' | 'avg' | 'min' | 'max';

export interface AggregateOptions {
  readonly distinct: boolean;
  /** Only rows for which this holds. */
  readonly filter: Condition | null;
  /** In place of NULL, over no rows; null for none. */
  readonly default: unknown;
}

/** A function of several rows. Without an operand: of the rows themselves, `count(*)`. */
export class AggregateTerm extends Term {
  readonly #function: AggregateFunction;
  readonly #options: AggregateOptions;

  constructor(name: AggregateFunction, operand: Term | null, options: AggregateOptions) {
    super(operand ? [operand] : []);
    this.#function = name;
    this.#options = options;
  }

  override get hasAggregate(): boolean {
    return true;
  }

  override get type(): TermType {
    const [operand] = this.parts;
    if (this.#function === 'count') return 'IntegerField';
    const type = operand?.type ?? null;
    return this.#function === 'avg' && type === 'IntegerField' ? 'FloatField' : type;
  }

  override get ofNoRows(): DatabaseValue {
    return this.#function === 'count' ? 0 : (this.#options.default as DatabaseValue);
  }

  override sql(writer: ConditionWriter): RawBuilder<unknown> {
    const { distinct, filter, default: byDefault } = this.#options;
    const [operand] = this.parts;
    const of = operand ? operand.sql(writer) : sql`*`;
    const call = sql`${sql.raw(this.#function)}(${distinct ? sql`distinct ${of}` : of})`;
    const filtered = filter ? sql`${call} filter (where ${writer.conditionSql(filter)})` : call;
    return byDefault === null ? filtered : sql`coalesce(${filtered}, ${parameter(byDefault)})`;
  }

  override groupedBy(): readonly Term[] {
    return [];
  }

  override isNullable(): boolean {
    return this.#function !== 'count' && this.#options.default === null;
  }

  override replace(by: (term: Term) => Term | undefined): Term {
    const other = by(this);
    if (other) return other;
    const { filter } = this.#options;
    const operand = this.parts[0]?.replace(by) ?? null;
    const inFilter = filter && mapTerms(filter, (term) => term.replace(by));
    return new AggregateTerm(this.#function, operand, { ...this.#options, filter: inFilter });
  }

  protected override withParts([operand]: readonly Term[]): Term {
    return new AggregateTerm(this.#function, operand ?? null, this.#options);
  }
}

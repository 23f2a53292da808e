import type { RawBuilder } from 'kysely';
import { ValueError } from '../errors.ts';
import type { ConditionWriter } from './condition-sql.ts';
import { resolveName } from './field-path.ts';
import type { Subquery } from './subquery.ts';
import { Term } from './term.ts';
import type { TermType } from './term.ts';

type Sql = RawBuilder<unknown>;

/** Whether a subquery has any row. */
export class ExistsTerm extends Term {
  readonly #subquery: Subquery;

  constructor(subquery: Subquery) {
    super();
    this.#subquery = subquery;
  }

  override get type(): TermType {
    return 'BooleanField';
  }

  override sql(writer: ConditionWriter): Sql {
    return writer.existsSql(this.#subquery);
  }

  protected override withParts(): Term {
    return this;
  }
}

/** The one value that a subquery gives; NULL if it gives no row. */
export class SubqueryTerm extends Term {
  readonly #subquery: Subquery;

  constructor(subquery: Subquery) {
    super();
    this.#subquery = subquery;
  }

  override get type(): TermType {
    return null;
  }

  override sql(writer: ConditionWriter): Sql {
    return writer.valueSql(null, this.#subquery);
  }

  override isNullable(): boolean {
    return true;
  }

  protected override withParts(): Term {
    return this;
  }
}

/** A term of the query around this one. */
export class TermOfOuter extends Term {
  readonly #term: Term;

  constructor(term: Term) {
    super();
    this.#term = term;
  }

  override get type(): TermType {
    return this.#term.type;
  }

  override sql({ outer }: ConditionWriter): Sql {
    if (!outer) throw new Error('A term of an outer query stands in no subquery.');
    return this.#term.sql(outer);
  }

  override isNullable(): boolean {
    return true;
  }

  protected override withParts(): Term {
    return this;
  }
}

/** A value of the query around this one. What it is called is known only there. */
export class OuterTerm extends Term {
  readonly #name: string;

  constructor(name: string) {
    super();
    this.#name = name;
  }

  override get type(): TermType {
    return null;
  }

  override sql({ outer }: ConditionWriter): Sql {
    if (outer) return resolveName(outer.names, this.#name).sql(outer);
    throw new ValueError('This queryset contains a reference to an outer query and may only be used in a subquery.');
  }

  override isNullable(): boolean {
    return true;
  }

  protected override withParts(): Term {
    return this;
  }
}

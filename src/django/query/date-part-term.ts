import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { ConditionWriter } from './condition-sql.ts';
import type { LookupName } from './lookups.ts';
import { Term } from './term.ts';
import type { TermType } from './term.ts';

type Sql = RawBuilder<unknown>;

/** Parts of a day, as Django counts them: `weekDay` from 1, which is Sunday. */
const dayParts = {
  year: (date) => sql`extract(year from ${date})`,
  quarter: (date) => sql`extract(quarter from ${date})`,
  month: (date) => sql`extract(month from ${date})`,
  week: (date) => sql`extract(week from ${date})`,
  day: (date) => sql`extract(day from ${date})`,
  weekDay: (date) => sql`extract(dow from ${date}) + 1`,
} as const satisfies Record<string, (date: Sql) => Sql>;

/** Parts that only a moment has. */
const momentParts = {
  date: (moment) => sql`(${moment})::date`,
  hour: (moment) => sql`extract(hour from ${moment})`,
  minute: (moment) => sql`extract(minute from ${moment})`,
  second: (moment) => sql`extract(second from ${moment})`,
} as const satisfies Record<string, (moment: Sql) => Sql>;

export type DatePart = keyof typeof dayParts | keyof typeof momentParts;

const isDayPart = (name: string): name is keyof typeof dayParts => Object.hasOwn(dayParts, name);
const isMomentPart = (name: string): name is keyof typeof momentParts => Object.hasOwn(momentParts, name);

/** Whether terms of this type have such a part. */
export function hasDatePart(type: TermType, name: string): name is DatePart {
  return type === 'DateTimeField' ? isDayPart(name) || isMomentPart(name) : type === 'DateField' && isDayPart(name);
}

/** A part of a date or a moment, in the time zone UTC: `placedAt__year`. */
export class DatePartTerm extends Term {
  readonly part: DatePart;

  constructor(of: Term, part: DatePart) {
    super([of]);
    this.part = part;
  }

  override get type(): TermType {
    return this.part === 'date' ? 'DateField' : 'IntegerField';
  }

  override sql(writer: ConditionWriter): Sql {
    const of = this.parts[0]!;
    const date = of.type === 'DateTimeField' ? sql`${of.sql(writer)} at time zone 'UTC'` : of.sql(writer);
    return isDayPart(this.part) ? dayParts[this.part](date) : momentParts[this.part](date);
  }

  override equals(other: Term): boolean {
    return other instanceof DatePartTerm && other.part === this.part && other.parts[0]!.equals(this.parts[0]!);
  }

  /** A comparison with a year as one with its first and last moments, as Django writes it, since an index can answer that;
   * null for any other. */
  comparedAsMoment(writer: ConditionWriter, lookup: LookupName, operand: unknown): Sql | null {
    if (this.part !== 'year' || typeof operand !== 'number') return null;
    const of = this.parts[0]!;
    const year = String(operand).padStart(4, '0');
    const isMoment = of.type === 'DateTimeField';
    const [first, last] = [`${year}-01-01`, `${year}-12-31`];
    const start = isMoment ? `${first} 00:00:00+00` : first;
    const end = isMoment ? `${last} 23:59:59.999999+00` : last;
    switch (lookup) {
      case 'exact':
        return sql`${of.sql(writer)} between ${start} and ${end}`;
      case 'gt':
        return sql`${of.sql(writer)} > ${end}`;
      case 'gte':
        return sql`${of.sql(writer)} >= ${start}`;
      case 'lt':
        return sql`${of.sql(writer)} < ${start}`;
      case 'lte':
        return sql`${of.sql(writer)} <= ${end}`;
      default:
        return null;
    }
  }

  protected override withParts([of]: readonly Term[]): Term {
    return new DatePartTerm(of!, this.part);
  }
}

import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { ValueError } from '../errors.ts';

type Sql = RawBuilder<unknown>;
type Write = (column: Sql, operand: Sql) => Sql;

/** Lookups that compare a column with one value. */
const comparisons = {
  exact: (column, operand) => sql`${column} = ${operand}`,
  gt: (column, operand) => sql`${column} > ${operand}`,
  gte: (column, operand) => sql`${column} >= ${operand}`,
  lt: (column, operand) => sql`${column} < ${operand}`,
  lte: (column, operand) => sql`${column} <= ${operand}`,
  regex: (column, operand) => sql`${column}::text ~ ${operand}`,
  iregex: (column, operand) => sql`${column}::text ~* ${operand}`,
} as const satisfies Record<string, Write>;

/** Lookups that compare a column with a pattern, as Django's Postgres backend writes them. */
const patterns = {
  iexact: (text) => text,
  contains: (text) => `%${text}%`,
  icontains: (text) => `%${text}%`,
  startswith: (text) => `${text}%`,
  istartswith: (text) => `${text}%`,
  endswith: (text) => `%${text}`,
  iendswith: (text) => `%${text}`,
} as const satisfies Record<string, (text: string) => string>;

type Comparison = keyof typeof comparisons;
type Pattern = keyof typeof patterns;

/** What may stand after a field's name, behind `__`. */
export type LookupName = Comparison | Pattern | 'in' | 'range' | 'isnull';

const isComparison = (name: string): name is Comparison => Object.hasOwn(comparisons, name);
const isPattern = (name: string): name is Pattern => Object.hasOwn(patterns, name);

/** Whether it compares with a text, whatever the field is. */
export const comparesText = (name: LookupName): boolean => isPattern(name) || name === 'regex' || name === 'iregex';

export const isLookupName = (name: string): name is LookupName =>
  isComparison(name) || isPattern(name) || name === 'in' || name === 'range' || name === 'isnull';

/** `exact: null` means `isnull: true`; any other lookup cannot take null. @throws ValueError */
export function checkedOperand(lookup: LookupName, operand: unknown): { lookup: LookupName; operand: unknown } {
  if (operand === undefined) throw new ValueError('Cannot use undefined as a query value');
  if (operand === null && (lookup === 'exact' || lookup === 'iexact')) return { lookup: 'isnull', operand: true };
  if (operand === null) throw new ValueError('Cannot use null as a query value');
  if (lookup === 'isnull' && typeof operand !== 'boolean') {
    throw new ValueError('The QuerySet value for an isnull lookup must be true or false.');
  }
  if (lookup === 'range' && !(Array.isArray(operand) && operand.length === 2)) {
    throw new ValueError('The QuerySet value for a range lookup must be a list of two values.');
  }
  return { lookup, operand };
}

/** The lookup as SQL. `valueSql` writes one value: a parameter, an expression or a subquery. */
export function lookupSql(column: Sql, lookup: LookupName, operand: unknown, valueSql: (value: unknown) => Sql): Sql {
  if (isComparison(lookup)) return comparisons[lookup](column, valueSql(operand));
  if (isPattern(lookup)) return patternSql(column, lookup, String(operand), valueSql);
  switch (lookup) {
    case 'isnull':
      return operand === true ? sql`${column} is null` : sql`${column} is not null`;
    case 'range': {
      const [low, high] = (operand as readonly unknown[]).map(valueSql);
      return sql`${column} between ${low} and ${high}`;
    }
    case 'in':
      return Array.isArray(operand)
        ? sql`${column} in (${sql.join(operand.map(valueSql))})`
        : sql`${column} in (${valueSql(operand)})`;
  }
}

function patternSql(column: Sql, lookup: Pattern, text: string, valueSql: (value: unknown) => Sql): Sql {
  const pattern = valueSql(patterns[lookup](text.replace(/[\\%_]/g, '\\$&')));
  return lookup.startsWith('i')
    ? sql`upper(${column}::text) like upper(${pattern})`
    : sql`${column}::text like ${pattern}`;
}

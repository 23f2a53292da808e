/** Which index would find the rows that a condition wants. */
import { type Condition, conditionsOf } from './conditions.ts';
import type { PlanNode } from './plan.ts';
import { tableInSql } from './table-in-sql.ts';
import type { TableFacts } from './table-facts.ts';

export interface SuggestedIndex {
  /** Its columns and expressions, in their order. */
  readonly keys: readonly string[];
  readonly statement: string;
}

const filters = ['Filter', 'Index Cond', 'Recheck Cond'];

/** Null where no plain index helps: no comparison of a column with something that is known before, or there is one already.
 * @param others conditions that stand at another node and could be looked up here: those of a join, for its inner side */
export function suggestedIndex(
  node: PlanNode,
  table: TableFacts | null,
  others: readonly Condition[] = [],
): SuggestedIndex | null {
  const { source } = node;
  if (source?.kind !== 'table') return null;
  const own = node.clauses.filter(({ name }) => filters.includes(name)).flatMap(({ text }) => conditionsOf(text));
  const usable = [...others, ...own].filter(
    ({ qualifier, value }) => (qualifier === null || qualifier === source.alias) && !mentions(value, source.alias),
  );
  const keys = keysFor(usable, table);
  if (keys.length === 0 || isThere(keys, table)) return null;
  return { keys, statement: `CREATE INDEX ON ${tableInSql(source)} (${keys.join(', ')})` };
}

const mentions = (value: string, alias: string): boolean => value.includes(`${alias}.`);

/** All that have to be equal, then one range: what comes after a range in an index narrows nothing down. */
function keysFor(conditions: readonly Condition[], table: TableFacts | null): readonly string[] {
  const equal = conditions.filter(({ operator, value }) => operator === '=' || (operator === 'IS' && value === 'NULL'));
  const range = conditions.find((one) => rangeOperators.has(one.operator) && !equal.some(({ key }) => key === one.key));
  const prefix = conditions.find(({ operator, value }) => operator === '~~' && isPrefix(value));
  const last = prefix ? [`${prefix.key} ${patternClass(prefix, table)}`] : range ? [range.key] : [];
  return [...new Set([...equal.map(({ key }) => key), ...last])];
}

const rangeOperators = new Set(['<', '>', '<=', '>=']);

/** `'text%'::text`: nothing but its end may be anything. */
const isPrefix = (value: string): boolean => /^'[^%_']+%'/.test(value);

/** LIKE finds a prefix in an index of this operator class, whatever the collation
 * (https://www.postgresql.org/docs/18/indexes-opclass.html). */
function patternClass({ key }: Condition, table: TableFacts | null): string {
  const type = table?.columns.find(({ name }) => name === key)?.type ?? 'text';
  return type.startsWith('character varying') ? 'varchar_pattern_ops' : 'text_pattern_ops';
}

/** Whether an index begins with these keys already. */
const isThere = (keys: readonly string[], table: TableFacts | null): boolean =>
  table?.indexes.some((index) => keys.every((key, at) => index.keys[at] === key)) ?? false;

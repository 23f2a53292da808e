/** Conditions that know their columns: a tree of lookups. */
import type { LookupName } from './lookups.ts';
import { Term } from './term.ts';

/** A comparison that knows its columns. An operand is a value, a subquery, a term, or a list of them. */
export interface LookupCondition {
  readonly kind: 'lookup';
  readonly term: Term;
  readonly lookup: LookupName;
  readonly operand: unknown;
}

/** A condition that knows its columns. */
export type Condition =
  | LookupCondition
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition };

/** No row fulfils it. */
export const never: Condition = { kind: 'or', parts: [] };

/** The terms of a condition, each once for every place where it stands. */
export function termsOf(condition: Condition): readonly Term[] {
  switch (condition.kind) {
    case 'lookup': {
      const { term, operand } = condition;
      return [term, ...(Array.isArray(operand) ? operand : [operand]).filter((item) => item instanceof Term)];
    }
    case 'not':
      return termsOf(condition.part);
    default:
      return condition.parts.flatMap(termsOf);
  }
}

/** The same operand of other terms. */
export function mapOperand(operand: unknown, map: (term: Term) => Term): unknown {
  const mapped = (item: unknown): unknown => (item instanceof Term ? map(item) : item);
  return Array.isArray(operand) ? operand.map(mapped) : mapped(operand);
}

/** The same condition of other terms. */
export function mapTerms(condition: Condition, map: (term: Term) => Term): Condition {
  switch (condition.kind) {
    case 'lookup':
      return { ...condition, term: map(condition.term), operand: mapOperand(condition.operand, map) };
    case 'not':
      return { kind: 'not', part: mapTerms(condition.part, map) };
    default:
      return { kind: condition.kind, parts: condition.parts.map((part) => mapTerms(part, map)) };
  }
}

/** What a condition comes to whatever the rows are: `id__in: []` is never true, and then no query needs to run. */
export function foldCondition(condition: Condition): 'always' | 'never' | 'depends' {
  switch (condition.kind) {
    case 'lookup': {
      const { lookup, operand } = condition;
      return lookup === 'in' && Array.isArray(operand) && operand.length === 0 ? 'never' : 'depends';
    }
    case 'not': {
      const part = foldCondition(condition.part);
      if (part === 'depends') return part;
      return part === 'always' ? 'never' : 'always';
    }
    default: {
      const [neutral, deciding] =
        condition.kind === 'and' ? (['always', 'never'] as const) : (['never', 'always'] as const);
      const parts = condition.parts.map(foldCondition);
      if (parts.includes(deciding)) return deciding;
      return parts.every((part) => part === neutral) ? neutral : 'depends';
    }
  }
}

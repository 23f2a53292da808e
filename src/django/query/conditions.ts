/** What rows must fulfil: a tree of lookups, resolved against a model. */
import type { Conditions } from '../models/instance-types.ts';
import type { Model } from '../models/model.ts';
import { Expression } from './expressions.ts';
import { resolveLookup } from './field-path.ts';
import type { Names } from './field-path.ts';
import { checkedOperand } from './lookups.ts';
import type { LookupName } from './lookups.ts';
import { Term } from './term.ts';

/**
 * Conditions that can be joined with or, and negated. Made by `Q`.
 *
 * Django: [Q objects](https://docs.djangoproject.com/en/5.2/topics/db/queries/#complex-lookups-with-q-objects).
 */
export class QNode {
  /** @internal */
  readonly tree: QTree;

  /** @internal */
  constructor(tree: QTree) {
    this.tree = tree;
  }

  /** Both hold: Django's `&`. */
  and(other: QNode): QNode {
    return new QNode({ kind: 'and', parts: [this.tree, other.tree] });
  }

  /** One of them holds: Django's `|`. */
  or(other: QNode): QNode {
    return new QNode({ kind: 'or', parts: [this.tree, other.tree] });
  }

  /** One of them holds, and not both: Django's `^`. */
  xor(other: QNode): QNode {
    return this.or(other).and(this.and(other).not());
  }

  /** It does not hold: Django's `~`. */
  not(): QNode {
    return new QNode({ kind: 'not', part: this.tree });
  }
}

/** Conditions as they were written, before a model has been asked what they mean. */
type QTree =
  | { readonly kind: 'all of'; readonly conditions: Readonly<Record<string, unknown>> }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly QTree[] }
  | { readonly kind: 'not'; readonly part: QTree };

/**
 * Conditions as a value, to be joined with `and`, `or` and `not`. Name the model to have them checked in the editor.
 *
 *     const urgent = Q<Order>({ status: 'placed' }).or(Q<Order>({ quantity__gt: 10 }));
 *     const orders = await Order.objects.filter(urgent);
 *
 * Django: [Q()](https://docs.djangoproject.com/en/5.2/ref/models/querysets/#q-objects).
 */
export function Q<M extends Model = never>(
  conditions: [M] extends [never] ? Readonly<Record<string, unknown>> : Conditions<M>,
): QNode {
  return new QNode({ kind: 'all of', conditions });
}

/** A condition that knows its columns. An operand is a value, a subquery, a term, or a list of them. */
export type Condition =
  | { readonly kind: 'lookup'; readonly term: Term; readonly lookup: LookupName; readonly operand: unknown }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition };

/** No row fulfils it. */
export const never: Condition = { kind: 'or', parts: [] };

/** The meaning of what was written, in a query. @throws FieldError when it names a field that is not there */
export function conditionOf(names: Names, filter: QNode | Expression | Readonly<Record<string, unknown>>): Condition {
  if (filter instanceof Expression) {
    return { kind: 'lookup', term: filter.resolve(names), lookup: 'exact', operand: true };
  }
  return conditionOfTree(names, filter instanceof QNode ? filter.tree : { kind: 'all of', conditions: filter });
}

function conditionOfTree(names: Names, tree: QTree): Condition {
  switch (tree.kind) {
    case 'all of':
      return {
        kind: 'and',
        parts: Object.entries(tree.conditions).map(([key, operand]) => {
          const { term, lookup } = resolveLookup(names, key);
          return { kind: 'lookup', term, ...checkedOperand(lookup, resolvedOperand(names, operand)) };
        }),
      };
    case 'not':
      return { kind: 'not', part: conditionOfTree(names, tree.part) };
    default:
      return { kind: tree.kind, parts: tree.parts.map((part) => conditionOfTree(names, part)) };
  }
}

function resolvedOperand(names: Names, operand: unknown): unknown {
  if (operand instanceof Expression) return operand.resolve(names);
  return Array.isArray(operand) ? operand.map((item) => resolvedOperand(names, item)) : operand;
}

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

/** The same condition of other terms. */
export function mapTerms(condition: Condition, map: (term: Term) => Term): Condition {
  switch (condition.kind) {
    case 'lookup': {
      const { term, operand } = condition;
      const mapped = (item: unknown): unknown => (item instanceof Term ? map(item) : item);
      return { ...condition, term: map(term), operand: Array.isArray(operand) ? operand.map(mapped) : mapped(operand) };
    }
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

/** What rows must fulfil, as it is written, and what it means for a model. */
import { ValueError } from '../errors.ts';
import type { Field } from '../models/field.ts';
import type { Conditions } from '../models/instance-types.ts';
import { isModelInstance } from '../models/is-model-instance.ts';
import type { Model } from '../models/model.ts';
import type { Condition } from './condition.ts';
import { Expression } from './expressions.ts';
import { resolveLookup } from './field-path.ts';
import type { Names } from './field-path.ts';
import { checkedOperand, comparesText } from './lookups.ts';

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
          if (term.field && !comparesText(lookup)) checkForField(term.field, operand);
          return { kind: 'lookup', term, ...checkedOperand(lookup, resolvedOperand(names, operand)) };
        }),
      };
    case 'not':
      return { kind: 'not', part: conditionOfTree(names, tree.part) };
    default:
      return { kind: tree.kind, parts: tree.parts.map((part) => conditionOfTree(names, part)) };
  }
}

/** Refuses what no value of the field can be, before a database is asked. @throws ValueError */
function checkForField({ name, relation, declaration: { type } }: Field, operand: unknown): void {
  const isNumber = type === 'IntegerField' || type === 'AutoField' || type === 'FloatField';
  for (const value of Array.isArray(operand) ? (operand as readonly unknown[]) : [operand]) {
    if (relation && isModelInstance(value) && !(value instanceof relation.to())) {
      throw new ValueError(`Cannot query "${String(value)}": Must be "${relation.to().name}" instance.`);
    }
    if (isNumber && typeof value === 'string' && (value.trim() === '' || Number.isNaN(Number(value)))) {
      throw new ValueError(`Field '${name}' expected a number but got '${value}'.`);
    }
  }
}

function resolvedOperand(names: Names, operand: unknown): unknown {
  if (operand instanceof Expression) return operand.resolve(names);
  return Array.isArray(operand) ? operand.map((item) => resolvedOperand(names, item)) : operand;
}

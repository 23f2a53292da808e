/** Loads what instances refer to, and what refers to them, for all of them at once: Django's `prefetch_related_objects`. */
import type { Field } from '../models/field.ts';
import type { Model } from '../models/model.ts';
import type { ModelClass } from '../models/model-class.ts';
import { optionsOf, optionsOfInstance } from '../models/model-options.ts';
import { reverseRelationsOf } from '../models/reverse-relation.ts';
import type { ReverseRelation } from '../models/reverse-relation.ts';
import { AttributeError } from '../errors.ts';
import type { Origin } from '../origin.ts';
import type { Condition } from './condition.ts';
import { ownColumn } from './query.ts';

/** A queryset of instances, as far as it is needed here. */
export interface PrefetchableRows {
  /** Its rows for which this holds, asked for on behalf of that instance. */
  prefetchWhere(condition: Condition, instance: Model, origin: Origin): Promise<Model[]>;
}

/** What is to be loaded: `lines__product`, and how. */
export interface PrefetchLookup {
  /** Names on instances, from one to the next. */
  readonly path: readonly string[];
  /** The rows to look among; null: all of them. */
  readonly queryset: PrefetchableRows | null;
  /** Where to put a list of them; null: where they would be looked for. */
  readonly toAttr: string | null;
}

/** One query for each step of each way, and none for what is there already. `allRowsOf` makes the queryset of a step.
 * @throws AttributeError when a name is no relation */
export async function prefetchRelated(
  instances: readonly Model[],
  lookups: readonly PrefetchLookup[],
  allRowsOf: (relation: PrefetchRelation) => PrefetchableRows,
  origin: Origin,
): Promise<void> {
  const done = new Set<string>();
  for (const { path, queryset, toAttr } of lookups) {
    let from = instances;
    for (const [index, name] of path.entries()) {
      if (from.length === 0) break;
      const isLast = index === path.length - 1;
      const way = path.slice(0, index + 1).join('__');
      const relation = relationNamed(from[0]!, name, path);
      const target = isLast ? toAttr : null;
      if (!done.has(way) || target !== null) {
        const rows = (isLast ? queryset : null) ?? allRowsOf(relation);
        await loadStep(from, relation, rows, target, origin);
      }
      done.add(way);
      from = reached(from, relation, target);
    }
  }
}

/** One step of a way, from instances to those that they are related to. */
export interface PrefetchRelation {
  readonly field: Field;
  readonly isReverse: boolean;
  readonly target: ModelClass;
  /** What it is called on an instance. */
  readonly name: string;
}

function relationNamed(instance: Model, name: string, path: readonly string[]): PrefetchRelation {
  const options = optionsOfInstance(instance);
  const field = options.foreignKeys.find((candidate) => candidate.name === name);
  if (field) return { field, isReverse: false, target: field.relation!.to(), name };
  const reverse: ReverseRelation | undefined = reverseRelationsOf(options).find(({ accessor }) => accessor === name);
  if (reverse) return { field: reverse.field, isReverse: true, target: reverse.field.model, name };
  throw new AttributeError(
    `Cannot find '${name}' on ${options.objectName} object, '${path.join('__')}' is an invalid parameter to prefetch_related()`,
  );
}

async function loadStep(
  from: readonly Model[],
  { field, isReverse, name }: PrefetchRelation,
  rows: PrefetchableRows,
  toAttr: string | null,
  origin: Origin,
): Promise<void> {
  if (isReverse) await loadReferring(from, field, name, rows, toAttr, origin);
  else await loadReferredTo(from, field, rows, toAttr, origin);
}

/** The objects that foreign keys point to. */
async function loadReferredTo(
  from: readonly Model[],
  field: Field,
  rows: PrefetchableRows,
  toAttr: string | null,
  origin: Origin,
): Promise<void> {
  const keyOf = ({ _state }: Model): unknown => _state.values.get(field.attribute) ?? null;
  const open = from.filter((one) => keyOf(one) !== null && !one._state.related.has(field.name));
  const [first] = open;
  if (!first) return;
  const { primaryKey } = optionsOf(field.relation!.to());
  const keys = [...new Set(open.map(keyOf))];
  const found = await rows.prefetchWhere(isIn(primaryKey, keys), first, origin);
  const byKey = new Map(found.map((one) => [one.pk as unknown, one]));
  for (const one of open) {
    const related = byKey.get(keyOf(one)) ?? null;
    if (toAttr !== null) Object.assign(one, { [toAttr]: related });
    else if (related) one._state.related.set(field.name, related);
  }
}

/** The rows whose foreign keys point to these objects. Each is told the object that it points to. */
async function loadReferring(
  to: readonly Model[],
  field: Field,
  name: string,
  rows: PrefetchableRows,
  toAttr: string | null,
  origin: Origin,
): Promise<void> {
  const open = to.filter(({ _state }) => toAttr !== null || !_state.prefetched.has(name));
  const [first] = open;
  if (!first) return;
  const byKey = new Map(open.map((one) => [one.pk as unknown, one]));
  const found = await rows.prefetchWhere(isIn(field, [...byKey.keys()]), first, origin);
  const groups = new Map<unknown, Model[]>();
  for (const row of found) {
    const key = row._state.values.get(field.attribute);
    // It is not assigned: where the rows come from is the learner's choice, and no router is asked.
    if (!row._state.related.has(field.name)) row._state.related.set(field.name, byKey.get(key) ?? null);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  for (const one of open) {
    const group = groups.get(one.pk) ?? [];
    if (toAttr !== null) Object.assign(one, { [toAttr]: group });
    else one._state.prefetched.set(name, group);
  }
}

const isIn = (field: Field, operand: readonly unknown[]): Condition => ({
  kind: 'lookup',
  term: ownColumn(field),
  lookup: 'in',
  operand,
});

function reached(from: readonly Model[], { field, isReverse, name }: PrefetchRelation, toAttr: string | null): Model[] {
  return from.flatMap((one) => {
    if (toAttr !== null) return (one as unknown as Readonly<Record<string, Model[]>>)[toAttr] ?? [];
    if (isReverse) return one._state.prefetched.get(name) ?? [];
    return one._state.related.get(field.name) ?? [];
  });
}

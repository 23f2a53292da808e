import { readField } from './deferred-field.ts';
import type { Field } from './field.ts';
import { assignRelated, readRelated } from './foreign-key-access.ts';
import type { Model } from './model.ts';
import type { ModelClass } from './model-class.ts';
import { countModels } from './model-options.ts';
import type { ModelOptions } from './model-options.ts';
import { ReverseManager } from '../query/reverse-manager.ts';
import { reverseRelationsOf } from './reverse-relation.ts';
import type { ReverseRelation } from './reverse-relation.ts';

interface Accessors {
  readonly properties: PropertyDescriptorMap;
  /** How many models there were: one more may refer to this one. */
  readonly modelCount: number;
}

const accessorsByModel = new WeakMap<ModelClass, Accessors>();

/** The properties through which an instance shows its fields, and the rows that refer to it. Columns can be listed, related
 * objects cannot: listing an instance's properties must not look as if it had loaded them. */
export function fieldAccessors(options: ModelOptions): PropertyDescriptorMap {
  const modelCount = countModels();
  const known = accessorsByModel.get(options.model);
  if (known?.modelCount === modelCount) return known.properties;
  const properties = Object.fromEntries([
    ...reverseRelationsOf(options).map((relation) => reverseAccessor(relation)),
    ...options.fields.flatMap((field) => accessorsOf(field)),
  ]);
  accessorsByModel.set(options.model, { properties, modelCount });
  return properties;
}

function reverseAccessor(relation: ReverseRelation): Accessor {
  const { accessor } = relation;
  return [
    accessor,
    {
      get() {
        return new ReverseManager(this, relation);
      },
      set() {
        throw new TypeError(
          `Direct assignment to the reverse side of a related set is prohibited. Use ${accessor}.set() instead.`,
        );
      },
      configurable: true,
    },
  ];
}

type Accessor = readonly [string, PropertyDescriptor & ThisType<Model>];

function accessorsOf(field: Field): readonly Accessor[] {
  const { name, attribute, relation } = field;
  const column: Accessor = [
    attribute,
    {
      get() {
        return readField(this, field);
      },
      set(value: unknown) {
        if (relation && value !== this._state.values.get(attribute)) this._state.related.delete(name);
        this._state.values.set(attribute, value);
      },
      enumerable: true,
      configurable: true,
    },
  ];
  if (!relation) return [column];
  const related: Accessor = [
    name,
    {
      get() {
        return readRelated(this, field);
      },
      set(value: unknown) {
        assignRelated(this, field, value);
      },
      configurable: true,
    },
  ];
  return [column, related];
}

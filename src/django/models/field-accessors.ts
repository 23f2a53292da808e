import type { Field } from './field.ts';
import { assignRelated, readRelated } from './foreign-key-access.ts';
import { ReverseManager } from '../query/related-manager.ts';
import type { Model } from './model.ts';
import type { ModelClass } from './model-class.ts';
import type { ModelOptions } from './model-options.ts';
import { reverseRelationsOf } from './reverse-relation.ts';
import type { ReverseRelation } from './reverse-relation.ts';

const accessorsByModel = new WeakMap<ModelClass, PropertyDescriptorMap>();

/** The properties through which an instance shows its fields and the rows that refer to it. Columns can be listed, related objects cannot: listing an
 * instance's properties must not look as if it had loaded them. */
export function fieldAccessors(options: ModelOptions): PropertyDescriptorMap {
  const { model, fields } = options;
  let accessors = accessorsByModel.get(model);
  if (!accessors) {
    const reverse = reverseRelationsOf(options).map((relation) => reverseAccessor(relation));
    accessors = Object.fromEntries([...reverse, ...fields.flatMap((field) => accessorsOf(field))]);
    accessorsByModel.set(model, accessors);
  }
  return accessors;
}

function reverseAccessor(relation: ReverseRelation): Accessor {
  const rows = {
    get(): ReverseManager {
      return new ReverseManager(this, relation);
    },
    configurable: true,
  } satisfies PropertyDescriptor & ThisType<Model>;
  return [relation.accessor, rows];
}

type Accessor = readonly [string, PropertyDescriptor & ThisType<Model>];

function accessorsOf(field: Field): readonly Accessor[] {
  const { name, attribute, relation } = field;
  const column: Accessor = [
    attribute,
    {
      get() {
        return this._state.values.get(attribute);
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

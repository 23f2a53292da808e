/** Fields that a query has left out, and that are loaded when they are awaited: Django's `DeferredAttribute`. */
import type { Origin } from '../origin.ts';
import type { Field } from './field.ts';
import { Lazy } from './lazy.ts';
import type { Model } from './model.ts';
import { optionsOfInstance } from './model-options.ts';
import { refreshInstance } from './refresh-instance.ts';

/** The instance's fields that are not loaded. */
export const deferredFieldsOf = (instance: Model): readonly Field[] =>
  optionsOfInstance(instance).fields.filter(({ attribute }) => !instance._state.values.has(attribute));

/** The field's value, or something to await. */
export function readField(instance: Model, field: Field): unknown {
  const { values } = instance._state;
  if (values.has(field.attribute)) return values.get(field.attribute);
  return new Lazy(async (origin) => await loadField(instance, field, origin));
}

/** The field's value, which is asked for if it is not there: from the database that the router chooses for reading, with
 * the instance as its hint. */
export async function loadField(instance: Model, { name, attribute }: Field, origin: Origin): Promise<unknown> {
  const { values } = instance._state;
  if (!values.has(attribute)) await refreshInstance(instance, { fields: [name] }, origin);
  return values.get(attribute);
}

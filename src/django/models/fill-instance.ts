import type { Model } from './model.ts';
import type { LoadedRow } from './model-state.ts';
import { optionsOfInstance } from './model-options.ts';

/** A new instance: what it was given, and for the rest what its fields say. @throws TypeError for a name it has not */
export function fillFromValues(instance: Model, values: Readonly<Record<string, unknown>>): void {
  const options = optionsOfInstance(instance);
  const unknown = Object.keys(values).filter((name) => !options.field(name));
  if (unknown.length > 0) {
    const names = unknown.map((name) => `'${name}'`).join(', ');
    throw new TypeError(`${options.objectName}() got unexpected keyword arguments: ${names}`);
  }
  for (const field of options.fields) {
    const isGiven = Object.hasOwn(values, field.name) || Object.hasOwn(values, field.attribute);
    if (!isGiven) instance._state.values.set(field.attribute, field.defaultValue());
  }
  Object.assign(instance, values);
}

/** An instance of a row that a database has. */
export function fillFromRow(instance: Model, row: LoadedRow): void {
  for (const [attribute, value] of row.values) instance._state.values.set(attribute, value);
  instance._state.db = row.db;
  instance._state.adding = false;
}

/** What a page shows must survive the way to the page: everything here becomes plain JSON, or an error that says where it
 * could not. */
import type { JsonValue } from '../db/postgres-text.ts';
import { kindOf } from '../describe.ts';
import { isModelInstance } from '../models/is-model-instance.ts';
import type { Model } from '../models/model.ts';
import { optionsOfInstance } from '../models/model-options.ts';

/**
 * An instance becomes its columns' values, and what its foreign keys have loaded. Querysets and related objects are
 * awaited, as Django's templates evaluate them. A Date becomes its ISO text, a BigInt its digits.
 *
 * @param name what the value is called in an error: `context.orders`
 * @throws TypeError for a function, a number that is none, an object of another class, a structure that contains itself
 */
export async function toPlainJson(value: unknown, name: string): Promise<JsonValue> {
  return await plain(value, name, []);
}

async function plain(value: unknown, name: string, around: readonly object[]): Promise<JsonValue> {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'bigint':
      return String(value);
    case 'number':
      if (Number.isFinite(value)) return value;
      throw new TypeError(`${name} is ${value}, which a page cannot show.`);
    case 'object':
      return value === null ? null : await plainObject(value, name, around);
    default:
      throw new TypeError(
        `${name} is ${value === undefined ? 'undefined' : `a ${typeof value}`}, which a page cannot show.`,
      );
  }
}

async function plainObject(value: object, name: string, around: readonly object[]): Promise<JsonValue> {
  if (around.includes(value)) throw new TypeError(`${name} contains itself.`);
  const within = [...around, value];
  if (value instanceof Date) return value.toISOString();
  if (isThenable(value)) return await plain(await value, name, within);
  if (Array.isArray(value)) {
    const items: JsonValue[] = [];
    for (const [index, item] of value.entries()) items.push(await plain(item, `${name}[${index}]`, within));
    return items;
  }
  if (isModelInstance(value)) return await plainEntries(entriesOf(value), name, within);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null)
    return await plainEntries(Object.entries(value), name, within);
  throw new TypeError(`${name} is ${kindOf(value)}, which a page cannot show.`);
}

const isThenable = (value: object): value is PromiseLike<unknown> =>
  'then' in value && typeof value.then === 'function';

/** One after the other, so that queries run in the order in which they are written. */
async function plainEntries(
  entries: readonly (readonly [string, unknown])[],
  name: string,
  around: readonly object[],
): Promise<JsonValue> {
  const object: Record<string, JsonValue> = {};
  for (const [key, item] of entries) {
    if (item !== undefined) object[key] = await plain(item, `${name}.${key}`, around);
  }
  return object;
}

/** The columns, the related objects that are loaded, and what else the instance has been given, such as annotations:
 * showing a page asks the database nothing new. */
function entriesOf(instance: Model): readonly (readonly [string, unknown])[] {
  const { values, related } = instance._state;
  const options = optionsOfInstance(instance);
  // A field that is not loaded stays so.
  const others = Object.entries(instance).filter(
    ([name, value]) => !options.field(name) && typeof value !== 'function',
  );
  return [...values, ...others, ...related];
}

import { routeByHand, routeForRead } from '../db/router.ts';
import type { Origin } from '../origin.ts';
import { fetchOne } from '../query/fetch.ts';
import type { Model } from './model.ts';
import { optionsOfInstance } from './model-options.ts';
import { rowOf } from './save-instance.ts';

/** Reads the instance's row again, in whole or only some fields of it, and forgets the related objects of these. */
export async function refreshInstance(
  instance: Model,
  { using, fields: names }: { readonly using?: string; readonly fields?: readonly string[] },
  origin: Origin,
): Promise<void> {
  const options = optionsOfInstance(instance);
  const fields = names?.map((name) => options.fieldNamed(name));
  const route = using === undefined ? routeForRead(options.model, { instance }) : routeByHand(using);
  const fresh = await fetchOne(rowOf(instance, options), route, origin);
  for (const { name, attribute } of fields ?? options.fields) {
    instance._state.values.set(attribute, fresh._state.values.get(attribute));
    instance._state.related.delete(name);
  }
  instance._state.db = fresh._state.db;
}

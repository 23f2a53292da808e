import type { DatabaseAlias } from '../database-alias.ts';
import { routeByHand, routeForRead } from '../db/router.ts';
import type { Origin } from '../origin.ts';
import { loadAll, withOnly } from '../query/deferred-loading.ts';
import { fetchOne } from '../query/fetch.ts';
import type { Model } from './model.ts';
import { optionsOfInstance } from './model-options.ts';
import { rowOf } from './own-row.ts';

/** Reads the instance's row again, in whole or only some fields of it, and forgets the related objects of these. What was
 * deferred stays so, unless it is named. */
export async function refreshInstance(
  instance: Model,
  { using, fields: names }: { readonly using?: DatabaseAlias; readonly fields?: readonly string[] },
  origin: Origin,
): Promise<void> {
  const options = optionsOfInstance(instance);
  const { prefetched, related, values } = instance._state;
  const ofRow = names?.filter((name) => !prefetched.delete(name));
  if (!names) prefetched.clear();
  if (ofRow?.length === 0) return;
  const fields =
    ofRow?.map((name) => options.fieldNamed(name)) ?? options.fields.filter(({ attribute }) => values.has(attribute));
  const loading = withOnly(
    loadAll,
    fields.map(({ name }) => name),
  );
  const route = using === undefined ? routeForRead(options.model, { instance }) : routeByHand(using);
  const fresh = await fetchOne({ ...rowOf(instance, options), loading }, route, origin);
  for (const { name, attribute } of fields) {
    values.set(attribute, fresh._state.values.get(attribute));
    related.delete(name);
  }
  instance._state.db = fresh._state.db;
}

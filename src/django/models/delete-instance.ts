import type { Route } from '../db/router.ts';
import { markForRollbackOnError, runAtomically } from '../db/run-atomically.ts';
import { ValueError } from '../errors.ts';
import type { Origin } from '../origin.ts';
import { DeletionCollector, isIndependent } from './deletion-collector.ts';
import type { DeletedRows } from './deletion-collector.ts';
import type { Model } from './model.ts';
import { optionsOfInstance } from './model-options.ts';

/** @throws ValueError when the instance has no key */
export async function deleteInstance(instance: Model, route: Route, origin: Origin): Promise<DeletedRows> {
  const options = optionsOfInstance(instance);
  const { objectName, primaryKey } = options;
  if (instance.pk === null) {
    throw new ValueError(
      `${objectName} object can't be deleted because its ${primaryKey.attribute} attribute is set to None.`,
    );
  }
  const collectAndDelete = async (): Promise<DeletedRows> => {
    const collector = new DeletionCollector(route, origin);
    await collector.collect(options, [instance]);
    return await collector.delete();
  };
  return isIndependent(options)
    ? await markForRollbackOnError(route.alias, collectAndDelete)
    : await runAtomically(route.alias, { savepoint: false }, origin, collectAndDelete);
}

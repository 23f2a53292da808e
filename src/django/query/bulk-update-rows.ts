import { connectionTo } from '../db/connection.ts';
import { rowCount } from '../db/cursor.ts';
import type { Route } from '../db/router.ts';
import { runAtomically } from '../db/run-atomically.ts';
import { ValueError } from '../errors.ts';
import type { Field } from '../models/field.ts';
import type { Model } from '../models/model.ts';
import type { ModelOptions } from '../models/model-options.ts';
import { prepareRelated } from '../models/save-instance.ts';
import type { Origin } from '../origin.ts';
import { inBatches } from './batches.ts';
import { CaseTerm } from './case-term.ts';
import { compileUpdate } from './compile.ts';
import { Expression } from './expressions.ts';
import { isNever } from './is-never.ts';
import { ownColumn } from './query.ts';
import type { Query } from './query.ts';

/** The fields that `bulkUpdate` is to write. @throws ValueError when there are none, or the key is one of them */
export function fieldsToBulkUpdate(
  options: ModelOptions,
  instances: readonly Model[],
  names: readonly string[],
): readonly Field[] {
  if (names.length === 0) throw new ValueError('Field names must be given to bulk_update().');
  if (instances.some(({ pk }) => pk === null)) {
    throw new ValueError('All bulk_update() objects must have a primary key set.');
  }
  const fields = names.map((name) => options.fieldNamed(name));
  if (fields.includes(options.primaryKey)) {
    throw new ValueError('bulk_update() cannot be used with primary key fields.');
  }
  return fields;
}

/** Writes these fields of all instances, as they are now, in one UPDATE a batch. Gives back how many rows there were. */
export async function bulkUpdateRows(
  query: Query,
  instances: readonly Model[],
  fields: readonly Field[],
  batchSize: number | undefined,
  route: Route,
  origin: Origin,
): Promise<number> {
  if (instances.length === 0) return 0;
  const { options } = query;
  for (const instance of instances) prepareRelated(instance, options);
  return await runAtomically(route.alias, { savepoint: false }, origin, async () => {
    let changed = 0;
    for (const batch of inBatches(instances, batchSize)) {
      const key = ownColumn(options.primaryKey);
      const keys = batch.map(({ pk }) => pk);
      const rows: Query = {
        ...query,
        where: [...query.where, { kind: 'lookup', term: key, lookup: 'in', operand: keys }],
      };
      if (isNever(rows)) continue;
      const statement = compileUpdate(
        rows,
        new Map(fields.map((field) => [field, newValue(rows, field, batch)])),
        route.alias,
      );
      changed += rowCount(await connectionTo(route.alias).execute(statement, route, origin));
    }
    return changed;
  });
}

function newValue(query: Query, field: Field, instances: readonly Model[]): CaseTerm {
  const cases = instances.map(({ pk, _state: { values } }) => {
    const value = values.get(field.attribute);
    return [pk, value instanceof Expression ? value.resolve(query) : value] as const;
  });
  return new CaseTerm(field, ownColumn(query.options.primaryKey), cases);
}

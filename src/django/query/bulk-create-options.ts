import { ValueError } from '../errors.ts';
import type { Field } from '../models/field.ts';
import type { ModelOptions } from '../models/model-options.ts';

/** Options of `bulkCreate`. */
export interface BulkCreateOptions<Name extends string = string> {
  /** How many rows one INSERT writes at most. Default: all of them. */
  readonly batchSize?: number;
  /** Leaves out rows that are there already. The instances do not get their keys then. */
  readonly ignoreConflicts?: boolean;
  /** Changes rows that are there already: `updateFields`, where `uniqueFields` are the same. */
  readonly updateConflicts?: boolean;
  /** The fields to change. */
  readonly updateFields?: readonly Name[];
  /** The fields of the unique constraint that tells. */
  readonly uniqueFields?: readonly Name[];
}

/** What an INSERT does with a row that is there already. */
export type OnConflict =
  | { readonly kind: 'ignore' }
  | { readonly kind: 'update'; readonly update: readonly Field[]; readonly unique: readonly Field[] };

/** @throws ValueError when the options do not go together */
export function onConflictOf(options: ModelOptions, given: BulkCreateOptions): OnConflict | null {
  const { ignoreConflicts = false, updateConflicts = false, updateFields = [], uniqueFields = [] } = given;
  if (ignoreConflicts && updateConflicts) {
    throw new ValueError('ignore_conflicts and update_conflicts are mutually exclusive.');
  }
  if (ignoreConflicts) return { kind: 'ignore' };
  if (!updateConflicts) return null;
  if (updateFields.length === 0) {
    throw new ValueError('Fields that will be updated when a row insertion fails on conflicts must be provided.');
  }
  if (uniqueFields.length === 0) throw new ValueError('Unique fields that can trigger the upsert must be provided.');
  const update = updateFields.map((name) => options.fieldNamed(name));
  if (update.includes(options.primaryKey)) {
    throw new ValueError('bulk_create() cannot be used with primary keys in update_fields.');
  }
  return { kind: 'update', update, unique: uniqueFields.map((name) => options.fieldNamed(name)) };
}

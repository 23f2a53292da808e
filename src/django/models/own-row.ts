import { queryWhere } from '../query/query.ts';
import type { Query } from '../query/query.ts';
import type { Model } from './model.ts';
import type { ModelOptions } from './model-options.ts';

/** The query for the instance's own row. */
export const rowOf = (instance: Model, options: ModelOptions): Query =>
  queryWhere(options, options.primaryKey, 'exact', instance.pk);

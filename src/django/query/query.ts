import type { Field } from '../models/field.ts';
import type { ModelOptions } from '../models/model-options.ts';
import type { Condition } from './conditions.ts';
import type { FieldPath } from './field-path.ts';

/** One field of an ORDER BY. */
export interface OrderTerm {
  readonly path: FieldPath;
  readonly descending: boolean;
}

/** How rows are locked (https://www.postgresql.org/docs/18/sql-select.html#SQL-FOR-UPDATE-SHARE). */
export interface RowLock {
  readonly noWait: boolean;
  readonly skipLocked: boolean;
}

/** What a queryset asks for, as data: which rows of which model, in which order. Never changed, only copied. */
export interface Query {
  readonly options: ModelOptions;
  /** All of them must hold. */
  readonly where: readonly Condition[];
  /** Null: the model's own ordering. */
  readonly orderBy: readonly OrderTerm[] | null;
  readonly reversed: boolean;
  readonly offset: number;
  /** Null: to the end. */
  readonly limit: number | null;
  readonly distinct: boolean;
  /** Foreign keys whose rows come along, each as the way to it. */
  readonly selectRelated: readonly FieldPath[];
  readonly lock: RowLock | null;
}

export const queryOf = (options: ModelOptions): Query => ({
  options,
  where: [],
  orderBy: null,
  reversed: false,
  offset: 0,
  limit: null,
  distinct: false,
  selectRelated: [],
  lock: null,
});

/** The rows of a model whose own field has this value, or one of these values. */
export const queryWhere = (options: ModelOptions, field: Field, lookup: 'exact' | 'in', operand: unknown): Query => ({
  ...queryOf(options),
  where: [{ kind: 'lookup', path: { relations: [], field }, lookup, operand }],
});

export const isSliced = ({ offset, limit }: Query): boolean => offset > 0 || limit !== null;

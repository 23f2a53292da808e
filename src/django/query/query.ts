import type { Field } from '../models/field.ts';
import type { ModelOptions } from '../models/model-options.ts';
import { loadAll } from './deferred-loading.ts';
import type { DeferredLoading } from './deferred-loading.ts';
import type { Condition } from './condition.ts';
import type { ForeignKeyPath } from './related-paths.ts';
import { ColumnTerm } from './term.ts';
import type { Term } from './term.ts';

/** One value of an ORDER BY. */
export interface OrderTerm {
  readonly term: Term;
  readonly descending: boolean;
}

/** A value of a row, and what it is called. */
export interface Column {
  readonly name: string;
  readonly term: Term;
}

/** How rows are locked (https://www.postgresql.org/docs/18/sql-select.html#SQL-FOR-UPDATE-SHARE). */
export interface RowLock {
  readonly noWait: boolean;
  readonly skipLocked: boolean;
}

/** Queries whose answers become one. */
export interface CombinedQueries {
  readonly operator: 'union' | 'intersect' | 'except';
  /** Whether a row that is there twice stays so. */
  readonly all: boolean;
  readonly queries: readonly Query[];
}

/** What a queryset asks for, as data: which rows of which model, in which order. Never changed, only copied. */
export interface Query {
  readonly options: ModelOptions;
  /** What a row is to hold; null: all of the model's columns, those of related rows, and the annotations. */
  readonly columns: readonly Column[] | null;
  /** What `annotate` has named, in order. */
  readonly annotations: readonly Column[];
  /** What rows are grouped by: the row of the model, or these values. Null: they are not. */
  readonly groupBy: 'row' | readonly Term[] | null;
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
  readonly selectRelated: readonly ForeignKeyPath[];
  /** Which fields are loaded at once. */
  readonly loading: DeferredLoading;
  readonly lock: RowLock | null;
  /** In place of the table, of conditions and of groups. */
  readonly combined: CombinedQueries | null;
}

export const queryOf = (options: ModelOptions): Query => ({
  options,
  columns: null,
  annotations: [],
  groupBy: null,
  where: [],
  orderBy: null,
  reversed: false,
  offset: 0,
  limit: null,
  distinct: false,
  selectRelated: [],
  loading: loadAll,
  lock: null,
  combined: null,
});

/** A column of the model's own table. */
export const ownColumn = (field: Field): ColumnTerm => new ColumnTerm({ relations: [], field });

/** The rows of a model whose own field has this value, or one of these values. */
export const queryWhere = (options: ModelOptions, field: Field, lookup: 'exact' | 'in', operand: unknown): Query => ({
  ...queryOf(options),
  where: [{ kind: 'lookup', term: ownColumn(field), lookup, operand }],
});

export const isSliced = ({ offset, limit }: Query): boolean => offset > 0 || limit !== null;

import type { QuerySet } from '../query/queryset.ts';
import type { Model } from './model.ts';
import type { ModelClass } from './model-class.ts';

/** What a manager is needed for by those that must not import it. */
interface QuerySetSource {
  /** A queryset of any model: the types of them all are no more than a burden here. */
  getQueryset(): object;
}

const defaultManagers = new WeakMap<ModelClass, QuerySetSource>();

/** The first manager of a model is its default one, as in Django. */
export function registerManager(model: ModelClass, manager: QuerySetSource): void {
  if (!defaultManagers.has(model)) defaultManagers.set(model, manager);
}

/** The rows that queries of a model start from; undefined where it has no manager. */
export const defaultQuerySetOf = (model: ModelClass): QuerySet<Model> | undefined =>
  defaultManagers.get(model)?.getQueryset() as QuerySet<Model> | undefined;

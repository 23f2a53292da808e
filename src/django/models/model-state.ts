import type { DatabaseAlias } from '../database-alias.ts';
import type { Model } from './model.ts';

/**
 * What an instance knows of its row: `order._state.db` is the alias it was loaded from or saved to.
 *
 * Django: [Model._state](https://docs.djangoproject.com/en/5.2/ref/models/instances/#state).
 */
export class ModelState {
  /** The alias of the database that the instance was loaded from or saved to; null while it is in none. */
  db: DatabaseAlias | null = null;
  /** Whether the instance has no row yet. */
  adding = true;
  /**
   * What the fields hold, by attribute.
   * @internal
   */
  readonly values = new Map<string, unknown>();
  /**
   * The instances that foreign keys refer to, as far as they are loaded, by the field's name.
   * @internal
   */
  readonly related = new Map<string, Model | null>();
  /**
   * The rows that refer to the instance, as far as they were prefetched, by the name that they have on it.
   * @internal
   */
  readonly prefetched = new Map<string, readonly Model[]>();
}

/** The values of a row on their way into an instance: see the constructor of `Model`. */
export class LoadedRow {
  readonly db: string;
  readonly values: ReadonlyMap<string, unknown>;

  constructor(db: string, values: ReadonlyMap<string, unknown>) {
    this.db = db;
    this.values = values;
  }
}

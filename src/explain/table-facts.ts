/** What the catalogs of a node say of a table that a plan reads. */

export interface TableFacts {
  readonly schema: string;
  readonly name: string;
  /** As of the last ANALYZE or VACUUM (`pg_class.reltuples`); null before the first. */
  readonly rows: number | null;
  /** Blocks of 8 kB. */
  readonly blocks: number;
  /** Whether the planner has statistics of any of its columns. */
  readonly isAnalysed: boolean;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly indexes: readonly IndexFacts[];
}

export interface IndexFacts {
  readonly name: string;
  /** `CREATE INDEX ...`, as `pg_get_indexdef` writes it. */
  readonly definition: string;
  /** Its columns and expressions, in its order. */
  readonly keys: readonly string[];
  readonly isUnique: boolean;
  readonly blocks: number;
}

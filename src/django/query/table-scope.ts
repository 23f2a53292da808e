import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { optionsOf } from '../models/model-options.ts';
import type { ModelOptions } from '../models/model-options.ts';
import type { Field } from '../models/field.ts';
import type { FieldPath } from './field-path.ts';

/** A table that a query joins, in the order of joining. */
export interface Join {
  readonly table: string;
  readonly alias: string;
  /** `alias.column` on both sides. */
  readonly key: string;
  readonly foreignKey: string;
  readonly outer: boolean;
}

interface Table {
  readonly alias: string;
  /** Whether there may be no row: a nullable foreign key is on the way. */
  readonly outer: boolean;
}

/** The tables of one query, by the foreign keys that lead to them. Tables are joined as they are asked for, once each. */
export class TableScope {
  readonly root: Table;
  readonly #tables = new Map<string, Table>();
  readonly #joins: Join[] = [];

  /** What aliases begin with in a subquery, so that they are none of the query's around it. */
  readonly #prefix: string | null;

  constructor({ dbTable }: ModelOptions, prefix: string | null = null) {
    this.#prefix = prefix;
    this.root = { alias: prefix === null ? dbTable : `${prefix}0`, outer: false };
  }

  get joins(): readonly Join[] {
    return this.#joins;
  }

  /** `alias.column`. */
  reference({ relations, field }: FieldPath): string {
    return `${this.#tableAt(relations).alias}.${field.column}`;
  }

  column(path: FieldPath): RawBuilder<unknown> {
    return sql.ref(this.reference(path));
  }

  /** Whether the column can be NULL, because it is, or because its row may not be there. */
  isNullable({ relations, field }: FieldPath): boolean {
    return field.nullable || this.#tableAt(relations).outer;
  }

  #tableAt(relations: readonly Field[]): Table {
    const last = relations.at(-1);
    if (!last) return this.root;
    const way = relations.map(({ name }) => name).join('__');
    const known = this.#tables.get(way);
    if (known) return known;
    const from = this.#tableAt(relations.slice(0, -1));
    const { dbTable, primaryKey } = optionsOf(last.relation!.to());
    const isTaken = dbTable === this.root.alias || this.#joins.some(({ alias }) => alias === dbTable);
    // Django's aliases for a table that is there twice: T2, T3.
    const alias =
      this.#prefix !== null
        ? `${this.#prefix}${this.#joins.length + 1}`
        : isTaken
          ? `T${this.#joins.length + 2}`
          : dbTable;
    const table = { alias, outer: from.outer || last.nullable };
    this.#tables.set(way, table);
    const [key, foreignKey] = [`${alias}.${primaryKey.column}`, `${from.alias}.${last.column}`];
    this.#joins.push({ table: dbTable, alias, key, foreignKey, outer: table.outer });
    return table;
  }
}

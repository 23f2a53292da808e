import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { ModelOptions } from '../models/model-options.ts';
import { ReverseStep, targetOf } from '../models/reverse-relation.ts';
import type { RelationStep } from '../models/reverse-relation.ts';
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
  /** Its primary key's column. */
  readonly key: string;
  /** Whether there may be no row: a nullable foreign key is on the way, or one is followed backwards. */
  readonly outer: boolean;
}

/** The tables of one query, by the relations that lead to them. Tables are joined as they are asked for, once each. */
export class TableScope {
  readonly root: Table;
  readonly #tables = new Map<string, Table>();
  readonly #joins: Join[] = [];
  readonly #required = new Set<string>();

  /** What aliases begin with in a subquery, so that they are none of the query's around it. */
  readonly #prefix: string | null;

  constructor({ dbTable, primaryKey }: ModelOptions, prefix: string | null = null) {
    this.#prefix = prefix;
    this.root = { alias: prefix === null ? dbTable : `${prefix}0`, key: primaryKey.column, outer: false };
  }

  get joins(): readonly Join[] {
    return this.#joins;
  }

  /** Says, before any column is asked for, that no row of the query is without a row at the end of this way. */
  require(relations: readonly RelationStep[]): void {
    for (const index of relations.keys()) this.#required.add(nameOf(relations.slice(0, index + 1)));
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

  #tableAt(relations: readonly RelationStep[]): Table {
    const last = relations.at(-1);
    if (!last) return this.root;
    const way = nameOf(relations);
    const known = this.#tables.get(way);
    if (known) return known;
    const from = this.#tableAt(relations.slice(0, -1));
    const { dbTable, primaryKey } = targetOf(last);
    const isTaken = dbTable === this.root.alias || this.#joins.some(({ alias }) => alias === dbTable);
    // Django's aliases for a table that is there twice: T2, T3.
    const alias =
      this.#prefix !== null
        ? `${this.#prefix}${this.#joins.length + 1}`
        : isTaken
          ? `T${this.#joins.length + 2}`
          : dbTable;
    const isReverse = last instanceof ReverseStep;
    const table = { alias, key: primaryKey.column, outer: this.#isOuter(way, from, last) };
    this.#tables.set(way, table);
    const [key, foreignKey] = isReverse
      ? [`${from.alias}.${from.key}`, `${alias}.${last.field.column}`]
      : [`${alias}.${table.key}`, `${from.alias}.${last.column}`];
    this.#joins.push({ table: dbTable, alias, key, foreignKey, outer: table.outer });
    return table;
  }

  #isOuter(way: string, from: Table, step: RelationStep): boolean {
    if (this.#required.has(way)) return false;
    return from.outer || step instanceof ReverseStep || step.nullable;
  }
}

const nameOf = (relations: readonly RelationStep[]): string =>
  relations.map((step) => (step instanceof ReverseStep ? `${step.name} ${step.use}` : step.name)).join('__');

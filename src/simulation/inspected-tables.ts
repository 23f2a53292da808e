/** What the tables view knows of a node's tables, and when it must be told anew. */
import type { NodeName, VirtualMs } from '../trace/ids.ts';
import type { DecodedChange, PgTable } from '../trace/postgres-values.ts';
import { canFollow } from '../trace/view-tables.ts';
import type { PostgresNode } from './postgres-node.ts';
import type { Recorder } from './recorder.ts';
import type { ReplicaRelations } from './replica-relations.ts';

type Shape = Pick<PgTable, 'columns' | 'key'>;

/** The changes of the trace tell what a table holds, as long as the view can follow them. */
export class InspectedTables {
  readonly #node: PostgresNode & { readonly name: NodeName };
  readonly #recorder: Recorder;
  #shapes: ReadonlyMap<string, Shape>;

  constructor(node: PostgresNode & { readonly name: NodeName }, tables: readonly PgTable[], recorder: Recorder) {
    this.#node = node;
    this.#recorder = recorder;
    this.#shapes = shapesOf(tables);
  }

  /** Whether the view can follow the changes. On the replica what its own triggers and generated columns make of them is
   * not in the stream, and a column of another type may print another text. */
  follow(changes: readonly DecodedChange[], relations?: ReplicaRelations): boolean {
    return changes.every((change) => {
      if (!('table' in change)) return true;
      const name = `${change.schema}.${change.table}`;
      if (!canFollow(change, this.#shapes.get(name))) return false;
      const relation = relations?.get(name);
      if (!relation) return true;
      const isPlain = relation.columns.every((column) => column.fullType === change.types[column.name]);
      return isPlain && !relation.hasOwnLogic;
    });
  }

  /** Reads the tables now, and records them as they have been since `at`. @throws NodeCrashed */
  async inspect(at: VirtualMs): Promise<readonly PgTable[]> {
    const tables = await this.#node.tables(at);
    this.record(tables, at);
    return tables;
  }

  /** The node's tables are known to have been these since `at`. */
  record(tables: readonly PgTable[], at: VirtualMs): void {
    this.#shapes = shapesOf(tables);
    this.#recorder.record({ type: 'tables inspected', at, node: this.#node.name, tables });
  }
}

function shapesOf(tables: readonly PgTable[]): ReadonlyMap<string, Shape> {
  return new Map(tables.map(({ schema, name, columns, key }) => [`${schema}.${name}`, { columns, key }]));
}

/** The tables that a plan reads or changes: what the catalogs say of them, and where nobody has asked these, what the plan itself tells. */
import type { Plan, PlanNode } from '../../explain/plan.ts';
import type { IndexFacts, TableFacts } from '../../explain/table-facts.ts';

export interface PlanTable {
  readonly schema: string | null;
  readonly name: string;
  /** Null where nobody asked the catalogs. */
  readonly facts: TableFacts | null;
  readonly indexes: readonly (Pick<IndexFacts, 'name'> & { readonly facts: IndexFacts | null })[];
  /** The nodes that are about it, by their index, and the index that each uses. */
  readonly users: ReadonlyMap<number, string | null>;
}

export function planTables({ root }: Plan, facts: readonly TableFacts[] | null): readonly PlanTable[] {
  const tables = new Map<string, { schema: string | null; name: string; users: Map<number, string | null> }>();
  // A bitmap's index belongs to the table of the heap scan above it.
  const visit = (node: PlanNode, above: string | null): void => {
    const own = node.source?.kind === 'table' ? node.source : null;
    const key = own ? JSON.stringify([own.schema, own.name]) : node.type.startsWith('Bitmap') ? above : null;
    if (own && !tables.has(key!)) tables.set(key!, { schema: own.schema, name: own.name, users: new Map() });
    const table = key === null ? undefined : tables.get(key);
    table?.users.set(node.index, node.indexName);
    for (const child of node.children) visit(child, key);
  };
  visit(root, null);
  return [...tables.values()].map(({ schema, name, users }) => {
    const known = facts?.find((one) => one.name === name && (schema === null || one.schema === schema)) ?? null;
    const used = [...new Set([...users.values()].filter((index) => index !== null))];
    const missing = used.filter((index) => !known?.indexes.some((one) => one.name === index));
    const indexes = [
      ...(known?.indexes ?? []).map((index) => ({ name: index.name, facts: index })),
      ...missing.map((index) => ({ name: index, facts: null })),
    ];
    return { schema, name, facts: known, indexes, users };
  });
}

import { count } from '../../course/story.ts';
import type { DecodedChange } from '../../trace/postgres-values.ts';

const statement =
  /^\s*(select|insert\s+into|update|delete\s+from|truncate(?:\s+table)?)\b(?:[\s\S]*?\bfrom\b)?\s*(?:only\s+)?((?:"[^"]+"|\w+)(?:\.(?:"[^"]+"|\w+))?)/i;

/** A statement in a word or two: `SELECT shop_order`. Without a table its first words. */
export function summariseSql(sql: string): string {
  // It looks like a read of the table whose highest value it takes.
  if (/^\s*select\s+setval\s*\(/i.test(sql)) return 'SELECT setval';
  const match = statement.exec(sql);
  const verb = match?.[1]?.trim().split(/\s+/)[0]?.toUpperCase();
  if (!match || !verb || (verb === 'SELECT' && !/\bfrom\b/i.test(match[0]))) return shorten(sql.trim(), 48);
  return `${verb} ${match[2]!.replaceAll('"', '').replace(/^public\./, '')}`;
}

/** What a transaction changed: `INSERT shop_order, UPDATE shop_product × 2`. */
export function summariseChanges(changes: readonly DecodedChange[]): string {
  const counts = new Map<string, number>();
  for (const change of changes) {
    const name =
      change.kind === 'truncate'
        ? change.tables.map(({ table }) => table).join(', ')
        : change.kind === 'message'
          ? `“${change.prefix}”`
          : change.table;
    const what = `${change.kind.toUpperCase()} ${name}`;
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return [...counts].map(([what, times]) => (times === 1 ? what : `${what} × ${times}`)).join(', ') || 'no rows';
}

const past = { insert: 'inserted', update: 'updated', delete: 'deleted' } as const;

/** The same as one tells it: `deleted 3 rows of shop_order, inserted 1 row of shop_log`. Empty where no row was changed. */
export function changesInWords(changes: readonly DecodedChange[]): string {
  const counts = new Map<string, { readonly rows: number; readonly say: (rows: number) => string }>();
  for (const change of changes) {
    const { key, say } = changeInWords(change);
    counts.set(key, { rows: (counts.get(key)?.rows ?? 0) + 1, say });
  }
  return [...counts.values()].map(({ rows, say }) => say(rows)).join(', ');
}

function changeInWords(change: DecodedChange): { readonly key: string; readonly say: (rows: number) => string } {
  switch (change.kind) {
    case 'message':
      return said(`logged the message “${change.prefix}”`);
    case 'truncate':
      return said(`truncated ${change.tables.map(({ table }) => table).join(', ')}`);
    default: {
      const { kind, table } = change;
      return { key: `${kind} ${table}`, say: (rows) => `${past[kind]} ${count(rows, 'row')} of ${table}` };
    }
  }
}

const said = (words: string) => ({ key: words, say: () => words });

export function shorten(text: string, length: number): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}

/**
 * Which reads of the replica can be asked of the primary as well: those that ask for rows of tables. A function with an
 * effect that outlives ROLLBACK must not run there, and one that speaks of the server itself differs without being stale.
 */

/** Functions with effects of their own, or with answers of their own at every call. */
const ownAnswers = new Set(
  `clock_timestamp currval dblink gen_random_uuid inet_server_addr inet_server_port lastval nextval random random_normal
   set_config setseed setval statement_timestamp timeofday txid_current txid_current_if_assigned txid_current_snapshot
   txid_snapshot_xmax txid_snapshot_xmin uuidv4 uuidv7 version`.split(/\s+/),
);
const ownPrefix = /^(pg_|lo_|dblink_)/;
const systemColumns = new Set(['ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid']);

/** Why the primary is not asked, or null when it can be.
 * @param tags what the replica completed: `SELECT 3`. */
export function whyNotComparable(sql: string, tags: readonly string[]): string | null {
  if (!tags.every((tag) => tag.startsWith('SELECT '))) return 'It is not a plain read of rows.';
  for (const [, word] of sql.matchAll(/([a-z_][a-z0-9_$]*)/gi)) {
    const name = word!.toLowerCase();
    if (name === 'tablesample') return 'It draws rows by lot (TABLESAMPLE), each server its own.';
    if (systemColumns.has(name)) return `It reads ${name}, which is each server's own.`;
  }
  for (const [, word] of sql.matchAll(/([a-z_][a-z0-9_$]*)"?\s*\(/gi)) {
    const name = word!.toLowerCase();
    if (ownPrefix.test(name) || ownAnswers.has(name)) return `It calls ${name}(), which is about the server itself.`;
  }
  return null;
}

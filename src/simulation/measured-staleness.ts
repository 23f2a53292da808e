/** How stale an answer of the replica was: the same statement is asked of the primary at the same moment. */
import type { Staleness } from '../trace/events.ts';
import type { VirtualMs } from '../trace/ids.ts';
import type { PgText } from '../trace/postgres-values.ts';
import { whyNotComparable } from './comparable.ts';
import type { Answer, Cluster, PostgresNode } from './postgres-node.ts';
import type { Replication } from './replication.ts';
import { rowDifference } from './row-difference.ts';
import type { ServerSession } from './server-session.ts';

export interface StalenessParts {
  readonly cluster: Cluster;
  readonly replication: Replication;
  readonly primarySession: ServerSession;
}

/** A statement that the replica has answered. */
export interface ReplicaRead {
  /** Who asked, by the key of its session. */
  readonly client: string;
  readonly sql: string;
  /** Absent where it was typed at a console. */
  readonly params: readonly PgText[] | undefined;
  readonly answer: Answer;
  readonly at: VirtualMs;
}

/** Null where the replica answered with an error: nothing was read, and the primary is not asked. @throws NodeCrashed */
export async function measuredStaleness(read: ReplicaRead, parts: StalenessParts): Promise<Staleness | null> {
  const { outcome } = read.answer;
  if (outcome.kind === 'error') return null;
  const { replication } = parts;
  const { replayLsn, primaryLsn } = replication;
  const behind = replication.behind(read.at);
  const rows = outcome.results.flatMap((result) => result.rows);
  const tags = outcome.results.map(({ tag }) => tag);
  const difference = await differenceOf(read, rows, tags, behind.commitsBehind, parts);
  return { replayLsn, primaryLsn, ...behind, difference };
}

const unknown = (why: string): Staleness['difference'] => ({ kind: 'unknown', why });

async function differenceOf(
  { client, sql, params, at }: ReplicaRead,
  rows: readonly (readonly PgText[])[],
  tags: readonly string[],
  commitsBehind: number,
  { cluster, primarySession, replication }: StalenessParts,
): Promise<Staleness['difference']> {
  if (!params) return unknown('It was typed at a console.');
  if (!replication.hasPrimary) return unknown('The primary is down, and cannot be asked.');
  const why = whyNotComparable(sql, tags);
  if (why !== null) return unknown(why);
  if (primarySession.status === 'failed transaction') return unknown('The transaction open on the primary had failed.');
  const isOwn = primarySession.holder === client;
  if (primarySession.holder !== null && !isOwn) {
    return unknown("Another client's transaction was open on the primary, and PGlite has one session.");
  }
  const { outcome, tables } = await cluster.primary.peek({ sql, params }, at);
  if (outcome.kind === 'error') return unknown(`The primary would have said: ${outcome.error.message}`);
  if (tables.length === 0) return unknown('It reads no table.');
  const primaryRows = outcome.results.flatMap((result) => result.rows);
  const { missing, extra } = rowDifference(primaryRows, rows);
  if (missing.length === 0 && extra.length === 0) return { kind: 'same' };
  if (commitsBehind === 0 && !isOwn) {
    return unknown('No commit was outstanding, so the servers differ in something else than their age.');
  }
  const settings = await settingsThatDiffer(cluster, at);
  if (settings.length > 0) return unknown(`The sessions on the two servers differ in ${settings.join(', ')}.`);
  return { kind: 'differs', missing, extra, tables };
}

/** On which the text of a value depends, or which rows a name stands for: a client sets them on each server alone. */
const tellingSettings = `TimeZone DateStyle IntervalStyle extra_float_digits bytea_output search_path role`.split(' ');

async function settingsThatDiffer({ primary, replica }: Cluster, at: VirtualMs): Promise<readonly string[]> {
  const sql = `select ${tellingSettings.map((name) => `pg_catalog.current_setting('${name}')`).join(', ')}`;
  const valuesOn = async (node: Pick<PostgresNode, 'peek'>): Promise<readonly PgText[]> => {
    const { outcome } = await node.peek({ sql, params: [] }, at);
    return outcome.kind === 'ok' ? (outcome.results[0]?.rows[0] ?? []) : [];
  };
  const [onPrimary, onReplica] = [await valuesOn(primary), await valuesOn(replica)];
  return tellingSettings.filter((_, place) => onPrimary[place] !== onReplica[place]);
}

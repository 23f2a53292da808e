/**
 * Guarantees over the reads of a run, judged by what the nodes did: which node ran which statement, and where it stood.
 * What the learner's code says of itself has no part in it. The names and their meaning are those of Terry et al.,
 * "Session Guarantees for Weakly Consistent Replicated Data" (1994); a session is here all that one person does.
 *
 * A read counts as stale only where its rows differ from what the primary would have answered at that moment. Where the
 * two could not be compared (`unknown`), no guarantee is broken by it, and none is restored by it either.
 */
import { formatLsn } from '../trace/ids.ts';
import type { Lsn } from '../trace/ids.ts';
import type { Staleness, Trace } from '../trace/events.ts';
import type { Verdict } from './lesson.ts';
import { formatMs, staleReadStory } from './story.ts';
import { eventsOf, isOk, requestsIn, tablesChanged } from './trace-selectors.ts';
import type { Commit, Query, RequestRecord } from './trace-selectors.ts';

/** A read of the replica that was answered otherwise than the primary would have. */
interface StaleRead {
  readonly request: RequestRecord;
  readonly query: Query;
  readonly staleness: Staleness;
  /** `schema.table` of what it read. */
  readonly tables: readonly string[];
}

export interface ReadYourWritesOptions {
  /** What a request that wrote did, in the shop's words: "ordered 2 × Apple juice". */
  readonly tell?: (request: RequestRecord) => string;
}

/**
 * Read your writes: whoever was told OK about a change is not answered from a state before it.
 *
 * Broken by a stale read of the replica where
 * - the same person committed something that the replica had not replayed then, either in a request that had been
 *   answered without an error before the reading request started, or earlier in the reading request itself;
 * - that commit changed a table that the read was about; and
 * - the request did not ask again. A later read of such a table in the same request, by a node that has the commit,
 *   makes good: code may look at the replica first, see that it is behind, and turn to the primary. Whether the page
 *   then shows what the later read gave is for a lesson's own check.
 */
export function readYourWrites(trace: Trace, { tell = requestLine }: ReadYourWritesOptions = {}): Verdict {
  const indexOf = new Map(trace.map((event, index) => [event, index]));
  const requests = requestsIn(trace);
  for (const read of staleReads(requests)) {
    const { request, query, staleness, tables } = read;
    const about = (commit: Commit): readonly string[] => tablesChanged(commit).filter((name) => tables.includes(name));
    for (const writer of requests) {
      const wasTold = isOk(writer) && indexOf.get(writer.responded!)! < indexOf.get(request.started)!;
      if (writer.started.person !== request.started.person || (!wasTold && writer !== request)) continue;
      const lost = writer.commits.find(
        (commit) =>
          commit.lsn > staleness.replayLsn &&
          indexOf.get(commit)! < indexOf.get(query)! &&
          about(commit).length > 0 &&
          !asksAgain(request, query, commit.lsn, about(commit)),
      );
      if (!lost) continue;
      const story = [toldStory(writer, lost, tell), ...staleReadStory(request, query, staleness, about(lost))];
      return { kind: 'broken', story, event: indexOf.get(query)! };
    }
  }
  return { kind: 'holds' };
}

/**
 * Monotonic reads: nobody who has seen a state is taken back to an earlier one.
 *
 * Broken by a stale read of the replica where the same person had asked the same statement with the same parameters
 * before, of a node that was further, and what was committed between the two positions changed a table that it reads.
 */
export function monotonicReads(trace: Trace): Verdict {
  const commits = eventsOf(trace, 'transaction committed');
  const requests = requestsIn(trace);
  for (const { request, query, staleness, tables } of staleReads(requests)) {
    const earlier = requests
      .filter(({ started }) => started.person === request.started.person)
      .flatMap(({ queries }) => queries)
      .find((other) => {
        const isSame = other.sql === query.sql && JSON.stringify(other.params) === JSON.stringify(query.params);
        if (
          !isSame ||
          other.node === 'standalone' ||
          other.outcome.kind !== 'ok' ||
          trace.indexOf(other) >= trace.indexOf(query)
        )
          return false;
        return commits.some(
          (commit) =>
            commit.lsn > staleness.replayLsn &&
            commit.lsn <= other.lsn &&
            tablesChanged(commit).some((name) => tables.includes(name)),
        );
      });
    if (!earlier) continue;
    const seen = `At t = ${formatMs(earlier.at)}, ${request.started.person} was answered by the ${earlier.node}, which stood at ${formatLsn(earlier.lsn)}.`;
    const story = [seen, ...staleReadStory(request, query, staleness, tables)];
    return { kind: 'broken', story, event: trace.indexOf(query) };
  }
  return { kind: 'holds' };
}

/** Bounded staleness: no answer is older than `maxMs` of virtual time. */
export function boundedStaleness(trace: Trace, maxMs: number): Verdict {
  const tooOld = staleReads(requestsIn(trace)).find(({ staleness }) => staleness.msBehind > maxMs);
  if (!tooOld) return { kind: 'holds' };
  const { request, query, staleness, tables } = tooOld;
  const story = [...staleReadStory(request, query, staleness, tables), `The bound is ${formatMs(maxMs)}.`];
  return { kind: 'broken', story, event: trace.indexOf(query) };
}

function staleReads(requests: readonly RequestRecord[]): readonly StaleRead[] {
  return requests.flatMap((request) =>
    request.queries.flatMap((query): readonly StaleRead[] => {
      const { staleness } = query;
      if (staleness?.difference.kind !== 'differs') return [];
      return [{ request, query, staleness, tables: staleness.difference.tables }];
    }),
  );
}

/** Whether the request reads one of the tables later on, of a node that has the commit. */
function asksAgain(request: RequestRecord, stale: Query, commit: Lsn, tables: readonly string[]): boolean {
  const later = request.queries.slice(request.queries.indexOf(stale) + 1);
  return later.some(({ node, sql, lsn, staleness, outcome }) => {
    const isFresh =
      node === 'primary' || (node === 'replica' && lsn >= commit && staleness?.difference.kind !== 'unknown');
    const isRead = outcome.kind === 'ok' && /^\s*(select|with)\b/i.test(sql);
    return isFresh && isRead && tables.some((name) => mentions(sql, name));
  });
}

/** Whether a statement names the table. The nodes say what a read of the replica touched, of the primary they do not. */
function mentions(sql: string, table: string): boolean {
  const name = table.slice(table.indexOf('.') + 1);
  return sql.split(/[^\p{L}\p{N}_$]+/u).includes(name);
}

function toldStory(writer: RequestRecord, commit: Commit, tell: (request: RequestRecord) => string): string {
  const { person } = writer.started;
  const told = writer.responded ? ` and was told OK at t = ${formatMs(writer.responded.at)}` : '';
  return `${person} ${tell(writer)} at t = ${formatMs(writer.started.at)}${told}: commit ${formatLsn(commit.lsn)} on the primary.`;
}

const requestLine = (request: RequestRecord): string => `sent ${request.started.method} ${request.started.path}`;

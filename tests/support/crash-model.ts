/**
 * What has to be there after a crash, worked out from what the clients of a run were answered and from the tables of its nodes,
 * and from nothing that the simulation says of replication: no 'transaction committed', no 'transaction applied'.
 */
import type { Trace } from '../../src/trace/events.ts';
import type { RequestId } from '../../src/trace/ids.ts';
import type { Ledger } from '../../src/trace/ledger.ts';
import { type foundIn, type Purchase, scriptOf } from './purchases.ts';

/** PostgreSQL's `wal_writer_delay`: as long as this, at most, may a commit be lost that did not wait for its flush. */
const walWriterDelayMs = 200;

export interface Acknowledged {
  readonly purchase: Purchase;
  /** When the primary answered its commit. */
  readonly at: number;
  /** Who was told, and when: the console that typed it, or the person whose request was answered with a page. */
  readonly told: { readonly who: string; readonly at: number } | null;
}

/** The purchases whose commit the primary has answered, in this order. */
export function acknowledgedIn(trace: Trace, purchases: readonly Purchase[]): readonly Acknowledged[] {
  const bought = new Map<RequestId, Purchase>();
  const pages = new Map<RequestId, { who: string; at: number }>();
  for (const event of trace) {
    if (event.type === 'request started') {
      const purchase = purchases.find(({ ref }) => event.path === `/buy/${ref}`);
      if (purchase) bought.set(event.requestId, purchase);
    }
    if (event.type === 'request responded' && event.response.status === 200)
      pages.set(event.requestId, { who: event.person, at: event.at });
  }
  return trace.flatMap((event): Acknowledged[] => {
    if (event.type !== 'query ran' || event.node !== 'primary' || event.outcome.kind !== 'ok') return [];
    const { at, client, sql, outcome, answeredAt } = event;
    if (outcome.results.at(-1)?.tag !== 'COMMIT' || answeredAt === null) return [];
    const isConsole = client.kind === 'console';
    const purchase = isConsole ? purchases.find((typed) => scriptOf(typed) === sql)! : bought.get(client.requestId)!;
    return [
      {
        purchase,
        at,
        told: isConsole ? { who: 'the console', at: answeredAt } : (pages.get(client.requestId) ?? null),
      },
    ];
  });
}

/** The commits that a primary that crashed at `crashedAt` has to have: those that waited to be flushed and all before them, those
 * that the WAL writer has come by for, and those after its restart. */
export function dueAfterCrash(acknowledged: readonly Acknowledged[], crashedAt: number): readonly Acknowledged[] {
  const isFlushed = ({ purchase, at }: Acknowledged): boolean =>
    purchase.isFlushed || crashedAt - at >= walWriterDelayMs;
  const flushed = acknowledged.findLastIndex((one) => one.at <= crashedAt && isFlushed(one));
  return acknowledged.filter((one, index) => index <= flushed || one.at > crashedAt);
}

type Found = ReturnType<typeof foundIn>;

/** Whether what is there of these, in their order, has no gap: whole ones first, and after the first absent one none. */
export function isUnbroken(acknowledged: readonly Acknowledged[], found: Found): boolean {
  const there = acknowledged.map(({ purchase }) => found.get(purchase.ref) === 'whole');
  return !there.includes(true, there.indexOf(false) < 0 ? there.length : there.indexOf(false));
}

/** Those that a replica has although they had not waited their time when it was promoted, or has not although they had. One that
 * did not wait to be flushed may have been sent later. */
export function untimely(
  acknowledged: readonly Acknowledged[],
  promoted: Found,
  { promotedAt, delayMs, jitterMs }: { promotedAt: number; delayMs: number; jitterMs: number },
): readonly string[] {
  return acknowledged.flatMap(({ purchase: { ref, isFlushed }, at }) => {
    const isThere = promoted.get(ref) === 'whole';
    const isWrong = isThere ? at + delayMs > promotedAt : isFlushed && at + delayMs + jitterMs <= promotedAt;
    return isWrong ? [ref] : [];
  });
}

/** What a ledger has to say, in the words of `said`, when the promoted node has what was `promoted`. */
export function owed(acknowledged: readonly Acknowledged[], promoted: Found, crashedAt: number) {
  const isThere = ({ purchase }: Acknowledged): boolean => promoted.get(purchase.ref) === 'whole';
  const lost = acknowledged.filter((one) => !isThere(one));
  const oldest = lost.find(({ told }) => told !== null);
  return {
    lost: lost.map(({ purchase, told }) => ({ ref: purchase.ref, told })),
    kept: acknowledged.filter((one) => one.told !== null && isThere(one)).length,
    recoveryPointMs: oldest ? Math.max(0, crashedAt - oldest.at) : 0,
  };
}

/** The same of a ledger. Each write of the workload carries its purchase's name. */
export function said({ lost, kept, recoveryPointMs }: Ledger) {
  const refOf = (changes: readonly unknown[]): string | undefined =>
    /"ref":"(p\d+)"/.exec(JSON.stringify(changes))?.[1];
  return { lost: lost.map(({ commit, told }) => ({ ref: refOf(commit.changes), told })), kept, recoveryPointMs };
}

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

export interface Committed {
  readonly purchase: Purchase;
  readonly at: number;
  /** Whether its client has had the answer: one that waits for the replica may never get it. */
  readonly isAnswered: boolean;
  /** Who was told, and when: the console that typed it, or the person whose request was answered with a page. */
  readonly told: { readonly who: string; readonly at: number } | null;
}

/** The purchases that the primary has committed, in this order. */
export function committedIn(trace: Trace, purchases: readonly Purchase[]): readonly Committed[] {
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
  return trace.flatMap((event): Committed[] => {
    if (event.type !== 'query ran' || event.node !== 'primary' || event.outcome.kind !== 'ok') return [];
    const { at, client, sql, outcome, answeredAt } = event;
    if (outcome.results.at(-1)?.tag !== 'COMMIT') return [];
    const isConsole = client.kind === 'console';
    const purchase = isConsole ? purchases.find((typed) => scriptOf(typed) === sql)! : bought.get(client.requestId)!;
    const shown = answeredAt === null ? null : { who: 'the console', at: answeredAt };
    const told = isConsole ? shown : (pages.get(client.requestId) ?? null);
    return [{ purchase, at, told, isAnswered: answeredAt !== null }];
  });
}

/** The commits that a primary that crashed at `crashedAt` has to have: those that waited to be flushed and all before them, those
 * that the WAL writer has come by for, and those after its restart. */
export function dueAfterCrash(committed: readonly Committed[], crashedAt: number): readonly Committed[] {
  const isFlushed = ({ purchase, at }: Committed): boolean =>
    purchase.waitsFor !== 'off' || crashedAt - at >= walWriterDelayMs;
  const flushed = committed.findLastIndex((one) => one.at <= crashedAt && isFlushed(one));
  return committed.filter((one, index) => index <= flushed || one.at > crashedAt);
}

/** The commits that a replica that was promoted has to have, since their clients were told that it has them. */
export const duePromised = (committed: readonly Committed[], promotedAt: number): readonly Committed[] =>
  committed.filter(({ purchase, at, isAnswered }) => purchase.waitsFor === 'on' && isAnswered && at < promotedAt);

type Found = ReturnType<typeof foundIn>;

/** Whether what is there of these, in their order, has no gap: whole ones first, and after the first absent one none. */
export function isUnbroken(committed: readonly Committed[], found: Found): boolean {
  const there = committed.map(({ purchase }) => found.get(purchase.ref) === 'whole');
  return !there.includes(true, there.indexOf(false) < 0 ? there.length : there.indexOf(false));
}

/** Those that a replica has although they had not waited their time when it was promoted, or has not although they had. One that
 * did not wait to be flushed may have been sent later. */
export function untimely(
  committed: readonly Committed[],
  promoted: Found,
  { promotedAt, delayMs, jitterMs }: { promotedAt: number; delayMs: number; jitterMs: number },
): readonly string[] {
  return committed.flatMap(({ purchase: { ref, waitsFor }, at }) => {
    const isThere = promoted.get(ref) === 'whole';
    const isWrong = isThere ? at + delayMs > promotedAt : waitsFor !== 'off' && at + delayMs + jitterMs <= promotedAt;
    return isWrong ? [ref] : [];
  });
}

/** What a ledger has to say, in the words of `said`, when the promoted node has what was `promoted`. */
export function owed(committed: readonly Committed[], promoted: Found, crashedAt: number) {
  const isThere = ({ purchase }: Committed): boolean => promoted.get(purchase.ref) === 'whole';
  const lost = committed.filter((one) => !isThere(one));
  const oldest = lost.find(({ told }) => told !== null);
  return {
    lost: lost.map(({ purchase, told }) => ({ ref: purchase.ref, told })),
    kept: committed.filter((one) => one.told !== null && isThere(one)).length,
    recoveryPointMs: oldest ? Math.max(0, crashedAt - oldest.at) : 0,
  };
}

/** The same of a ledger. Each write of the workload carries its purchase's name. */
export function said({ lost, kept, recoveryPointMs }: Ledger) {
  const refOf = (changes: readonly unknown[]): string | undefined =>
    /"ref":"(p\d+)"/.exec(JSON.stringify(changes))?.[1];
  return { lost: lost.map(({ commit, told }) => ({ ref: refOf(commit.changes), told })), kept, recoveryPointMs };
}

import type { Verdict } from '../../src/course/lesson.ts';
import { formatMs, requestName } from '../../src/course/story.ts';
import { eventsOf, requestsIn } from '../../src/course/trace-selectors.ts';
import type { Commit, RequestRecord } from '../../src/course/trace-selectors.ts';
import { transactionsOf } from '../../src/course/transactions.ts';
import type { Trace } from '../../src/trace/events.ts';
import { isOwnExpression, stockSet, unlockedStock } from './check-locks.ts';
import { bottles, historyOf, inserted, juiceNames, updated } from './check-shop-rows.ts';

/** Every bottle that left the shelf is in an order, none is in two, and an order is there as a whole or not at all. */
export function judgeStock(trace: Trace): Verdict {
  return judgeShelves(trace) ?? judgeWholeness(trace) ?? judgeLocks(trace) ?? { kind: 'holds' };
}

/** What happened to one juice in one commit. */
interface Movement {
  readonly commit: Commit;
  readonly before: number;
  /** By how much the stock changed. */
  readonly by: number;
  /** Whether it was written at all, be it with the number that was there. */
  readonly isWritten: boolean;
  /** How many bottles the commit's order lines say. */
  readonly sold: number;
}

/** All movements of each juice, in the order of the commits, and how many bottles there were in the beginning. */
function movements(trace: Trace): ReadonlyMap<string, { readonly first: number; readonly all: readonly Movement[] }> {
  const stock = new Map(
    historyOf(trace, 'primary', 'shop_product')[0]!.rows.map(({ id, stock: there }) => [id!, Number(there)]),
  );
  const juices = new Map([...stock].map(([id, first]) => [id, { first, all: [] as Movement[] }]));
  for (const commit of eventsOf(trace, 'transaction committed')) {
    for (const row of inserted(commit, 'shop_product')) {
      stock.set(row.id!, Number(row.stock));
      juices.set(row.id!, { first: Number(row.stock), all: [] });
    }
    const after = new Map(updated(commit, 'shop_product').map((row) => [row.id!, Number(row.stock)]));
    const lines = inserted(commit, 'shop_orderline');
    for (const id of new Set([...after.keys(), ...lines.map((line) => line.product_id!)])) {
      const before = stock.get(id) ?? 0;
      const by = (after.get(id) ?? before) - before;
      const own = lines.filter((line) => line.product_id === id);
      const sold = own.reduce((sum, line) => sum + Number(line.quantity), 0);
      juices.get(id)?.all.push({ commit, before, by, isWritten: after.has(id), sold });
      stock.set(id, before + by);
    }
  }
  return juices;
}

/** At the end of the day: what was there, and came, and was sold, against what is left. */
function judgeShelves(trace: Trace): Verdict | null {
  const nameOf = juiceNames(trace);
  for (const [id, { first, all }] of movements(trace)) {
    const delivered = all.filter(({ commit }) => commit.client.kind === 'console').reduce((sum, { by }) => sum + by, 0);
    const sold = all.reduce((sum, movement) => sum + movement.sold, 0);
    const left = all.reduce((sum, { by }) => sum + by, first);
    const should = first + delivered - sold;
    if (left === should && should >= 0) continue;
    const there = `There ${first + delivered === 1 ? 'was' : 'were'} ${bottles(first + delivered)} of ${nameOf(id)}.`;
    const story = [
      there,
      ...all.flatMap((movement) => movementStory(trace, movement)),
      should < 0
        ? `That is ${bottles(sold)} sold, of ${first + delivered}; the table says that ${left} are left.`
        : `So ${bottles(should)} should be left, and the table says ${left}.`,
    ];
    const last = all.findLast(({ commit, by, sold: n }) => commit.client.kind === 'request' && (n > 0 || by !== 0));
    return { kind: 'broken', story, event: trace.indexOf((last ?? all.at(-1)!).commit) };
  }
  return null;
}

function movementStory(trace: Trace, { commit, before, by, isWritten, sold }: Movement): readonly string[] {
  const request = requestsIn(trace).find(({ commits }) => commits.includes(commit));
  if (!request) return [];
  const [line] = inserted(commit, 'shop_orderline');
  const parts = [
    ...(sold > 0 ? [`${request.started.person} was sold ${sold}, in order ${line?.order_id}`] : []),
    ...(isWritten
      ? [
          `${sold > 0 ? 'the' : `${requestName(request)} set the`} stock ${sold > 0 ? 'went ' : ''}from ${before} to ${before + by}`,
        ]
      : []),
  ];
  return [`At t = ${formatMs(commit.at)}, ${parts.join(', and ')}.`];
}

/** Order, lines, bottles and the checkout's new status are one commit, and nothing of it happens on other occasions. */
function judgeWholeness(trace: Trace): Verdict | null {
  const all = [...movements(trace).values()].flatMap((juice) => juice.all);
  for (const request of requestsIn(trace)) {
    for (const commit of request.commits) {
      const orders = inserted(commit, 'shop_order');
      const lines = inserted(commit, 'shop_orderline');
      const moved = all.filter((movement) => movement.commit === commit);
      const parts = {
        'the order': orders.length > 0,
        'its lines': lines.length > 0,
        'a change of the stock': moved.some(({ by }) => by !== 0),
        "the checkout's status": updated(commit, 'shop_checkout').some(({ status }) => status === 'ordered'),
      };
      const has = Object.entries(parts).flatMap(([name, isThere]) => (isThere ? [name] : []));
      const lacks = Object.keys(parts).filter((name) => !has.includes(name));
      const touches = orders.length > 0 || lines.length > 0 || moved.some(({ by }) => by !== 0);
      if (!touches || lacks.length === 0) continue;
      return { kind: 'broken', story: halfStory(request, commit, has, lacks), event: trace.indexOf(commit) };
    }
  }
  return null;
}

const halfStory = (
  request: RequestRecord,
  commit: Commit,
  has: readonly string[],
  lacks: readonly string[],
): readonly string[] => [
  `At t = ${formatMs(commit.at)}, ${requestName(request)} committed ${has.join(', ')}; but not in the same transaction ${lacks.join(', ')}.`,
  'From then on everybody could see half of it. Had the shop lost its connection at that moment, half of it is what would have remained.',
];

function judgeLocks(trace: Trace): Verdict | null {
  for (const request of requestsIn(trace)) {
    for (const transaction of transactionsOf(request)) {
      const update = transaction.commit ? unlockedStock(transaction) : null;
      if (!update) continue;
      const isOwn = isOwnExpression(stockSet(update.sql) ?? '');
      const story = [
        `At t = ${formatMs(update.at)}, ${requestName(request)} took bottles from the stock: ${update.sql}`,
        isOwn
          ? 'The database subtracts, so none is counted twice. But that there were enough had been read without a lock, and the UPDATE does not ask again.'
          : 'It sets the stock to a number that the code worked out from an earlier read, and that read had locked nothing.',
        'Nobody came between here: the primary of this page has one session, and whoever else opens a transaction waits for its end.',
        isOwn
          ? 'On a real server another customer could have bought them between the two statements: fewer than none would be left.'
          : 'On a real server another customer could have bought between the two statements, and their sale would be overwritten.',
      ];
      return { kind: 'broken', story, event: trace.indexOf(update) };
    }
  }
  return null;
}

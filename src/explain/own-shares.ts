/**
 * What each node has taken by itself. EXPLAIN tells of each what it has taken together with whatever ran inside of it, so that is taken off.
 * Three things make it more than a subtraction:
 *
 * 1. Times are averages of a loop. Below a Gather a loop is a process's, and processes run side by side: so the sum of all loops is
 *    divided by how many there were.
 * 2. An InitPlan runs inside the first node that asks for its result, which is not the one that it is printed under. It is found by the
 *    name of the result in the nodes' clauses: `$0`, or `(InitPlan 1).col1` since PostgreSQL 17.
 * 3. So does a CTE, row by row: inside its CTE Scans, in parts where several read it by turns. One that changes rows and is read by nobody runs
 *    after the rest.
 *
 * What the planner expected is shared out in `own-costs.ts`.
 */
import { ownCostsOf } from './own-costs.ts';
import { type Buffers, bufferKinds, type IoMs, ioKinds, type PlanNode, type Wal, walKinds } from './plan.ts';

type OwnShares = 'totalMs' | 'ownMs' | 'ownBuffers' | 'ownWal' | 'ownIo';

/** A node without its own shares. */
export interface Measured extends Omit<PlanNode, 'children' | 'estimate' | 'actual' | 'runsIn'> {
  readonly estimate: Omit<NonNullable<PlanNode['estimate']>, 'ownCost'> | null;
  readonly actual: Omit<NonNullable<PlanNode['actual']>, OwnShares> | null;
  readonly children: Measured[];
}

/** What is shared out, of one node. */
interface Amount {
  readonly ms: number;
  readonly buffers: Buffers;
  readonly wal: Wal;
  readonly io: IoMs;
}

/** The nodes with their shares, in the order of `measured`. */
export function addOwnShares(root: Measured, measured: readonly Measured[]): readonly PlanNode[] {
  const processes = processesOf(root, measured.length);
  const total = measured.map((node) => amountOf(node, processes[node.index]!));
  const own = [...total];
  const runsIn: (number | null)[] = measured.map(() => null);
  const runs = (node: Measured, inside: Measured): void => {
    runsIn[node.index] = inside.index;
    own[inside.index] = without(own[inside.index]!, total[node.index]!);
  };
  const elsewhere: { readonly node: Measured; readonly parent: Measured }[] = [];
  for (const parent of measured) {
    for (const node of parent.children) {
      if (node.relationship === 'init plan' || node.relationship === 'cte') elsewhere.push({ node, parent });
      else runs(node, parent);
    }
  }
  // The last are the innermost, and may run inside of those before them.
  for (const { node, parent } of elsewhere.toReversed()) {
    const askers = whereItRuns(node, parent, measured).toSorted(
      (a, b) =>
        own[b.index]!.ms - own[a.index]!.ms || readsOf(own[b.index]!) - readsOf(own[a.index]!) || a.index - b.index,
    );
    runsIn[node.index] = askers[0]?.index ?? null;
    // Two that read a CTE by turns have each run a part of it: no more than they have.
    let left = total[node.index]!;
    for (const [at, { index }] of askers.entries()) {
      const part = at === askers.length - 1 ? left : least(own[index]!, left);
      own[index] = without(own[index]!, part);
      left = without(left, part);
    }
  }
  const ownCosts = ownCostsOf(root, measured.length);
  const finished: PlanNode[] = [];
  const finish = (node: Measured): PlanNode => {
    const { index, estimate, actual } = node;
    const result: PlanNode = {
      ...node,
      runsIn: runsIn[index]!,
      estimate: estimate && { ...estimate, ownCost: ownCosts[index]! },
      actual: actual && { ...actual, ...sharesOf(actual, total[index]!, own[index]!) },
      children: node.children.map(finish),
    };
    finished[index] = result;
    return result;
  };
  finish(root);
  return finished;
}

const sharesOf = (
  { loopMs, buffers, wal, io }: NonNullable<Measured['actual']>,
  total: Amount,
  own: Amount,
): Pick<NonNullable<PlanNode['actual']>, OwnShares> => ({
  totalMs: loopMs && total.ms,
  // Averages are rounded, and their differences can be less than nothing.
  ownMs: loopMs && Math.max(0, own.ms),
  ownBuffers: buffers && own.buffers,
  ownWal: wal && own.wal,
  ownIo: io && { readMs: Math.max(0, own.io.readMs), writeMs: Math.max(0, own.io.writeMs) },
});

const amountOf = ({ actual }: Measured, processes: number): Amount => ({
  ms: actual?.loopMs ? (actual.loopMs.last * actual.loops) / processes : 0,
  buffers: actual?.buffers ?? zeros(bufferKinds),
  wal: actual?.wal ?? zeros(walKinds),
  io: actual?.io ?? zeros(ioKinds),
});

const without = (all: Amount, part: Amount): Amount => ({
  ms: all.ms - part.ms,
  buffers: difference(bufferKinds, all.buffers, part.buffers),
  wal: difference(walKinds, all.wal, part.wal),
  io: difference(ioKinds, all.io, part.io),
});

const readsOf = ({ buffers }: Amount): number =>
  buffers.sharedHit + buffers.sharedRead + buffers.localHit + buffers.localRead;

const least = (a: Amount, b: Amount): Amount => ({
  ms: Math.max(0, Math.min(a.ms, b.ms)),
  buffers: lesser(bufferKinds, a.buffers, b.buffers),
  wal: lesser(walKinds, a.wal, b.wal),
  io: lesser(ioKinds, a.io, b.io),
});

const lesser = <Kind extends string>(kinds: readonly Kind[], a: Counts<Kind>, b: Counts<Kind>): Counts<Kind> =>
  Object.fromEntries(kinds.map((kind) => [kind, Math.max(0, Math.min(a[kind], b[kind]))])) as Counts<Kind>;

type Counts<Kind extends string> = Readonly<Record<Kind, number>>;

const zeros = <Kind extends string>(kinds: readonly Kind[]): Counts<Kind> =>
  Object.fromEntries(kinds.map((kind) => [kind, 0])) as Counts<Kind>;

const difference = <Kind extends string>(kinds: readonly Kind[], all: Counts<Kind>, part: Counts<Kind>): Counts<Kind> =>
  Object.fromEntries(kinds.map((kind) => [kind, all[kind] - part[kind]])) as Counts<Kind>;

/** By how many processes each node was run side by side. */
function processesOf(root: Measured, count: number): readonly number[] {
  const processes = Array.from({ length: count }, () => 1);
  const visit = (node: Measured, around: number): void => {
    processes[node.index] = around;
    const isGather = node.type === 'Gather' || node.type === 'Gather Merge';
    for (const child of node.children) {
      const isBelow = isGather && child.relationship === 'outer';
      const perLoop = (child.actual?.loops ?? 0) / Math.max(1, node.actual?.loops ?? 1);
      visit(child, isBelow ? around * Math.max(1, perLoop) : around);
    }
  };
  visit(root, 1);
  return processes;
}

/** The nodes that may have asked for it first. None for a CTE that nobody reads. */
function whereItRuns(node: Measured, parent: Measured, measured: readonly Measured[]): readonly Measured[] {
  const last = lastWithin(node).index;
  const outside = measured.filter(({ index }) => index < node.index || index > last);
  if (node.relationship === 'cte') {
    const name = node.subplanName!.slice('CTE '.length);
    return outside.filter(({ source, type }) => type === 'CTE Scan' && source?.name === name);
  }
  const asks = namesOfResult(node.subplanName ?? '');
  const asking = outside.filter(({ clauses }) => clauses.some(({ text }) => asks.some((ask) => ask.test(text))));
  return asking.length > 0 ? asking : [parent];
}

/** The last node of what is below one, itself where there is nothing. */
const lastWithin = (node: Measured): Measured => {
  const last = node.children.at(-1);
  return last ? lastWithin(last) : node;
};

/** `InitPlan 1 (returns $0,$1)`, or `InitPlan 1`. */
function namesOfResult(subplanName: string): readonly RegExp[] {
  const returned = /\(returns ([$\d,]+)\)/.exec(subplanName)?.[1];
  if (returned !== undefined)
    return returned
      .split(',')
      .filter((name) => /^\$\d+$/.test(name))
      .map((name) => new RegExp(`\\${name}(?!\\d)`));
  const number = /^InitPlan (\d+)/.exec(subplanName)?.[1];
  return number === undefined ? [] : [new RegExp(`\\(InitPlan ${number}\\)`)];
}

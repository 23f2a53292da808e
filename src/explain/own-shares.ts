/**
 * What each node has taken by itself. EXPLAIN tells of each what it has taken together with whatever ran inside of it, so that is taken off.
 * Four things make it more than a subtraction:
 *
 * 1. Times are averages of a loop. Below a Gather a loop is a process's, and processes run side by side: so the sum of all loops is
 *    divided by how many there were.
 * 2. An InitPlan runs inside the first node that asks for its result, which is not the one that it is printed under. It is found by the
 *    name of the result in the nodes' clauses: `$0`, or `(InitPlan 1).col1` since PostgreSQL 17.
 * 3. So does a CTE, row by row: inside its CTE Scans. One that changes rows and is read by nobody runs after the rest.
 * 4. The planner's costs are of one execution. The inner side of a nested loop is run for each row of the outer one.
 */
import { type Buffers, bufferKinds, type PlanNode } from './plan.ts';

/** A node without its own shares. */
export interface Measured extends Omit<PlanNode, 'children' | 'estimate' | 'actual' | 'runsIn'> {
  readonly estimate: Omit<NonNullable<PlanNode['estimate']>, 'ownCost'> | null;
  readonly actual: Omit<NonNullable<PlanNode['actual']>, 'totalMs' | 'ownMs' | 'ownBuffers'> | null;
  readonly children: Measured[];
}

/** What is shared out, of one node. */
interface Amount {
  readonly ms: number;
  readonly buffers: Buffers;
}

/** The nodes with their shares, in the order of `measured`. */
export function addOwnShares(root: Measured, measured: readonly Measured[]): readonly PlanNode[] {
  const processes = processesOf(root, measured.length);
  const total = measured.map((node): Amount => ({
    ms: node.actual?.loopMs ? (node.actual.loopMs.last * node.actual.loops) / processes[node.index]! : 0,
    buffers: node.actual?.buffers ?? nothing,
  }));
  const own = total.map(({ ms, buffers }) => ({ ms, buffers: { ...buffers } }));
  const takeOff = (from: number, amount: Amount): void => {
    own[from]!.ms -= amount.ms;
    for (const kind of bufferKinds) (own[from]!.buffers as Record<string, number>)[kind]! -= amount.buffers[kind];
  };
  const runsIn: (number | null)[] = measured.map(() => null);
  const runs = (node: Measured, inside: Measured): void => {
    runsIn[node.index] = inside.index;
    takeOff(inside.index, total[node.index]!);
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
    const askers = whereItRuns(node, parent, measured);
    const [most] = askers.toSorted((a, b) => own[b.index]!.ms - own[a.index]!.ms || a.index - b.index);
    if (most) runs(node, most);
  }
  const ownCosts = ownCostsOf(root, measured.length);
  const finished: PlanNode[] = [];
  const finish = (node: Measured): PlanNode => {
    const { ms, buffers } = own[node.index]!;
    const result: PlanNode = {
      ...node,
      runsIn: runsIn[node.index]!,
      estimate: node.estimate && { ...node.estimate, ownCost: ownCosts[node.index]! },
      actual: node.actual && {
        ...node.actual,
        totalMs: node.actual.loopMs && total[node.index]!.ms,
        // Averages are rounded, and their differences can be less than nothing.
        ownMs: node.actual.loopMs && Math.max(0, ms),
        ownBuffers: node.actual.buffers && buffers,
      },
      children: node.children.map(finish),
    };
    finished[node.index] = result;
    return result;
  };
  finish(root);
  return finished;
}

const nothing = Object.fromEntries(bufferKinds.map((kind) => [kind, 0])) as Buffers;

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
  if (returned !== undefined) return returned.split(',').map((name) => new RegExp(`\\${name}(?!\\d)`));
  const number = /^InitPlan (\d+)/.exec(subplanName)?.[1];
  return number === undefined ? [] : [new RegExp(`\\(InitPlan ${number}\\)`)];
}

/** The planner keeps what these give, and runs what is below them once. */
const keepers = new Set(['Materialize', 'Memoize', 'CTE Scan', 'WorkTable Scan']);

function ownCostsOf(root: Measured, count: number): readonly number[] {
  const costs = Array.from({ length: count }, () => 0);
  const visit = (node: Measured): void => {
    const outer = node.children.find(({ relationship }) => relationship === 'outer');
    const inside = node.children.map((child) => {
      const cost = child.estimate?.totalCost ?? 0;
      if (child.relationship === 'sub plan') return 0;
      const isRerun = node.type === 'Nested Loop' && child.relationship === 'inner' && !keepers.has(child.type);
      return isRerun ? cost * Math.max(1, outer?.estimate?.rows ?? 1) : cost;
    });
    const own = (node.estimate?.totalCost ?? 0) - inside.reduce((sum, cost) => sum + cost, 0);
    // Under a LIMIT or a semi join the planner does not count what it expects not to run.
    costs[node.index] = Math.max(0, own);
    node.children.forEach(visit);
  };
  visit(root);
  return costs;
}

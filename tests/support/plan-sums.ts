/** What is shared out among the nodes of a plan, against what EXPLAIN says of all of them together. One sentence for each that is wrong. */
import { bufferKinds, ioKinds, type Plan, type PlanNode, walKinds } from '../../src/explain/plan.ts';
import { walkOf } from '../../src/explain/walk.ts';
import { unfitNumbers } from './plan-numbers.ts';

/** EXPLAIN prints ms with three digits after the point. */
const halfADigitMs = 0.0005;

export function sumMistakes(plan: Plan): readonly string[] {
  // What runs in no other node is the root, and after it what a CTE changes that nobody reads: EXPLAIN has it in nobody's sum.
  const tops = plan.nodes.filter(({ runsIn }) => runsIn === null);
  const strays = tops.filter(({ index, relationship }) => index > 0 && relationship !== 'cte');
  return [
    ...unfitNumbers(plan),
    ...strays.map(({ index }) => `${index} runs in no node`),
    ...timeMistakes(plan, tops),
    ...countMistakes(plan, tops),
    ...costMistakes(plan),
  ];
}

/**
 * The time of a node is the mean of its loops, rounded to a digit d, times the loops: it is wrong by d/2 a loop at most, and each node is
 * taken off another once. A share that comes out below 0 by these is told as 0, which is the only way in which the sum of the shares differs
 * from the whole. So it is not less, and greater by 2 * d/2 * loops, summed over all nodes, at most.
 */
function timeMistakes({ nodes, root, executionMs }: Plan, tops: readonly PlanNode[]): readonly string[] {
  const own = sum(nodes, ({ actual }) => actual?.ownMs);
  const whole = sum(tops, ({ actual }) => actual?.totalMs);
  const most = whole + 2 * halfADigitMs * sum(nodes, ({ actual }) => actual?.loops);
  const rootMs = root.actual?.totalMs ?? 0;
  return [
    ...(own < whole - 1e-6 || own > most + 1e-6 ? [`the own times are ${own} ms of ${whole}`] : []),
    ...(executionMs !== null && rootMs > executionMs + 2 * halfADigitMs
      ? [`the root takes longer than the query`]
      : []),
  ];
}

/** Blocks and records of the log are counted, and not rounded. A time for I/O is, like any other. */
function countMistakes({ nodes }: Plan, tops: readonly PlanNode[]): readonly string[] {
  const wrong = (kind: string, own: Of, all: Of): readonly string[] =>
    sum(nodes, own) === sum(tops, all) ? [] : [`${kind} is ${sum(nodes, own)} of ${sum(tops, all)}`];
  const ioSlack = 2 * halfADigitMs * nodes.length;
  return [
    ...bufferKinds.flatMap((kind) =>
      wrong(
        kind,
        ({ actual }) => actual?.ownBuffers?.[kind],
        ({ actual }) => actual?.buffers?.[kind],
      ),
    ),
    ...walKinds.flatMap((kind) =>
      wrong(
        kind,
        ({ actual }) => actual?.ownWal?.[kind],
        ({ actual }) => actual?.wal?.[kind],
      ),
    ),
    ...ioKinds.flatMap((kind) => {
      const [own, whole] = [
        sum(nodes, ({ actual }) => actual?.ownIo?.[kind]),
        sum(tops, ({ actual }) => actual?.io?.[kind]),
      ];
      return own < whole - 1e-6 || own > whole + ioSlack ? [`${kind} is ${own} of ${whole}`] : [];
    }),
  ];
}

function costMistakes({ nodes, root }: Plan): readonly string[] {
  const own = sum(nodes, ({ estimate }) => estimate?.ownCost);
  const whole = root.estimate?.totalCost ?? 0;
  return Math.abs(own - whole) <= 1e-9 * Math.max(1, whole) ? [] : [`the own costs are ${own} of ${whole}`];
}

/** Every executed node once, each after all that it waits for. */
export function walkMistakes(plan: Plan): readonly string[] {
  const walk = walkOf(plan).map(({ index }) => index);
  const executed = plan.nodes.filter(({ actual }) => actual?.loops !== 0);
  const isEachOnce = walk.toSorted((a, b) => a - b).join() === executed.map(({ index }) => index).join();
  const early = executed.filter(({ index, runsIn }) => runsIn !== null && walk.indexOf(index) > walk.indexOf(runsIn));
  return [
    ...(isEachOnce ? [] : [`the walk is ${walk.join()}`]),
    ...early.map(({ index, runsIn }) => `${runsIn} comes before ${index}, for which it waits`),
  ];
}

type Of = (node: PlanNode) => number | null | undefined;

const sum = (nodes: readonly PlanNode[], of: Of): number => nodes.reduce((all, node) => all + (of(node) ?? 0), 0);

/** How far the planner was off, node by node. */
import { parentOf } from './parent-of.ts';
import type { Plan, PlanNode } from './plan.ts';

export interface EstimateRatio {
  /** How many times as many or as few; 1 where it was right. */
  readonly ratio: number;
  readonly direction: 'more' | 'fewer';
  /** Rows of one loop, on average, as expected and as they were. */
  readonly expected: number;
  readonly actual: number;
  /** Somebody above may have had enough before the node came to its end: then fewer rows are no mistake of the planner's. */
  readonly isExcused: boolean;
  /** How much it matters: 1 from 10 times on, where a plan is likely to be another than the best, 2 from 100, 3 from 1,000; 0 below, and where
   * it is excused. */
  readonly degree: 0 | 1 | 2 | 3;
}

/** Null where there is nothing to compare: not run, no estimate, or no rows to speak of. */
export function estimateRatio({ nodes }: Plan, node: PlanNode): EstimateRatio | null {
  const { estimate, actual } = node;
  if (!estimate || !actual || actual.loops === 0 || givesNoRows.has(node.type)) return null;
  const direction = actual.rows > estimate.rows ? 'more' : 'fewer';
  // The planner never expects less than one row.
  const [less, more] = [estimate.rows, actual.rows].map((rows) => Math.max(1, rows)).toSorted((a, b) => a - b);
  const ratio = more! / less!;
  const isExcused = direction === 'fewer' && mayBeStopped(node, nodes);
  const degree = isExcused ? 0 : degreeOf(ratio);
  return { ratio, direction, expected: estimate.rows, actual: actual.rows, isExcused, degree };
}

/** Null where the estimate was good enough, or nothing can be said. */
export function misestimateOf(plan: Plan, node: PlanNode): EstimateRatio | null {
  const off = estimateRatio(plan, node);
  return off && off.degree > 0 ? off : null;
}

const degreeOf = (ratio: number): EstimateRatio['degree'] =>
  ratio >= 1000 ? 3 : ratio >= 100 ? 2 : ratio >= 10 ? 1 : 0;

/** EXPLAIN says 0 of them, or of what they give, whatever they do. */
const givesNoRows = new Set(['BitmapAnd', 'BitmapOr', 'ModifyTable']);

/** They take all of their input before they give a row. */
const takesAll = new Set([
  'Sort',
  'Hash',
  'Aggregate',
  'Bitmap Heap Scan',
  'ModifyTable',
  'BitmapAnd',
  'BitmapOr',
  'SetOp',
]);
const takesInOrder = (node: PlanNode): boolean => node.type === 'Aggregate' && /Group|Partial Group/.test(node.title);

/** Whether somebody above the node may ask for no more of its rows: a LIMIT, a semi or anti join, EXISTS, a merge join whose other side has
 * ended. */
function mayBeStopped(node: PlanNode, nodes: readonly PlanNode[]): boolean {
  const parent = parentOf(nodes, node);
  // A hash table has all of its rows before anybody looks something up in it.
  if (!parent || node.type === 'Hash' || node.relationship === 'cte') return false;
  if (parent.type === 'Limit' || parent.type === 'Merge Join') return true;
  if (node.relationship === 'sub plan' || node.relationship === 'init plan') return true;
  if (node.relationship === 'inner' && /\b(Semi|Anti)\b/.test(parent.title)) return true;
  if (takesAll.has(parent.type) && !takesInOrder(parent)) return false;
  return mayBeStopped(parent, nodes);
}

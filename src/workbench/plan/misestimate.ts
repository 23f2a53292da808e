import type { Plan, PlanNode } from '../../explain/plan.ts';

/** How far the planner's rows are from those of one loop. */
export interface Misestimate {
  /** From 10 on. */
  readonly times: number;
  /** Of the rows that came: `more` than were expected. */
  readonly came: 'more' | 'fewer';
  /** 1 from 10 times on, 2 from 100, 3 from 1,000. */
  readonly degree: 1 | 2 | 3;
}

/** Null where the estimate was good enough, or nothing can be said: the node was not run, or was ended before it had given all. */
export function misestimateOf(plan: Plan, { index, estimate, actual }: PlanNode): Misestimate | null {
  if (!estimate || !actual || actual.loops === 0) return null;
  // Between no row and one there is no factor. EXPLAIN itself never expects fewer than one.
  const [expected, came] = [Math.max(1, estimate.rows), Math.max(1, actual.rows)];
  const times = Math.max(expected / came, came / expected);
  if (times < 10) return null;
  if (came < expected && isCutShort(plan, index)) return null;
  return {
    times,
    came: came > expected ? 'more' : 'fewer',
    degree: times >= 1_000 ? 3 : times >= 100 ? 2 : 1,
  };
}

/** These ask for all rows of what is below them, whoever wants how many of theirs. */
const takesAll = /^(Sort|Hash|Aggregate|Materialize|SetOp|WindowAgg|ModifyTable|Recursive Union)$/;

/** Whether somebody above may have stopped asking for rows: a LIMIT, a join that has found what it looks for, a merge at its end. */
function isCutShort({ nodes }: Plan, index: number): boolean {
  let node = nodes[index]!;
  // Not for ever: what somebody has pasted may have two results that ask for each other.
  for (let turns = 0; node.runsIn !== null && turns < nodes.length; turns += 1) {
    const above = nodes[node.runsIn]!;
    if (above.type === 'Limit' || above.type === 'Merge Join') return true;
    if (/\b(Semi|Anti)\b/.test(above.title) && node.relationship === 'inner' && above.type === 'Nested Loop')
      return true;
    if (node.relationship === 'sub plan' || takesAll.test(above.type)) return false;
    node = above;
  }
  return false;
}

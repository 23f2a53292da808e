/** What the planner had expected of a node, and what that means for the plan. */
import { estimateRatio } from './estimate-ratio.ts';
import { amount, count, timesMoreOrFewer } from './in-words.ts';
import { parentOf } from './parent-of.ts';
import type { Plan, PlanNode } from './plan.ts';

export function whatWasExpected(plan: Plan, node: PlanNode): readonly string[] {
  const { estimate, actual } = node;
  if (!estimate) return [];
  if (node.type === 'ModifyTable' && estimate.rows === 0) return costWords(plan, node);
  return [rowWords(plan, node, actual ? (actual.loops === 1 ? '' : ' each time') : ''), ...costWords(plan, node)];
}

function rowWords(plan: Plan, node: PlanNode, each: string): string {
  const expected = count(node.estimate!.rows, 'row');
  if (!node.actual) return `The planner expects ${expected} each time it is run.`;
  const had = `The planner had expected ${expected}${each}`;
  const off = estimateRatio(plan, node);
  if (!off) return `${had}.`;
  if (off.ratio < 2) return `${had}, which is about what came.`;
  if (off.isExcused)
    return `${had} if all were asked for, and ${amount(off.actual)} came: it may have been stopped before its end.`;
  const said = `${had}, and ${amount(off.actual)} came: ${timesMoreOrFewer(off.ratio, off.direction)}.`;
  return off.degree === 0 ? said : `${said} ${whyItMatters(plan, node, off.direction)}`;
}

/** What is built on a wrong number, just above. */
function whyItMatters({ nodes }: Plan, node: PlanNode, direction: 'more' | 'fewer'): string {
  const parent = parentOf(nodes, node);
  const isMore = direction === 'more';
  if (parent?.type === 'Nested Loop' && node.relationship === 'outer')
    return isMore
      ? 'The nested loop above was chosen for few rows: it runs its second input once for each of these.'
      : 'The nested loop above has less to do than was feared.';
  if (parent?.type === 'Hash')
    return isMore
      ? 'The hash table above was planned for fewer rows, and may not fit.'
      : 'A hash table is built for few rows: looking them up one by one might have been cheaper.';
  if (parent?.type === 'Sort')
    return isMore ? 'There is more to sort than was planned for.' : 'There is less to sort than was feared.';
  return isMore
    ? 'Whatever is above was chosen for fewer rows than it got.'
    : 'Whatever is above was chosen for more rows than it got.';
}

function costWords({ root }: Plan, { estimate }: PlanNode): readonly string[] {
  const all = root.estimate?.totalCost ?? 0;
  if (!estimate || all <= 0) return [];
  const share = Math.round((estimate.ownCost / all) * 100);
  const part = share === 0 ? 'next to nothing' : `${share} %`;
  return [
    `It expected this to be ${part} of all the work (${amount(Math.round(estimate.ownCost * 100) / 100)} of ${amount(all)}, where 1 is the cost of reading one page in sequence).`,
  ];
}

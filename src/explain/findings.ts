import type { Finding } from './finding.ts';
import type { Plan } from './plan.ts';
import type { TableFacts } from './table-facts.ts';

/** What is worth mending in a plan, the weightiest first. */
export function findingsOf(plan: Plan, _facts: readonly TableFacts[] | null): readonly Finding[] {
  return plan.nodes.flatMap((node): Finding[] => {
    const thrownAway = (node.actual?.removed ?? []).reduce((sum, { rows }) => sum + rows, 0);
    if (!node.source || thrownAway < 1000) return [];
    return [
      {
        kind: 'rows thrown away',
        node: node.index,
        weight: 2,
        title: `Throws ${thrownAway} rows away`,
        why: `Each row of \`${node.source.name}\` was read.`,
        advice: 'An index finds the rows that are wanted.',
        remedy: [`create index on ${node.source.name} (id);`],
      },
    ];
  });
}

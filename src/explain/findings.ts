import type { Finding } from './finding.ts';
import { discardingScans } from './findings/discarding-scans.ts';
import { misestimates } from './findings/misestimates.ts';
import { neverAnalysed } from './findings/never-analysed.ts';
import { nestedLoops } from './findings/nested-loops.ts';
import { spills } from './findings/spills.ts';
import type { Plan } from './plan.ts';
import type { TableFacts } from './table-facts.ts';

/** What is worth mending in a plan, the heaviest first. Without facts of the tables less can be said. */
export function findingsOf(plan: Plan, facts: readonly TableFacts[] | null): readonly Finding[] {
  const unknown = neverAnalysed(plan, facts);
  const known = new Set(unknown.flatMap(({ remedy }) => remedy));
  const all = [
    ...unknown,
    ...nestedLoops(plan, facts),
    ...discardingScans(plan, facts),
    // A table that nobody has analysed is misjudged, which was said.
    ...misestimates(plan, facts).filter(({ remedy }) => !remedy.some((statement) => known.has(statement))),
    ...spills(plan),
  ];
  return all.toSorted((a, b) => b.weight - a.weight);
}

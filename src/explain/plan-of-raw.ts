/** From EXPLAIN's own keys to a plan. Which node a measurement belongs to is worked out in `own-shares.ts`. */
import { addOwnShares, type Measured } from './own-shares.ts';
import { actualOf, buffersOf, measuredKeys, memoryOf, removedBy, workersOf } from './measures-of-raw.ts';
import type { Clause, Plan, Relationship, Source } from './plan.ts';
import { PlanError } from './plan-error.ts';
import { numberIn, stringIn, textOf } from './raw-values.ts';
import { childrenOf, isRaw, type Raw } from './read-json.ts';
import { titleOf } from './title-of.ts';

/** Conditions and keys, by EXPLAIN's names. */
const clauseNames = new Set([
  'Index Cond',
  'Recheck Cond',
  'TID Cond',
  'Filter',
  'Hash Cond',
  'Merge Cond',
  'Join Filter',
  'One-Time Filter',
  'Order By',
  'Sort Key',
  'Presorted Key',
  'Group Key',
  'Cache Key',
  'Run Condition',
  'Function Call',
  'Table Function Call',
  'Conflict Filter',
  'Output',
]);

/** Keys that have a field of their own. */
const told = new Set([
  'Node Type',
  'Parent Relationship',
  'Subplan Name',
  'Relation Name',
  'Schema',
  'Alias',
  'CTE Name',
  'Function Name',
  'Table Function Name',
  'Tuplestore Name',
  'Index Name',
  'Startup Cost',
  'Total Cost',
  'Plan Rows',
  'Plan Width',
  'Plans',
  ...clauseNames,
  ...measuredKeys,
]);

/** @throws PlanError when a node says nothing of what it is */
export function planOfRaw(raw: Raw): Plan {
  const measured: Measured[] = [];
  const root = read(raw['Plan'] as Raw, null, measured);
  const nodes = addOwnShares(root, measured);
  const { Triggers: triggers, JIT: jit, Settings: settings, Planning: planning } = raw;
  return {
    root: nodes[0]!,
    nodes,
    isAnalysed: nodes[0]!.actual !== null,
    planningMs: numberIn(raw, 'Planning Time') ?? numberIn(raw, 'Planning time'),
    executionMs: numberIn(raw, 'Execution Time') ?? numberIn(raw, 'Execution time') ?? numberIn(raw, 'Total Runtime'),
    planningBuffers: isRaw(planning) ? buffersOf(planning) : null,
    triggers: Array.isArray(triggers) ? triggers.filter(isRaw).map(triggerOf) : [],
    jit: isRaw(jit) ? jitOf(jit) : null,
    settings: isRaw(settings)
      ? Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, textOf(value)]))
      : {},
    queryText: typeof raw['Query Text'] === 'string' ? raw['Query Text'] : null,
  };
}

function read(raw: Raw, above: Raw | null, measured: Measured[]): Measured {
  const type = raw['Node Type'];
  if (typeof type !== 'string' || type === '') throw new PlanError('A node of this plan has no "Node Type".');
  const subplanName = stringIn(raw, 'Subplan Name');
  const node: Measured = {
    index: measured.length,
    type,
    title: titleOf(raw),
    relationship: above && relationshipOf(raw, subplanName),
    subplanName,
    source: sourceOf(raw),
    indexName: stringIn(raw, 'Index Name'),
    estimate: estimateOf(raw),
    actual: actualOf(raw),
    clauses: clausesOf(raw),
    memory: memoryOf(raw),
    workers: workersOf(raw),
    details: detailsOf(raw),
    children: [],
  };
  measured.push(node);
  for (const child of childrenOf(raw)) node.children.push(read(child, raw, measured));
  return node;
}

function relationshipOf(raw: Raw, subplanName: string | null): Relationship {
  switch (stringIn(raw, 'Parent Relationship')) {
    case 'Inner':
      return 'inner';
    case 'Member':
      return 'member';
    case 'Subquery':
      return 'subquery';
    case 'InitPlan':
      return subplanName?.startsWith('CTE ') ? 'cte' : 'init plan';
    case 'SubPlan':
      return 'sub plan';
    default:
      return 'outer';
  }
}

function sourceOf(raw: Raw): Source | null {
  const named = (kind: Source['kind'], key: string): Source | null => {
    const name = stringIn(raw, key);
    return name === null
      ? null
      : { kind, schema: stringIn(raw, 'Schema'), name, alias: stringIn(raw, 'Alias') ?? name };
  };
  return (
    named('table', 'Relation Name') ??
    named('cte', 'CTE Name') ??
    named('function', 'Function Name') ??
    named('function', 'Table Function Name') ??
    named('other', 'Tuplestore Name') ??
    named('other', 'Alias')
  );
}

function estimateOf(raw: Raw): Measured['estimate'] {
  const totalCost = numberIn(raw, 'Total Cost');
  if (totalCost === null) return null;
  return {
    startupCost: numberIn(raw, 'Startup Cost') ?? 0,
    totalCost,
    rows: numberIn(raw, 'Plan Rows') ?? 0,
    width: numberIn(raw, 'Plan Width') ?? 0,
  };
}

const clausesOf = (raw: Raw): readonly Clause[] =>
  Object.entries(raw).flatMap(([name, value]) => (clauseNames.has(name) ? [{ name, text: textOf(value) }] : []));

const detailsOf = (raw: Raw): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(raw).flatMap(([name, value]) =>
      told.has(name) || removedBy.test(name) ? [] : [[name, textOf(value)]],
    ),
  );

const triggerOf = (raw: Raw): Plan['triggers'][number] => ({
  name: stringIn(raw, 'Trigger Name') ?? 'a trigger without a name',
  constraint: stringIn(raw, 'Constraint Name'),
  relation: stringIn(raw, 'Relation'),
  calls: numberIn(raw, 'Calls') ?? 0,
  ms: numberIn(raw, 'Time'),
});

function jitOf(raw: Raw): Plan['jit'] {
  const timing = raw['Timing'];
  return {
    functions: numberIn(raw, 'Functions') ?? 0,
    ms: isRaw(timing) ? numberIn(timing, 'Total') : jitPartsOf(raw),
  };
}

/** PostgreSQL 11 tells no total: `Generation Time: 1.310 ms`, a number in its JSON. */
function jitPartsOf(raw: Raw): number | null {
  const parts = Object.keys(raw).flatMap((key) => {
    const value = raw[key];
    const ms = typeof value === 'string' ? Number(/^([\d.]+) ms$/.exec(value)?.[1]) : numberIn(raw, key);
    return key.endsWith(' Time') && ms !== null && Number.isFinite(ms) ? [ms] : [];
  });
  return parts.length === 0 ? null : parts.reduce((sum, ms) => sum + ms, 0);
}

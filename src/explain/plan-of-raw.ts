/** From EXPLAIN's own keys to a plan. Which node a measurement belongs to is worked out in `own-shares.ts`. */
import { addOwnShares, type Measured } from './own-shares.ts';
import {
  type Buffers,
  bufferKinds,
  type Clause,
  type Plan,
  type PlanNode,
  type Relationship,
  type Source,
} from './plan.ts';
import { PlanError } from './plan-error.ts';
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

const removedBy = /^Rows Removed by (.+)$/;

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
  'Actual Startup Time',
  'Actual Total Time',
  'Actual Rows',
  'Actual Loops',
  'Plans',
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

function actualOf(raw: Raw): Measured['actual'] {
  const loops = numberIn(raw, 'Actual Loops');
  if (loops === null) return null;
  const rows = numberIn(raw, 'Actual Rows') ?? 0;
  const last = numberIn(raw, 'Actual Total Time');
  const hasBuffers = numberIn(raw, 'Shared Hit Blocks') !== null;
  return {
    loops,
    rows,
    totalRows: rows * loops,
    loopMs: last === null ? null : { first: numberIn(raw, 'Actual Startup Time') ?? 0, last },
    removed: Object.keys(raw).flatMap((key) => {
      const by = removedBy.exec(key)?.[1];
      const each = by === undefined ? null : numberIn(raw, key);
      return by === undefined || each === null || each === 0 ? [] : [{ by, rows: each * loops }];
    }),
    buffers: hasBuffers ? buffersOf(raw) : null,
  };
}

const blockKeys: Readonly<Record<(typeof bufferKinds)[number], string>> = {
  sharedHit: 'Shared Hit Blocks',
  sharedRead: 'Shared Read Blocks',
  sharedDirtied: 'Shared Dirtied Blocks',
  sharedWritten: 'Shared Written Blocks',
  localHit: 'Local Hit Blocks',
  localRead: 'Local Read Blocks',
  localDirtied: 'Local Dirtied Blocks',
  localWritten: 'Local Written Blocks',
  tempRead: 'Temp Read Blocks',
  tempWritten: 'Temp Written Blocks',
};

const buffersOf = (raw: Raw): Buffers =>
  Object.fromEntries(bufferKinds.map((kind) => [kind, numberIn(raw, blockKeys[kind]) ?? 0])) as Buffers;

const clausesOf = (raw: Raw): readonly Clause[] =>
  Object.entries(raw).flatMap(([name, value]) => (clauseNames.has(name) ? [{ name, text: textOf(value) }] : []));

const detailsOf = (raw: Raw): Readonly<Record<string, string>> => {
  const known = new Set([...told, ...clauseNames, ...Object.values(blockKeys)]);
  return Object.fromEntries(
    Object.entries(raw).flatMap(([name, value]) =>
      known.has(name) || removedBy.test(name) ? [] : [[name, textOf(value)]],
    ),
  );
};

const triggerOf = (raw: Raw): Plan['triggers'][number] => ({
  name: stringIn(raw, 'Trigger Name') ?? 'a trigger without a name',
  constraint: stringIn(raw, 'Constraint Name'),
  relation: stringIn(raw, 'Relation'),
  calls: numberIn(raw, 'Calls') ?? 0,
  ms: numberIn(raw, 'Time'),
});

function jitOf(raw: Raw): Plan['jit'] {
  const timing = raw['Timing'];
  return { functions: numberIn(raw, 'Functions') ?? 0, ms: isRaw(timing) ? numberIn(timing, 'Total') : null };
}

/** What is no finite number from 0 on is left out: it is a claim of whoever has pasted it. */
function numberIn(raw: Raw, key: string): number | null {
  const value = raw[key];
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

function stringIn(raw: Raw, key: string): string | null {
  const value = raw[key];
  return typeof value === 'string' ? value : null;
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

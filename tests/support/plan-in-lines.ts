/**
 * A plan's model as lines to be read by somebody: what each node is and where it runs; what it did, all of it and its own part; what it says
 * of itself. Whether it came as JSON or as text is not to be seen: what JSON says at each node and text does not say (a `false`, a zero) is
 * left out.
 */
import type { Actual, Buffers, Plan, PlanNode } from '../../src/explain/plan.ts';

export function planInLines(plan: Plan): string {
  return `${[...factsOf(plan), ...plan.nodes.flatMap((node) => nodeInLines(node, depthOf(plan, node)))].join('\n')}\n`;
}

function factsOf({ isAnalysed, planningMs, planningBuffers, executionMs, ...plan }: Plan): readonly string[] {
  const planning = [planningMs !== null && `${ms(planningMs)} ms`, planningBuffers && blocks(planningBuffers)];
  return [
    isAnalysed ? 'analysed' : 'not analysed',
    ...line('planning', planning.filter(Boolean).join(', ')),
    ...line('execution', executionMs === null ? '' : `${ms(executionMs)} ms`),
    ...plan.triggers.map(
      ({ name, constraint, relation, calls, ms: time }) =>
        `trigger: ${name}${constraint === null ? '' : ` for ${constraint}`}${relation === null ? '' : ` on ${relation}`}, ${calls} calls${time === null ? '' : `, ${ms(time)} ms`}`,
    ),
    ...line(
      'jit',
      plan.jit ? `${plan.jit.functions} functions${plan.jit.ms === null ? '' : `, ${ms(plan.jit.ms)} ms`}` : '',
    ),
    ...line(
      'settings',
      Object.entries(plan.settings)
        .map(([name, value]) => `${name} = ${value}`)
        .join(', '),
    ),
    ...line('query', (plan.queryText ?? '').replaceAll('\n', '⏎')),
    '',
  ];
}

const line = (name: string, value: string): readonly string[] => (value === '' ? [] : [`${name}: ${value}`]);

const depthOf = ({ nodes }: Plan, node: PlanNode): number => {
  const above = nodes.find(({ children }) => children.includes(node));
  return above ? depthOf({ nodes } as Plan, above) + 1 : 0;
};

function nodeInLines(node: PlanNode, depth: number): readonly string[] {
  const { index, title, source, indexName, subplanName, relationship, runsIn, estimate, actual } = node;
  const on = source && [source.schema, source.name].filter((name) => name !== null).join('.');
  const name = [
    subplanName === null ? '' : `${subplanName} = `,
    title,
    indexName === null ? '' : ` using ${indexName}`,
    on === null ? '' : ` on ${source!.kind === 'table' ? '' : `${source!.kind} `}${on}`,
    source && source.alias !== source.name ? ` as ${source.alias}` : '',
  ].join('');
  const runs = [relationship, runsIn === null ? '' : `runs in ${runsIn}`].filter(Boolean).join(', ');
  const measures = [
    actual && actualInWords(actual),
    estimate &&
      `cost ${round(estimate.totalCost, 2)} own ${round(estimate.ownCost, 2)} for ${estimate.rows} rows of ${estimate.width}`,
    node.memory &&
      `memory ${[node.memory.peakKb !== null && `${node.memory.peakKb} kB`, node.memory.diskKb > 0 && `disk ${node.memory.diskKb} kB`, node.memory.batches !== null && `${node.memory.batches} batches`].filter(Boolean).join(' ')}`,
    node.workers && `workers ${node.workers.launched ?? '?'} of ${node.workers.planned}`,
  ].filter(Boolean);
  const said = [
    ...node.clauses.filter((clause) => clause.name !== 'Output').map((clause) => `${clause.name}: ${clause.text}`),
    ...Object.entries(node.details)
      .filter(([key, value]) => isWorthwhile(key, value))
      .map(([key, value]) => `${key}: ${value}`)
      .toSorted(),
  ];
  const margin = ' '.repeat(3 + 2 * depth);
  return [
    `${String(index).padStart(2)} ${'  '.repeat(depth)}${name}${runs === '' ? '' : ` (${runs})`}`,
    ...(measures.length > 0 ? [`${margin}~ ${measures.join('; ')}`] : []),
    ...said.map((words) => `${margin}. ${words}`),
  ];
}

function actualInWords(actual: Actual): string {
  if (actual.loops === 0) return 'never executed';
  const { buffers, ownBuffers, wal, ownWal, io, ownIo } = actual;
  return [
    `${actual.loops} loops`,
    `${round(actual.totalRows, 2)} rows`,
    actual.totalMs === null ? '' : `${ms(actual.totalMs)} ms own ${ms(actual.ownMs!)}`,
    buffers && blocks(buffers) ? `${blocks(buffers)} own ${blocks(ownBuffers!) || 'none'}` : '',
    wal && wal.records > 0
      ? `log ${wal.records} records ${wal.fullPageImages} pages ${wal.bytes} B own ${ownWal!.records} ${ownWal!.fullPageImages} ${ownWal!.bytes}`
      : '',
    io && io.readMs + io.writeMs > 0
      ? `io read ${ms(io.readMs)} write ${ms(io.writeMs)} own ${ms(ownIo!.readMs)} ${ms(ownIo!.writeMs)}`
      : '',
    ...actual.removed.map(({ by, rows }) => `${rows} removed by ${by}`),
    ...actual.byWorker.map(
      (worker) => `worker ${worker.number}: ${worker.loops} loops ${round(worker.totalRows, 2)} rows`,
    ),
  ]
    .filter(Boolean)
    .join(', ');
}

const blocks = (buffers: Buffers): string =>
  Object.entries(buffers)
    .flatMap(([kind, count]) => (count === 0 ? [] : [`${kind} ${count}`]))
    .join(' ');

/** In the title, or said by JSON alone. */
const unsaid =
  /^(Strategy|Join Type|Operation|Command|Partial Mode|Parallel Aware|Async Capable|Scan Direction|Custom Plan Provider)$/;
const isWorthwhile = (key: string, value: string): boolean =>
  !unsaid.test(key) && !['false', '0', ''].includes(value) && !/^WAL Buffers Full$/.test(key);

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
const ms = (value: number): string => value.toFixed(3);

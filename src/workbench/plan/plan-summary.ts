import type { Plan } from '../../explain/plan.ts';
import { buffersInWords } from './node-in-words.ts';
import { formatCost, formatRows, formatSpan } from './plan-numbers.ts';

/** The whole plan in a line, rows and pages before times: `13 nodes, 10 rows, 459 pages hit in the cache, run in 36.6 ms`. */
export function planSummary({
  nodes,
  root,
  isAnalysed,
  executionMs,
  planningMs,
  triggers,
  jit,
  settings,
}: Plan): string {
  const set = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  return [
    `${formatRows(nodes.length)} ${nodes.length === 1 ? 'node' : 'nodes'}`,
    ...(isAnalysed ? [] : ['not run: all numbers are the planner’s']),
    ...(!isAnalysed && root.estimate ? [`cost ${formatCost(root.estimate.totalCost)}`] : []),
    ...(root.actual && root.actual.totalRows > 0 ? [rowsOf(root.actual.totalRows)] : []),
    ...(root.actual?.buffers ? [buffersInWords(root.actual.buffers)] : []),
    ...(executionMs === null ? [] : [`run in ${formatSpan(executionMs)}`]),
    ...(planningMs === null ? [] : [`planned in ${formatSpan(planningMs)}`]),
    ...triggers.map(
      ({ name, calls, ms }) =>
        `trigger ${name} called ${calls === 1 ? 'once' : `${formatRows(calls)} times`}${ms === null ? '' : ` in ${formatSpan(ms)}`}`,
    ),
    ...(jit
      ? [`${formatRows(jit.functions)} functions compiled${jit.ms === null ? '' : ` in ${formatSpan(jit.ms)}`}`]
      : []),
    ...(set.length > 0 ? [`with ${set.join(', ')}`] : []),
  ].join(', ');
}

const rowsOf = (n: number): string => `${formatRows(n)} ${n === 1 ? 'row' : 'rows'}`;

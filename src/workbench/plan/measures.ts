/** What can be compared between the nodes of a plan: each node's own part of the whole. */
import type { Buffers, Plan, PlanNode } from '../../explain/plan.ts';
import { formatCost, formatShort, formatSpan } from './plan-numbers.ts';

export const measures = ['buffers', 'time', 'rows', 'cost'] as const;
export type Measure = (typeof measures)[number];

interface MeasureFacts {
  readonly name: string;
  /** What a bar is a part of, and what to know about it. */
  readonly about: string;
  readonly unit: (value: number) => string;
  /** Null where this plan does not tell it. */
  readonly of: (node: PlanNode) => number | null;
}

export const pagesIn = (buffers: Buffers): number =>
  buffers.sharedHit +
  buffers.sharedRead +
  buffers.localHit +
  buffers.localRead +
  buffers.tempRead +
  buffers.tempWritten;

export const measureFacts: Readonly<Record<Measure, MeasureFacts>> = {
  buffers: {
    name: 'Buffers',
    about:
      'pages of 8 kB that a node itself hit, read or spilled: the same in each run, where a browser’s clock is coarse.',
    unit: (value) => `${formatShort(value)} ${value === 1 ? 'page' : 'pages'}`,
    of: ({ actual }) => (actual?.ownBuffers ? pagesIn(actual.ownBuffers) : null),
  },
  time: {
    name: 'Time',
    about: 'what a node itself took. It differs from run to run, and a browser’s clock is coarse.',
    unit: formatSpan,
    of: ({ actual }) => actual?.ownMs ?? null,
  },
  rows: {
    name: 'Rows',
    about: 'rows that a node gave or threw away, in all loops.',
    unit: (value) => `${formatShort(value)} ${value === 1 ? 'row' : 'rows'}`,
    of: ({ actual }) => actual && actual.removed.reduce((sum, { rows }) => sum + rows, actual.totalRows),
  },
  cost: {
    name: 'Cost',
    about: 'what the planner expects a node itself to add, in units of one page read in sequence.',
    unit: (value) => `cost ${formatCost(value)}`,
    of: ({ estimate }) => estimate?.ownCost ?? null,
  },
};

/** Those that this plan tells, in their order: the first is what one begins with. */
export const measuresOf = ({ nodes }: Plan): readonly Measure[] =>
  measures.filter((measure) => nodes.some((node) => (measureFacts[measure].of(node) ?? 0) > 0));

export interface Share {
  readonly value: number;
  /** Of all nodes together: from 0 to 1. */
  readonly share: number;
}

/** By the index of the node; null for one that does not tell it. */
export function sharesOf({ nodes }: Plan, measure: Measure): readonly (Share | null)[] {
  const values = nodes.map((node) => measureFacts[measure].of(node));
  const all = values.reduce<number>((sum, value) => sum + Math.max(0, value ?? 0), 0);
  return values.map((value) =>
    value === null ? null : { value: Math.max(0, value), share: all === 0 ? 0 : Math.max(0, value) / all },
  );
}

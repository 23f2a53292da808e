/** What `npm run bench` measures, and what each must reach. All values are medians. */
export interface Goal {
  readonly name:
    | 'cluster-ready'
    | 'statement'
    | 'replica-read'
    | 'rerun'
    | 'physical-replay'
    | 'timeline-frame'
    | 'seek';
  readonly unit: 'ms';
  /** What the baseline is, for the table. */
  readonly against: string;
  /** The largest `value / baseline` that reaches the goal, or null where it is only watched. */
  readonly mostRatio: number | null;
}

export const goals: readonly Goal[] = [
  { name: 'cluster-ready', unit: 'ms', against: 'two default PGlite.create() in workers', mostRatio: 0.25 },
  { name: 'statement', unit: 'ms', against: 'the same statements on a bare PGlite worker', mostRatio: 1.5 },
  // A read of the replica also asks the primary for its answer, so it cannot reach what one statement does.
  { name: 'replica-read', unit: 'ms', against: 'the same reads on a bare PGlite worker', mostRatio: null },
  { name: 'timeline-frame', unit: 'ms', against: 'a frame of 60 a second', mostRatio: 1 },
  { name: 'seek', unit: 'ms', against: 'a frame of 60 a second', mostRatio: 1 },
  { name: 'rerun', unit: 'ms', against: 'the goal of 300 ms', mostRatio: 1 },
  { name: 'physical-replay', unit: 'ms', against: 'the goal of 400 ms', mostRatio: 1 },
];

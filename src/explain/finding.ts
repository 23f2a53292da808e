/** What is worth mending in a plan, and how. Sentences have names and SQL between backticks. */

export type FindingKind =
  | 'misestimate'
  | 'rows thrown away'
  | 'missing index'
  | 'spill'
  | 'nested loop'
  | 'never analysed'
  | 'repeated query';

export interface Finding {
  readonly kind: FindingKind;
  /** The node that it is about; null where it is about all of the plan. */
  readonly node: number | null;
  /** 1 is worth knowing, 2 worth mending, 3 what takes most of the query. */
  readonly weight: 1 | 2 | 3;
  /** In one line: `Reads 5,000 rows to keep 2`. */
  readonly title: string;
  /** Why that is so, and why it matters. */
  readonly why: string;
  /** What to do about it. */
  readonly advice: string;
  /** Statements that would mend it on the node, to be tried there; empty where no statement does. */
  readonly remedy: readonly string[];
}

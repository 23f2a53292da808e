/** A plan as EXPLAIN tells it, whatever its format and the version of the server. Times are in ms, sizes in blocks of 8 kB. */

export interface Plan {
  readonly root: PlanNode;
  /** All of them, in the order in which EXPLAIN prints them: a node's `index` is its place here. */
  readonly nodes: readonly PlanNode[];
  /** Whether the query was run (ANALYZE). */
  readonly isAnalysed: boolean;
  readonly planningMs: number | null;
  /** From the first row to the end, triggers included. */
  readonly executionMs: number | null;
  /** What planning has read. */
  readonly planningBuffers: Buffers | null;
  readonly triggers: readonly Trigger[];
  readonly jit: Jit | null;
  /** The planner's settings that are not as Postgres has them by itself. */
  readonly settings: Readonly<Record<string, string>>;
  readonly queryText: string | null;
}

/** How a node is attached to the one above it. */
export type Relationship =
  /** The node above works on its rows. */
  | 'outer'
  | 'inner'
  | 'member'
  | 'subquery'
  /** Run once, when its result is first asked for. */
  | 'init plan'
  /** A WITH query: its rows are made as somebody asks for them, and kept. */
  | 'cte'
  /** Run for each row that needs it. */
  | 'sub plan';

export interface PlanNode {
  readonly index: number;
  /** EXPLAIN's `Node Type`: `Seq Scan`. */
  readonly type: string;
  /** As EXPLAIN's text names it: `Parallel Seq Scan`, `Hash Left Join`, `Partial HashAggregate`. */
  readonly title: string;
  /** Null at the root. */
  readonly relationship: Relationship | null;
  /** The index of the node that it works for, and whose time its own is a part of: the one above, or whoever asks for an InitPlan or reads a
   * CTE first. Null at the root, and for a CTE that changes rows and is read by nobody. */
  readonly runsIn: number | null;
  /** `CTE totals`, `InitPlan 1`, `SubPlan 2`; null for a node that is none of these. */
  readonly subplanName: string | null;
  /** What it scans or changes: a table, or what stands for one (a CTE, a function, VALUES). */
  readonly source: Source | null;
  /** The index that it uses. */
  readonly indexName: string | null;
  readonly estimate: Estimate;
  /** What happened; null where the query was not run. */
  readonly actual: Actual | null;
  /** `Filter`, `Index Cond`, `Sort Key` and the like, in EXPLAIN's order, lists joined by commas. */
  readonly clauses: readonly Clause[];
  /** What it kept of its rows, in memory and out of it; null where it keeps none, or was not run. */
  readonly memory: WorkMemory | null;
  /** How many processes beside its own it asked for and got (a Gather); null for one that asks for none. */
  readonly workers: { readonly planned: number; readonly launched: number | null } | null;
  /** Everything else that EXPLAIN says of it and no field above has, by its name. */
  readonly details: Readonly<Record<string, string>>;
  readonly children: readonly PlanNode[];
}

export interface Source {
  readonly kind: 'table' | 'cte' | 'function' | 'other';
  readonly schema: string | null;
  readonly name: string;
  readonly alias: string;
}

export interface Clause {
  readonly name: string;
  readonly text: string;
}

/** The planner's, for one execution of the node; in units of `seq_page_cost`. Null where COSTS was off. */
export type Estimate = null | {
  readonly startupCost: number;
  readonly totalCost: number;
  /** What this node alone adds to the cost of the whole plan, as often as the planner expects to run it: of all nodes together it is
   * the root's `totalCost`. */
  readonly ownCost: number;
  readonly rows: number;
  /** Bytes of one row. */
  readonly width: number;
};

export interface Actual {
  /** How often it was run, by all processes together; 0 where it never was. */
  readonly loops: number;
  /** In one loop, on average. */
  readonly rows: number;
  /** In all loops. */
  readonly totalRows: number;
  /** Until the first row of a loop, and until the last, on average; null where TIMING was off. */
  readonly loopMs: { readonly first: number; readonly last: number } | null;
  /** All loops together, on the clock on the wall: processes that ran side by side count once. Children included. */
  readonly totalMs: number | null;
  /** Of this node alone. */
  readonly ownMs: number | null;
  /** Rows that it has read and thrown away, in all loops, by what threw them away: `Filter`, `Join Filter`, `Index Recheck`. */
  readonly removed: readonly { readonly by: string; readonly rows: number }[];
  /** Of all loops, children included; null where BUFFERS was off. */
  readonly buffers: Buffers | null;
  /** Of this node alone. */
  readonly ownBuffers: Buffers | null;
  /** What it has written to the log, children included; null where WAL was off. */
  readonly wal: Wal | null;
  readonly ownWal: Wal | null;
  /** Waiting for files, of all processes together, children included; null where `track_io_timing` was off. */
  readonly io: IoMs | null;
  readonly ownIo: IoMs | null;
  /** What each worker process had of it, as far as EXPLAIN was asked to tell (VERBOSE); the leader is not among them. */
  readonly byWorker: readonly WorkerShare[];
}

export interface WorkerShare {
  readonly number: number;
  readonly loops: number;
  /** In all of its loops. */
  readonly totalRows: number;
}

/** In kB. */
export interface WorkMemory {
  /** The most that it held in memory at once, `work_mem` at most; null where it is told of the disk alone. */
  readonly peakKb: number | null;
  /** What did not fit there; 0 where all did. */
  readonly diskKb: number;
  /** In how many parts it had to take its work, 1 where all of it fitted; null for what knows no parts. */
  readonly batches: number | null;
}

export const bufferKinds = [
  'sharedHit',
  'sharedRead',
  'sharedDirtied',
  'sharedWritten',
  'localHit',
  'localRead',
  'localDirtied',
  'localWritten',
  'tempRead',
  'tempWritten',
] as const;

export const walKinds = ['records', 'fullPageImages', 'bytes'] as const;

export type Wal = Readonly<Record<(typeof walKinds)[number], number>>;

export const ioKinds = ['readMs', 'writeMs'] as const;

export type IoMs = Readonly<Record<(typeof ioKinds)[number], number>>;

/** In blocks. */
export type Buffers = Readonly<Record<(typeof bufferKinds)[number], number>>;

export interface Trigger {
  readonly name: string;
  /** The constraint that it is for. */
  readonly constraint: string | null;
  readonly relation: string | null;
  readonly calls: number;
  readonly ms: number | null;
}

export interface Jit {
  readonly functions: number;
  readonly ms: number | null;
}

/** What can be set while a run goes on. All times are virtual milliseconds. */
import type { NodeName, VirtualMs } from './ids.ts';

export interface Settings {
  readonly replication: {
    /** How long the replica waits before it applies a transaction, counted from its commit
     * (Postgres: `recovery_min_apply_delay`). 0 to 600,000. */
    readonly delayMs: number;
    /** A seeded amount between 0 and this is added to each transaction's delay. */
    readonly jitterMs: number;
    /** Changes that the replica applies per second, or null for no bound. Under heavy writes the lag grows by itself. */
    readonly changesPerSecond: number | null;
    readonly paused: boolean;
    /** The replica is the primary's synchronous standby (`synchronous_standby_names`): a commit is told of when the replica has
     * come as far with it as the commit's `synchronous_commit` asks. Default: false. */
    readonly synchronous?: boolean;
    /** Servers compare their epochs, and each promotion begins another: a former primary that reaches the promoted node takes no
     * writes any more. Default: false. */
    readonly fencing?: boolean;
  };
  readonly network: {
    /** One round trip from the application to each node. The replica is near, the primary far. */
    readonly primaryRoundTripMs: number;
    readonly replicaRoundTripMs: number;
    /** To the standalone server, where a lesson has one. Default: `defaultStandaloneRoundTripMs`. */
    readonly standaloneRoundTripMs?: number;
    /** One way, from the primary to the replica. */
    readonly streamMs: number;
    /** Nothing gets from the primary to the replica or back, though clients reach both. Default: false. */
    readonly streamCut?: boolean;
    /** Nothing gets from the application to these nodes or back: whoever asks them hears nothing until it gives up. Default: none. */
    readonly unreachable?: Readonly<Partial<Record<NodeName, boolean>>>;
    /** One round trip from a person's browser to the application. */
    readonly personRoundTripMs: number;
  };
  /** How long a node works on one statement of a client. */
  readonly statementMs: number;
  /** A node that is slow takes so many times as long. Default: 1 for each. */
  readonly slowdown?: Readonly<Partial<Record<NodeName, number>>>;
}

export const defaultStandaloneRoundTripMs = 24;

export const defaultSettings: Settings = {
  replication: { delayMs: 800, jitterMs: 0, changesPerSecond: null, paused: false },
  network: { primaryRoundTripMs: 24, replicaRoundTripMs: 2, streamMs: 12, personRoundTripMs: 40 },
  statementMs: 1,
};

/** A change of settings at a moment of the run. A spike is two of them. */
export interface SettingsChange {
  readonly at: VirtualMs;
  readonly change: {
    readonly replication?: Partial<Settings['replication']>;
    readonly network?: Partial<Settings['network']>;
    readonly slowdown?: Settings['slowdown'];
  };
}

/** Settings, or a change of them, with a later change on top. */
export const withChange = <Base extends SettingsChange['change']>(
  base: Base,
  change: SettingsChange['change'],
): Base => ({
  ...base,
  ...(change.replication && { replication: { ...base.replication, ...change.replication } }),
  ...(change.network && { network: withNetwork(base.network, change.network) }),
  ...(change.slowdown && { slowdown: { ...base.slowdown, ...change.slowdown } }),
});

const withNetwork = <Network extends Partial<Settings['network']>>(
  base: Network | undefined,
  change: Partial<Settings['network']>,
) => ({
  ...base,
  ...change,
  ...(change.unreachable && { unreachable: { ...base?.unreachable, ...change.unreachable } }),
});

/** How many times as long a node takes for a statement. */
export const slowdownOf = ({ slowdown }: Settings, node: NodeName): number => slowdown?.[node] ?? 1;

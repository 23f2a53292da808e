/**
 * What somebody does to a run from outside of it, at a moment of its virtual time: data, so that a fork of a run is the same
 * input with one more of these. Each happens at the end of its instant, when everything else that is due then has happened;
 * those of one instant in their order, the scenario's own first.
 */
import { type NodeName, type VirtualMs, virtualMs } from '../trace/ids.ts';
import type { SettingsChange } from '../trace/settings.ts';
import type { Scenario } from './scenario.ts';

/** @typeParam Code what is deployed: source files where a run is described, a started program where it is run */
export type Intervention<Code> = { readonly at: VirtualMs } & (
  | { readonly kind: 'settings'; readonly change: SettingsChange['change'] }
  /** A statement typed at a node's prompt. `asOperator`: on the replica, past the standby's refusal. */
  | { readonly kind: 'statement'; readonly node: NodeName; readonly sql: string; readonly asOperator?: boolean }
  /** The node's server is killed, as by `kill -9`: whoever talks to it finds nobody there. */
  | { readonly kind: 'crash'; readonly node: NodeName }
  /** A node that has crashed is started again, on the files that it has left. Nothing where it runs. */
  | { readonly kind: 'restart'; readonly node: NodeName }
  /** The replica is promoted: it takes writes from now on. Nothing where it is down, or was promoted before. */
  | { readonly kind: 'promote' }
  /** Whoever waits for the replica to confirm their commit on the primary does so no longer: `pg_cancel_backend` for each. */
  | { readonly kind: 'cancel waits' }
  /** Requests that arrive from now on are answered by other code. Those under way are finished by the old. */
  | { readonly kind: 'deploy'; readonly code: Code }
);

/** What a scenario does to its own run. */
export function ofScenario({ changes = [], console: typed = [] }: Scenario): readonly Intervention<never>[] {
  return [
    ...changes.map((change) => ({ kind: 'settings', ...change }) as const),
    ...typed.map((statement) => ({ kind: 'statement', ...statement, at: virtualMs(statement.at) }) as const),
  ];
}

/**
 * What somebody does to a run from outside of it, at a moment of its virtual time: data, so that a fork of a run is the same
 * input with one more of these. Each happens at the end of its instant, when everything else that is due then has happened;
 * those of one instant in their order, the scenario's own first.
 */
import { type VirtualMs, virtualMs } from '../trace/ids.ts';
import type { SettingsChange } from '../trace/settings.ts';
import type { ConsoleStatement, FaultKind, Scenario } from './scenario.ts';

/** @typeParam Code what is deployed: source files where a run is described, a started program where it is run */
export type Intervention<Code> = { readonly at: VirtualMs } & (
  | { readonly kind: 'settings'; readonly change: SettingsChange['change'] }
  /** A statement typed at a node's prompt. `asOperator`: on the replica, past the standby's refusal. */
  | ({ readonly kind: 'statement' } & Omit<ConsoleStatement, 'at'>)
  | FaultKind
  /** Requests that arrive from now on are answered by other code. Those under way are finished by the old. */
  | { readonly kind: 'deploy'; readonly code: Code }
);

/** What a scenario does to its own run. */
export function ofScenario({
  changes = [],
  console: typed = [],
  faults = [],
}: Scenario): readonly Intervention<never>[] {
  return [
    ...changes.map((change) => ({ kind: 'settings', ...change }) as const),
    ...typed.map((statement) => ({ kind: 'statement', ...statement, at: virtualMs(statement.at) }) as const),
    ...faults.map((fault) => ({ ...fault, at: virtualMs(fault.at) })),
  ];
}

/** What is done to a run from outside, in one word each: when, then to which node. */
import type { Intervention } from '../../src/simulation/intervention.ts';
import { type Lsn, type NodeName, virtualMs } from '../../src/trace/ids.ts';
import type { SettingsChange } from '../../src/trace/settings.ts';

type Done = Intervention<never>;

export const typed = (at: number, node: NodeName, sql: string): Done => ({
  kind: 'statement',
  at: virtualMs(at),
  node,
  sql,
});
export const crash = (at: number, node: NodeName = 'primary'): Done => ({ kind: 'crash', at: virtualMs(at), node });
export const restart = (at: number, node: NodeName = 'primary'): Done => ({ kind: 'restart', at: virtualMs(at), node });
export const restore = (at: number, before: Lsn): Done => ({ kind: 'restore', at: virtualMs(at), before });
export const promote = (at: number): Done => ({ kind: 'promote', at: virtualMs(at) });
export const rejoin = (at: number): Done => ({ kind: 'rejoin', at: virtualMs(at) });
export const set = (at: number, change: SettingsChange['change']): Done => ({
  kind: 'settings',
  at: virtualMs(at),
  change,
});

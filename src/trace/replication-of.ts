import type { ReplicationKind, Trace } from './events.ts';

/** How the replica of a run followed the primary. */
export const replicationOf = ([start]: Trace): ReplicationKind =>
  (start?.type === 'run started' && start.replication) || 'logical';

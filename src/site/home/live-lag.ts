import type { Lsn, VirtualMs } from '../../trace/ids.ts';
import type { ReplicationView } from '../../trace/view-replication.ts';

/** Between two events too: the view is that of the last event, and lag grows while nothing happens. */
export interface LiveLag {
  /** Age of the oldest commit that is not applied, in virtual ms. */
  readonly behindMs: number;
  /** How long until the next change lands; null when none is on its way, or it never lands. */
  readonly landsInMs: number | null;
  /** From 0 at the commit to 1 when it is applied. */
  readonly travelling: readonly { readonly lsn: Lsn; readonly progress: number }[];
}

export function liveLag({ inFlight }: ReplicationView, now: VirtualMs): LiveLag {
  const [oldest] = inFlight;
  return {
    behindMs: oldest ? now - oldest.committedAt : 0,
    landsInMs: oldest?.appliesAt == null ? null : Math.max(0, oldest.appliesAt - now),
    travelling: inFlight.map(({ lsn, committedAt, appliesAt }) => ({
      lsn,
      progress: appliesAt === null ? 0.5 : share(committedAt, now, appliesAt),
    })),
  };
}

function share(from: number, now: number, to: number): number {
  return to <= from ? 1 : Math.max(0, Math.min(1, (now - from) / (to - from)));
}

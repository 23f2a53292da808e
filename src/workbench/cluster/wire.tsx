import { formatMs } from '../../course/story.ts';
import type { ReplicationKind } from '../../trace/events.ts';
import { formatLsn } from '../../trace/ids.ts';
import type { RunView } from '../../trace/view.ts';
import type { InFlight } from '../../trace/view-replication.ts';
import { summariseChanges } from '../events/sql-summary.ts';

/** What travels between the nodes at the cursor. The place of each transaction is worked out, not animated: a step
 * moves it, and a transition shows the way that it went. */
export function Wire({ view }: { view: RunView }) {
  const { inFlight, former } = view.replication;
  // A former primary that follows is a standby by the log, whatever the replica was.
  const kind = former?.kind === 'follows' ? 'physical' : view.replication.kind;
  const first = inFlight[0];
  const changes = first && summariseChanges(first.changes);
  return (
    <div
      className="wire"
      data-back={former?.kind === 'follows' || undefined}
      data-idle={!first || undefined}
      data-cut={view.settings.network.streamCut || undefined}
    >
      <p className="wire-kind" title={whatTravels[kind]}>
        {kind}
      </p>
      <div className="wire-track" aria-hidden="true">
        {inFlight.slice(0, 8).map(({ lsn, progress, phase }) => (
          <span key={lsn} className="wire-packet" data-phase={phase} style={{ left: `${progress * 100}%` }} />
        ))}
      </div>
      <p className="wire-text">
        {first ? (
          <>
            <code title={changes}>{changes}</code>
            <span>{whereabouts(first, view)}</span>
            {inFlight.length > 1 && <span>and {inFlight.length - 1} more behind it</span>}
          </>
        ) : (
          idleWords(view)
        )}
      </p>
    </div>
  );
}

function idleWords({ replication: { former }, settings }: RunView): string {
  if (settings.network.streamCut) return 'nothing could get through';
  if (former === null) return 'nothing on its way';
  return former.kind === 'follows' ? 'the log goes the other way now' : 'nobody follows: two histories';
}

const whatTravels: Readonly<Record<ReplicationKind, string>> = {
  logical: 'Logical replication: the published rows travel',
  physical: "Physical replication: the primary's log travels, whole",
};

function whereabouts({ phase, appliesAt, lsn }: InFlight, { at, settings, replication }: RunView): string {
  if (replication.promoted) return `${formatLsn(lsn)} is not there: promoted without it`;
  if (replication.restored) return `${formatLsn(lsn)} is not there: restored to before it`;
  if (phase === 'sent' && settings.network.streamCut) return `${formatLsn(lsn)} cannot get through: the network is cut`;
  const place = `${formatLsn(lsn)} ${phase === 'sent' ? 'is on the wire' : 'waits there'}`;
  if (settings.replication.paused) return `${place}: paused`;
  return appliesAt === null
    ? place
    : `${place}, ${replication.kind === 'physical' ? 'replayed' : 'applied'} in ${formatMs(appliesAt - at)}`;
}

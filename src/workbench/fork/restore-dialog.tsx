import { Dialog } from '@base-ui/react/dialog';
import { formatMs } from '../../course/story.ts';
import type { EventOf, Trace } from '../../trace/events.ts';
import { formatLsn } from '../../trace/ids.ts';
import type { RunView } from '../../trace/view.ts';
import { changesInWords, shorten } from '../events/sql-summary.ts';
import { useActions, useWorkbenchState } from '../workbench-context.tsx';
import './restore-dialog.css';

type Commit = EventOf<'transaction committed'>;

/** Whether the replica can be restored to a point in time at a moment: it runs, and follows by the primary's log. */
export const canRestore = ({ replication, crashed }: RunView): boolean =>
  replication.kind === 'physical' && !replication.promoted && crashed.replica === null;

interface RestoreDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Asks before which of the primary's commits the replica is to stand. */
export function RestoreDialog({ isOpen, onClose }: RestoreDialogProps) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="popup dialog restore-dialog">
          <Dialog.Title className="popup-title">Restore the replica to just before…</Dialog.Title>
          <Dialog.Description className="dialog-text">
            Its server is started anew on its base backup, and replays the archived log up to that commit. It stays
            there, read-only, until it is promoted.
          </Dialog.Description>
          <CommitChoice onClose={onClose} />
          <Dialog.Close className="button">Cancel</Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** The primary's commits up to the cursor, the newest first. */
function CommitChoice({ onClose }: Pick<RestoreDialogProps, 'onClose'>) {
  const { restore } = useActions();
  const trace = useWorkbenchState(({ run }) => run!.trace);
  const cursor = useWorkbenchState((state) => state.cursor);
  const commits = trace.slice(0, cursor + 1).filter((event): event is Commit => event.type === 'transaction committed');
  return (
    <ul className="restore-commits">
      {commits.toReversed().map((commit) => (
        <li key={commit.lsn}>
          <button
            type="button"
            className="restore-commit"
            onClick={() => {
              onClose();
              void restore(commit.lsn);
            }}
          >
            <span className="event-time">{formatMs(commit.at)}</span>
            <span>
              {who(commit)} {didWhat(commit, trace)}
            </span>
            <code>{formatLsn(commit.lsn)}</code>
          </button>
        </li>
      ))}
    </ul>
  );
}

const who = ({ client }: Commit): string => (client.kind === 'console' ? 'The console' : client.person);

/** In words; where no row was changed, as by DDL, the statement that was committed. */
function didWhat({ changes, queryId }: Commit, trace: Trace): string {
  if (changes.length > 0) return changesInWords(changes);
  const query = trace.find((event) => event.type === 'query ran' && event.queryId === queryId);
  return query?.type === 'query ran' ? `ran ${shorten(query.sql.trim(), 60)}` : 'changed no rows';
}

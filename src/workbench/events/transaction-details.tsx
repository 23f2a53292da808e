import type { ReactNode } from 'react';
import { formatMs, formatNumber } from '../../course/story.ts';
import type { EventOf, ReplicationKind } from '../../trace/events.ts';
import { formatLsn, type VirtualMs } from '../../trace/ids.ts';
import type { DecodedChange, WalRecord } from '../../trace/postgres-values.ts';
import { canRestore } from '../fork/restore-dialog.tsx';
import { PlaceLink } from '../place-link.tsx';
import { standsInRun } from '../store/workbench-state.ts';
import { useActions, useReplicationKind, useRunView, useWorkbenchState } from '../workbench-context.tsx';
import { RowsTable } from './rows-table.tsx';
import { changeTable, transactionStory, type TransactionStory } from './transaction-story.ts';

type TransactionEvent = EventOf<'transaction committed' | 'transaction received' | 'transaction applied'>;

/** A transaction, from whichever of its events one comes: what it changed, what it wrote to the log, who was told, and where
 * it has got to. */
export function TransactionDetails({ event }: { event: TransactionEvent }) {
  const trace = useWorkbenchState((state) => state.run?.trace);
  const kind = useReplicationKind();
  const story = trace && transactionStory(trace, event.lsn);
  if (!story) return null;
  const { commit } = story;
  // What a logical replica is given is what the publication lets through.
  const changes = event.type === 'transaction applied' ? event.changes : commit.changes;
  return (
    <div className="event-details">
      <TransactionFacts story={story} kind={kind} />
      {changes.map((change, index) => (
        // The changes of a transaction never change places.
        <Change key={index} change={change} />
      ))}
      {changes.length === 0 && <p className="null">{noRows[kind]}</p>}
      {commit.wal && <WalRecords wal={commit.wal} />}
      <RestoreButton commit={commit} />
    </div>
  );
}

const noRows: Readonly<Record<ReplicationKind, string>> = {
  logical: 'No row of a table that is logged or published.',
  physical: 'No row of a table that is logged. What it wrote to the log is replayed all the same.',
};

interface TransactionFactsProps {
  readonly story: TransactionStory;
  readonly kind: ReplicationKind;
}

function TransactionFacts({ story, kind }: TransactionFactsProps) {
  const { commit, query, told, received, appliedAt, bytes } = story;
  return (
    <dl className="facts">
      <Fact term="Committed">
        {formatMs(commit.at)}, transaction {commit.xid}, up to <code>{formatLsn(commit.lsn)}</code>
        {bytes !== null && `: ${formatNumber(bytes)} bytes of WAL`}
      </Fact>
      <Fact term="By">
        {commit.client.kind === 'console' ? 'the console' : commit.client.person}
        {query?.place && (
          <>
            , in <PlaceLink place={query.place} />
          </>
        )}
      </Fact>
      {commit.client.kind === 'request' && (
        <Fact term="Told OK">
          {told ? toldInWords(told, commit.at) : `${commit.client.person} was never told, in this run`}
        </Fact>
      )}
      <Fact term="Sent">
        {received
          ? `${formatMs(received.sentAt)}, reached the replica at ${formatMs(received.at)}`
          : notSent(appliedAt)}
        {kind === 'logical' && received?.published === 0 && ': no publication lets anything of it through'}
      </Fact>
      <Fact term={kind === 'physical' ? 'Replayed' : 'Applied'}>
        {appliedAt === null
          ? 'not in this run'
          : `${formatMs(appliedAt)}, ${formatMs(appliedAt - commit.at)} after the commit`}
      </Fact>
    </dl>
  );
}

const notSent = (appliedAt: VirtualMs | null): string =>
  appliedAt === null ? 'has not arrived' : 'not by the stream: a restore took it from the archived log';

/** Where it can be done at the cursor's moment. */
function RestoreButton({ commit }: { commit: EventOf<'transaction committed'> }) {
  const { restore } = useActions();
  const inRun = useWorkbenchState(standsInRun);
  const view = useRunView();
  if (!inRun || !view || !canRestore(view) || commit.at > view.at) return null;
  return (
    <button type="button" className="button restore-button" onClick={() => void restore(commit.lsn)}>
      Restore the replica to just before this
    </button>
  );
}

function toldInWords({ person, at, response, superseded }: EventOf<'request responded'>, committedAt: number): string {
  if (superseded) return `no: ${person} had pressed again, and the answer was dropped`;
  const after = `${formatMs(at)}, ${formatMs(at - committedAt)} after the commit`;
  return response.status < 400 ? `${person}, at ${after}` : `no: ${person} was told ${response.status}, at ${after}`;
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Change({ change }: { change: DecodedChange }) {
  const { title, columns, rows } = changeTable(change);
  if (rows.length === 0) return <p className="tag">{title}</p>;
  return (
    <RowsTable
      caption={title}
      columns={['', ...columns]}
      rows={rows.map(({ label, cells }) => [label, ...cells.map((cell) => (cell === undefined ? 'not logged' : cell))])}
    />
  );
}

function WalRecords({ wal }: { wal: readonly WalRecord[] }) {
  return (
    <RowsTable
      caption="What it wrote to the log (pg_walinspect)"
      columns={['LSN', 'record', 'bytes', 'pages', 'says']}
      rows={wal.map(({ startLsn, resourceManager, recordType, bytes, blocks, description }) => [
        formatLsn(startLsn),
        `${resourceManager} ${recordType}`,
        String(bytes),
        blocks.map((block) => block.replace(/^public\./, '')).join('; '),
        description,
      ])}
    />
  );
}

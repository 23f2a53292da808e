import { Tabs } from '@base-ui/react/tabs';
import { useState } from 'react';
import { count, formatMs } from '../../course/story.ts';
import { formatLsn, type Lsn } from '../../trace/ids.ts';
import type { PgTable } from '../../trace/postgres-values.ts';
import type { Settings } from '../../trace/settings.ts';
import type { ReplicationView } from '../../trace/view-replication.ts';
import type { TableView } from '../../trace/view-tables.ts';
import type { RunView, StandaloneView } from '../../trace/view.ts';
import { ConsolePane } from '../console/console-pane.tsx';
import { formatBytes } from '../format-bytes.ts';
import { Icon } from '../icon.tsx';
import { NodeMark, NodeShape } from '../node-mark.tsx';
import { TabStrip } from '../tab-strip.tsx';
import { useDeferredRunView, useWorkbenchState } from '../workbench-context.tsx';
import { LedgerOf } from './ledger.tsx';
import { NodeTable } from './node-table.tsx';
import { SequencesAndSlots } from './sequences-and-slots.tsx';
import { StandaloneTable } from './standalone-table.tsx';
import { useDifferencesInSight } from './use-differences-in-sight.ts';
import { Wire } from './wire.tsx';
import './cluster.css';

/** The nodes at the cursor: where they stand, what is on its way, and what their tables hold. */
export function NodesPane() {
  const view = useDeferredRunView();
  const lesson = useWorkbenchState((state) => state.lesson);
  const resting = useWorkbenchState((state) => state.engine.kind === 'resting');
  if (!view) {
    const servers = lesson.standaloneSql === undefined ? 'Two' : 'Three';
    return (
      <p className="empty-pane">
        {servers} Postgres servers {resting ? 'start here when you ask for them.' : 'are starting in this tab.'}
      </p>
    );
  }
  return (
    <div className="nodes">
      <div className="node-heads">
        <PrimaryHead view={view} />
        <Wire view={view} />
        <ReplicaHead view={view} />
        {view.standalone && <StandaloneHead standalone={view.standalone} crashed={view.crashed.standalone !== null} />}
      </div>
      {view.ledger && <LedgerOf ledger={view.ledger} tables={view.tables} />}
      {view.promoted && <SequencesAndSlots view={view} promoted={view.promoted} />}
      <NodeTables view={view} />
    </div>
  );
}

/** No table is called so: an id of one has a full stop in it. */
const consoleTab = 'console';

const standaloneTab = ({ schema, name }: PgTable): string => `standalone ${schema}.${name}`;

/** A tab for the console, one for each table that is replicated, then one for each of the standalone server. */
function NodeTables({ view }: { view: RunView }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const changed = useChangedTable(view);
  const pair = useDifferencesInSight(view, chosen);
  const { tables } = view;
  const { former } = view.replication;
  const leader = former === null ? 'primary' : former.kind === 'follows' ? 'replica' : null;
  const standalone = view.standalone?.tables ?? [];
  const apart = standalone.find((table) => standaloneTab(table) === chosen);
  const table = tables.find(({ id }) => id === (chosen ?? changed)) ?? tables[0];
  const open = chosen === consoleTab || !(table || apart) ? consoleTab : apart ? standaloneTab(apart) : table!.id;
  return (
    <Tabs.Root value={open} onValueChange={(id: string) => setChosen(id)} className="node-tables">
      <TabStrip label="Tables and console" active={open}>
        <Tabs.Tab value={consoleTab} className="tab">
          <Icon name="console" /> Console
        </Tabs.Tab>
        {tables.map(({ id, name, rows }) => (
          <Tabs.Tab key={id} value={id} className="tab">
            {name}
            <DifferenceCount count={rows.filter(({ state }) => state !== 'same').length} />
          </Tabs.Tab>
        ))}
        {standalone.map((one) => (
          <Tabs.Tab key={standaloneTab(one)} value={standaloneTab(one)} className="tab">
            <NodeShape node="standalone" /> {one.name}
            <span className="visually-hidden"> on the standalone server</span>
          </Tabs.Tab>
        ))}
      </TabStrip>
      <Tabs.Panel value={consoleTab} keepMounted className="node-console" tabIndex={-1}>
        <ConsolePane view={view} />
      </Tabs.Panel>
      {open === consoleTab ? null : apart ? (
        <Tabs.Panel value={open} className="node-alone" tabIndex={-1}>
          <StandaloneTable table={apart} />
        </Tabs.Panel>
      ) : (
        <Tabs.Panel ref={pair} value={open} className="node-pair" tabIndex={-1}>
          <NodeTable table={table!} node="primary" leader={leader} />
          <NodeTable table={table!} node="replica" leader={leader} />
        </Tabs.Panel>
      )}
    </Tabs.Root>
  );
}

/** The table that changed last: until one is chosen it is open, being what the moment is about. While a run plays it stays the
 * one that it was, since no eye could follow. */
function useChangedTable({ latestChanged }: RunView): string | null {
  const playing = useWorkbenchState((state) => state.playing);
  const [shown, setShown] = useState(latestChanged);
  if (playing) return shown;
  // While it renders, so that the rows of a table that is about to go are not drawn for the new moment first.
  if (shown !== latestChanged) setShown(latestChanged);
  return latestChanged;
}

/** Of one width whether rows differ or not, so that the tabs stay where they are. */
function DifferenceCount({ count: rows }: { count: number }) {
  return (
    <span className="difference-count" data-none={rows === 0 || undefined}>
      {rows === 0 ? '' : `≠ ${rows}`}
      {rows > 0 && <span className="visually-hidden"> {rows === 1 ? 'row differs' : 'rows differ'}</span>}
    </span>
  );
}

function PrimaryHead({ view: { replication, crashed, tables } }: { view: RunView }) {
  const { former } = replication;
  return (
    <section
      className="node-head"
      data-node="primary"
      data-crashed={crashed.primary !== null || undefined}
      aria-label="primary"
    >
      <h3>
        <NodeMark node="primary" />
        <span className="node-state">{crashed.primary === null ? primaryState(replication) : 'crashed'}</span>
      </h3>
      {former?.kind === 'follows' ? (
        <FollowerFacts replayLsn={former.replayLsn} promotedLsn={replication.promotedLsn!} />
      ) : (
        <PrimaryFacts replication={replication} tables={tables} />
      )}
    </section>
  );
}

function primaryState({ former, commitsWaiting }: ReplicationView): string {
  if (former?.kind === 'fenced') return `fenced by epoch ${former.epoch}`;
  if (former?.kind === 'follows') return 'follows';
  if (commitsWaiting > 0) return `${count(commitsWaiting, 'commit')} ${commitsWaiting === 1 ? 'waits' : 'wait'}`;
  return former === null ? 'takes writes' : 'still takes writes';
}

/** Positions are of the promoted node's log, which it follows. */
function FollowerFacts({ replayLsn, promotedLsn }: { replayLsn: Lsn; promotedLsn: Lsn }) {
  return (
    <dl>
      <div>
        <dt>Replayed</dt>
        <dd>{formatLsn(replayLsn)}</dd>
      </div>
      <div>
        <dt>In bytes</dt>
        <dd title="Of the promoted node's log, that it has not replayed">
          {formatBytes(Math.max(0, promotedLsn - replayLsn))}
        </dd>
      </div>
    </dl>
  );
}

function PrimaryFacts({ replication, tables }: Pick<RunView, 'replication' | 'tables'>) {
  const sent = replication.kind === 'physical' ? wholeLog : publishedInWords(tables);
  return (
    <dl>
      <div>
        <dt>LSN</dt>
        <dd>{formatLsn(replication.primaryLsn)}</dd>
      </div>
      <div>
        <dt>WAL kept</dt>
        <dd title={`The slot needs WAL from ${formatLsn(replication.slot.restartLsn)} on`}>
          {formatBytes(replication.retainedBytes)}
        </dd>
      </div>
      <div>
        <dt>Slot</dt>
        <dd title="What the replica has confirmed">{formatLsn(replication.slot.confirmedFlushLsn)}</dd>
      </div>
      <div>
        <dt>{sent.term}</dt>
        <dd title={sent.title}>{sent.words}</dd>
      </div>
    </dl>
  );
}

/** What travels to the replica. */
interface Sent {
  readonly term: string;
  readonly words: string;
  readonly title: string;
}

const wholeLog: Sent = {
  term: 'Sends',
  words: 'its whole log',
  title: 'DDL, sequences and every table, whatever a publication names',
};

/** `all 2 tables`, and the publications by name. */
function publishedInWords(tables: readonly TableView[]): Sent {
  const names = [...new Set(tables.flatMap(({ publications }) => publications))];
  const published = tables.filter(({ publications }) => publications.length > 0).length;
  return {
    term: 'Publishes',
    words:
      published === tables.length
        ? `all ${count(published, 'table')}`
        : `${published} of ${count(tables.length, 'table')}`,
    title:
      names.length === 0
        ? 'There is no publication'
        : `${names.length === 1 ? 'Publication' : 'Publications'} ${names.join(', ')}`,
  };
}

function ReplicaHead({ view: { replication, crashed, settings } }: { view: RunView }) {
  const { commitsBehind, msBehind, bytesBehind, replayLsn, stopped, promotedLsn } = replication;
  return (
    <section
      className="node-head"
      data-node="replica"
      data-behind={commitsBehind > 0 || undefined}
      data-crashed={crashed.replica !== null || undefined}
      aria-label="replica"
    >
      <h3>
        <NodeMark node="replica" />
        <span className="node-state">{crashed.replica === null ? replicaState(replication, settings) : 'crashed'}</span>
      </h3>
      <dl>
        <div>
          <dt>{promotedLsn === null ? 'Replayed' : 'Own LSN'}</dt>
          <dd>{formatLsn(promotedLsn ?? replayLsn)}</dd>
        </div>
        <div className="lag">
          <dt>Behind</dt>
          <dd>{commitsBehind === 0 ? 'nothing' : `${count(commitsBehind, 'commit')}, ${formatMs(msBehind)}`}</dd>
        </div>
        <div>
          <dt>In bytes</dt>
          <dd>{formatBytes(bytesBehind)}</dd>
        </div>
        <div>
          <dt>Delay</dt>
          <dd title="recovery_min_apply_delay">{formatMs(settings.replication.delayMs)}</dd>
        </div>
      </dl>
      {stopped && (
        <p className="node-error">
          {stopped.code}: {stopped.message}
        </p>
      )}
    </section>
  );
}

function replicaState({ promoted, restored, stopped }: ReplicationView, { replication }: Settings): string {
  if (promoted) return 'primary now';
  if (restored) return 'restored';
  if (stopped) return 'stopped by an error';
  if (replication.paused) return 'paused';
  return replication.synchronous ? 'synchronous' : 'replays';
}

/** One line: it has no part in what the two above it show. */
function StandaloneHead({ standalone, crashed }: { standalone: StandaloneView; crashed: boolean }) {
  return (
    <section className="node-head" data-node="standalone" aria-label="standalone">
      <h3>
        <NodeMark node="standalone" />
        <span className="node-state">{crashed ? 'crashed' : 'takes writes · not replicated'}</span>
      </h3>
      <dl>
        <div>
          <dt>LSN</dt>
          <dd>{formatLsn(standalone.lsn)}</dd>
        </div>
      </dl>
    </section>
  );
}

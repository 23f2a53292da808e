import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { count, formatMs } from '../../course/story.ts';
import { formatLsn } from '../../trace/ids.ts';
import { viewAt, type RunView } from '../../trace/view.ts';
import { DelaySlider } from '../../workbench/controls/delay-slider.tsx';
import type { Services } from '../services.ts';
import { DemoBrowser } from './demo-browser.tsx';
import { DemoNode } from './demo-node.tsx';
import { demoStory } from './demo-story.ts';
import { DemoStream, tens } from './demo-stream.tsx';
import { createHomeDemo, type DemoState, type HomeDemo } from './home-demo.ts';
import { homeShop, visitor } from './home-shop.ts';
import { liveLag, type LiveLag } from './live-lag.ts';
import { cursorAt } from './playhead.ts';
import { useMoment } from './use-moment.ts';
import { useWhenWatched } from './use-when-watched.ts';
import './home-cluster.css';

const wallMs = (): number => performance.now();

/** The whole subject, to be tried: two real servers, a shop, and a change that is on its way between them. */
export function HomeCluster({ openEngine }: Pick<Services, 'openEngine'>) {
  const [demo] = useState(() => createHomeDemo({ openEngine, wallMs }));
  useEffect(() => () => demo.close(), [demo]);
  const start = useCallback(() => void demo.start(), [demo]);
  const picture = useRef<HTMLDivElement>(null);
  useWhenWatched(picture, start);
  const state = useStore(demo.state);
  const now = useMoment(state);
  const { trace } = state;
  const cursor = trace ? cursorAt(trace, now) : 0;
  const view = useMemo(() => (trace ? viewAt(trace, cursor) : null), [trace, cursor]);
  const lag = view && liveLag(view.replication, now);
  const person = view?.people.find(({ name }) => name === visitor) ?? null;
  const waits = person?.waitingFor ?? null;
  return (
    <section className="demo" aria-label="A shop with two servers, to be tried">
      <div className="demo-picture" data-starting={view === null || undefined}>
        <div ref={picture} className="demo-shop">
          <DemoBrowser
            person={person}
            busy={state.status !== 'ready' || waits !== null}
            onAct={(act) => void demo.act(act)}
          />
        </div>
        <div className="demo-ways" aria-hidden="true">
          <span data-way="write" data-lit={waits?.method === 'POST' || undefined}>
            writes
          </span>
          <span data-way="read" data-lit={waits?.method === 'GET' || undefined}>
            reads
          </span>
        </div>
        <DemoNodes view={view} lag={lag} />
      </div>
      <p className="demo-story" role="status">
        {state.status === 'failed' ? <Failure demo={demo} failure={state.failure} /> : storyOf(state, view)}
      </p>
      <DemoControls demo={demo} state={state} view={view} />
    </section>
  );
}

function storyOf({ status, trace }: DemoState, view: RunView | null): string {
  if (trace && view) return demoStory(trace, view);
  return status === 'starting'
    ? 'Starting two Postgres servers in this tab …'
    : 'Two Postgres servers are about to start in this tab.';
}

function Failure({ demo, failure }: { demo: HomeDemo; failure: string }) {
  return (
    <>
      The two servers did not start in this browser ({failure}).{' '}
      <button type="button" className="link" onClick={() => void demo.start()}>
        Try again
      </button>
    </>
  );
}

function DemoNodes({ view, lag }: { view: RunView | null; lag: LiveLag | null }) {
  const table = view?.tables[0] ?? null;
  const replication = view?.replication;
  const behind =
    replication && lag && replication.commitsBehind > 0
      ? `${count(replication.commitsBehind, 'commit')}, ${formatMs(tens(lag.behindMs))} behind`
      : null;
  return (
    <div className="demo-nodes">
      <DemoNode
        node="primary"
        table={table}
        lsn={replication ? formatLsn(replication.primaryLsn) : '…'}
        state="takes every write"
      />
      <DemoStream lag={lag} />
      <DemoNode
        node="replica"
        table={table}
        lsn={replication ? formatLsn(replication.replayLsn) : '…'}
        state={behind === null ? 'answers every read' : <strong className="demo-behind">{behind}</strong>}
      />
    </div>
  );
}

function DemoControls({ demo, state, view }: { demo: HomeDemo; state: DemoState; view: RunView | null }) {
  const { delayMs } = (view?.settings ?? homeShop.scenario.settings).replication;
  const untouched = state.done.steps.length + state.done.changes.length === 0;
  return (
    <div className="demo-controls" role="group" aria-label="Replication delay">
      <DelaySlider delayMs={delayMs} disabled={view === null} onCommit={(chosen) => demo.act({ delayMs: chosen })} />
      <button type="button" className="button button-quiet" disabled={untouched} onClick={() => void demo.startOver()}>
        Start over
      </button>
    </div>
  );
}

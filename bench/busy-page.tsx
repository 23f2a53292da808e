import type { FC } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { ChecksPane } from '../src/workbench/checks/checks-pane.tsx';
import { NodesPane } from '../src/workbench/cluster/nodes-pane.tsx';
import { DelayControl } from '../src/workbench/controls/delay-control.tsx';
import { CursorAnnouncer } from '../src/workbench/cursor-announcer.tsx';
import { TimelinePane } from '../src/workbench/events/timeline-pane.tsx';
import { busyShopTrace } from '../src/workbench/fixtures/busy-shop.fixture.ts';
import { juiceLesson } from '../src/workbench/fixtures/juice-lesson.fixture.ts';
import { scriptedEngine } from '../src/workbench/fixtures/scripted-engine.fixture.ts';
import { PaneGrid } from '../src/workbench/layout/pane-grid.tsx';
import { LessonPane } from '../src/workbench/lesson/lesson-pane.tsx';
import { RunBar } from '../src/workbench/run/run-bar.tsx';
import { ShopPane } from '../src/workbench/shop/shop-pane.tsx';
import type { PaneId } from '../src/workbench/store/workbench-state.ts';
import { createWorkbench, type WorkbenchActions } from '../src/workbench/store/workbench-store.ts';
import { WorkbenchProvider } from '../src/workbench/workbench-context.tsx';
import '../src/site/tokens.css';
import '../src/site/base.css';
import '../src/workbench/workbench.css';

export interface BusyPage {
  readonly actions: WorkbenchActions;
  /** How many the shown run has. */
  readonly events: number;
  /** The picture of the timeline. */
  readonly field: HTMLElement;
}

const panes: Readonly<Record<PaneId, FC | null>> = {
  lesson: LessonPane,
  checks: ChecksPane,
  // The editor knows nothing of the cursor, and takes seconds to load.
  code: null,
  timeline: TimelinePane,
  shop: ShopPane,
  nodes: NodesPane,
};

/** The lesson page without its editor, with a run of about 2,000 events in it. */
export async function openBusyPage(): Promise<BusyPage> {
  const trace = busyShopTrace(2_000);
  const engine = { ...scriptedEngine(), run: async () => ({ trace }) };
  const workbench = createWorkbench(juiceLesson, engine, null);
  await workbench.actions.prepare();
  const root = document.createElement('div');
  root.id = 'root';
  root.style.height = '100vh';
  document.body.append(root);
  await workbench.actions.run({ play: false });
  flushSync(() =>
    createRoot(root).render(
      <WorkbenchProvider workbench={workbench} next={null}>
        <Page />
      </WorkbenchProvider>,
    ),
  );
  const field = document.querySelector<HTMLElement>('.timeline-field');
  if (!field) throw new Error('The page shows no timeline.');
  return { actions: workbench.actions, events: trace.length, field };
}

function Page() {
  return (
    <div className="workbench">
      <div className="control-bar">
        <RunBar />
        <DelayControl />
      </div>
      <PaneGrid
        render={{
          body: (pane) => {
            const Pane = panes[pane];
            return Pane && <Pane />;
          },
          tools: () => null,
        }}
      />
      <CursorAnnouncer />
    </div>
  );
}

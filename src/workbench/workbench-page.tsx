import { useEffect } from 'react';
import { ChecksPane } from './checks/checks-pane.tsx';
import { NodesPane } from './cluster/nodes-pane.tsx';
import { DelayControl } from './controls/delay-control.tsx';
import { CursorAnnouncer } from './cursor-announcer.tsx';
import { CodePane, type LoadDjangoTypes } from './editor/code-pane.tsx';
import { CodeTools } from './editor/code-tools.tsx';
import { TimelinePane } from './events/timeline-pane.tsx';
import { PaneGrid } from './layout/pane-grid.tsx';
import { LessonPane } from './lesson/lesson-pane.tsx';
import { Notices } from './notices.tsx';
import { PlanDialog } from './plan/opened/plan-dialog.tsx';
import { RunBar } from './run/run-bar.tsx';
import { usePlayback } from './run/use-playback.ts';
import { ShopPane } from './shop/shop-pane.tsx';
import { useShortcuts } from './shortcuts/use-shortcuts.ts';
import { savedWorkKey } from './store/saved-work.ts';
import type { PaneId } from './store/workbench-state.ts';
import type { Workbench } from './store/workbench-store.ts';
import { useActions, useWorkbenchState, WorkbenchProvider, type LessonLink } from './workbench-context.tsx';
import './workbench.css';

interface WorkbenchPageProps {
  readonly workbench: Workbench;
  readonly next: LessonLink | null;
  readonly loadDjangoTypes: LoadDjangoTypes;
  /** Only these, where not all are wanted. */
  readonly panes?: readonly PaneId[] | undefined;
}

/** A lesson that one reads, writes and runs. All that it shows of a run is a function of the trace and the cursor. It starts no
 * servers: whoever shows it does, or the learner. */
export function WorkbenchPage({ workbench, next, ...body }: WorkbenchPageProps) {
  return (
    <WorkbenchProvider workbench={workbench} next={next}>
      <WorkbenchBody {...body} />
    </WorkbenchProvider>
  );
}

function WorkbenchBody({ loadDjangoTypes, panes }: Omit<WorkbenchPageProps, 'workbench' | 'next'>) {
  usePlayback();
  useShortcuts();
  useOtherTabs();
  const renderPane = (pane: PaneId) => {
    switch (pane) {
      case 'lesson':
        return <LessonPane />;
      case 'checks':
        return <ChecksPane />;
      case 'code':
        return <CodePane loadDjangoTypes={loadDjangoTypes} />;
      case 'timeline':
        return <TimelinePane />;
      case 'shop':
        return <ShopPane />;
      case 'nodes':
        return <NodesPane />;
    }
  };
  return (
    <div className="workbench">
      <div className="control-bar">
        <RunBar />
        <DelayControl />
      </div>
      <Notices />
      <PaneGrid panes={panes} render={{ body: renderPane, tools: renderTools }} />
      <CursorAnnouncer />
      <PlanDialog />
    </div>
  );
}

const renderTools = (pane: PaneId) => (pane === 'code' ? <CodeTools /> : null);

/** Follows what another tab saves of this lesson. */
function useOtherTabs(): void {
  const { takeOverSaved } = useActions();
  const lessonId = useWorkbenchState((state) => state.lesson.id);
  useEffect(() => {
    const onStorage = ({ key, newValue }: StorageEvent): void => {
      if (key === savedWorkKey(lessonId) && newValue !== null) takeOverSaved(newValue);
    };
    window.addEventListener('storage', onStorage);
    return () => window.removeEventListener('storage', onStorage);
  }, [lessonId, takeOverSaved]);
}

import {
  createContext,
  startTransition,
  useContext,
  useDeferredValue,
  useEffect,
  useState,
  type ReactNode,
} from 'react';
import { useStore } from 'zustand';
import type { ReplicationKind, Trace } from '../trace/events.ts';
import { oncePerTrace } from '../trace/fold-trace.ts';
import { replicationOf } from '../trace/replication-of.ts';
import { viewAt, type RunView } from '../trace/view.ts';
import type { WorkbenchState } from './store/workbench-state.ts';
import type { Workbench, WorkbenchActions } from './store/workbench-store.ts';

const WorkbenchContext = createContext<Workbench | null>(null);
/** A lesson that can be opened. */
export interface LessonLink {
  readonly title: string;
  readonly href: string;
}

const NextLessonContext = createContext<LessonLink | null>(null);

interface WorkbenchProviderProps {
  readonly workbench: Workbench;
  /** The lesson after this one. */
  readonly next: LessonLink | null;
  readonly children: ReactNode;
}

/** Gives the page its workbench. What it gives stays the same while the cursor moves: React looks through the whole page for those
 * who use what has changed, and the list of events is long. */
export function WorkbenchProvider({ workbench, next, children }: WorkbenchProviderProps) {
  return (
    <WorkbenchContext value={workbench}>
      <NextLessonContext value={next}>{children}</NextLessonContext>
    </WorkbenchContext>
  );
}

function useWorkbench(): Workbench {
  const workbench = useContext(WorkbenchContext);
  if (!workbench) throw new Error('A part of the workbench was rendered outside its provider.');
  return workbench;
}

export const useActions = (): WorkbenchActions => useWorkbench().actions;

export function useWorkbenchState<Slice>(select: (state: WorkbenchState) => Slice): Slice {
  return useStore(useWorkbench().state, select);
}

/** The lesson after this one, or null when this is the last. */
export const useNextLesson = (): LessonLink | null => useContext(NextLessonContext);

/** The view that was asked for last: all who show a part of a moment share it. */
const latestView = oncePerTrace((): { view: RunView | null } => ({ view: null }));

function sharedViewAt(trace: Trace, cursor: number): RunView {
  const latest = latestView(trace);
  if (latest.view?.cursor !== cursor) latest.view = viewAt(trace, cursor);
  return latest.view;
}

/** The screen at the cursor, or null until the nodes are ready. */
export const useRunView = (): RunView | null =>
  useWorkbenchState(({ run, cursor }) => run && sharedViewAt(run.trace, cursor));

/** The same after the timeline and the list have been drawn, for the parts of the page that cost the most: while the cursor is dragged, a
 * moment that has been left already is not drawn at all. */
export function useDeferredRunView(): RunView | null {
  const view = useDeferredValue(useRunView());
  const [shown, setShown] = useState(view);
  useEffect(() => startTransition(() => setShown(view)), [view]);
  return shown;
}

/** How the replica follows in the run that is shown; until there is one, as it will. */
export const useReplicationKind = (): ReplicationKind =>
  useWorkbenchState(({ run, replicationKind }) => (run ? replicationOf(run.trace) : replicationKind));

import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { useStore } from 'zustand';
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
const RunViewContext = createContext<RunView | null>(null);

interface WorkbenchProviderProps {
  readonly workbench: Workbench;
  /** The lesson after this one. */
  readonly next: LessonLink | null;
  readonly children: ReactNode;
}

/** Gives the page its workbench, and the view at the cursor, which is worked out once for all who show a part of it. */
export function WorkbenchProvider({ workbench, next, children }: WorkbenchProviderProps) {
  const run = useStore(workbench.state, (state) => state.run);
  const cursor = useStore(workbench.state, (state) => state.cursor);
  const view = useMemo(() => (run ? viewAt(run.trace, cursor) : null), [run, cursor]);
  return (
    <WorkbenchContext value={workbench}>
      <NextLessonContext value={next}>
        <RunViewContext value={view}>{children}</RunViewContext>
      </NextLessonContext>
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

/** The screen at the cursor, or null until the nodes are ready. */
export const useRunView = (): RunView | null => useContext(RunViewContext);

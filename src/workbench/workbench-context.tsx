import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { viewAt, type RunView } from '../trace/view.ts';
import type { WorkbenchState } from './store/workbench-state.ts';
import type { Workbench, WorkbenchActions } from './store/workbench-store.ts';

const WorkbenchContext = createContext<Workbench | null>(null);
const RunViewContext = createContext<RunView | null>(null);

/** Gives the page its workbench, and the view at the cursor, which is worked out once for all who show a part of it. */
export function WorkbenchProvider({ workbench, children }: { workbench: Workbench; children: ReactNode }) {
  const run = useStore(workbench.state, (state) => state.run);
  const cursor = useStore(workbench.state, (state) => state.cursor);
  const view = useMemo(() => (run ? viewAt(run.trace, cursor) : null), [run, cursor]);
  return (
    <WorkbenchContext value={workbench}>
      <RunViewContext value={view}>{children}</RunViewContext>
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

/** The screen at the cursor, or null until the nodes are ready. */
export const useRunView = (): RunView | null => useContext(RunViewContext);

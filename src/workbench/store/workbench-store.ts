import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Lesson } from '../../course/lesson.ts';
import type { Engine } from '../engine.ts';
import type { TextStorage } from './browser-storage.ts';
import { codeActions, type CodeActions } from './code-actions.ts';
import { keepWork } from './keep-work.ts';
import { runActions, type RunActions } from './run-actions.ts';
import { timeActions, type TimeActions } from './time-actions.ts';
import { inFront, initialState, type Notice, type PaneId, type WorkbenchState } from './workbench-state.ts';

export type WorkbenchActions = CodeActions &
  RunActions &
  TimeActions & {
    readonly openStep: (step: number) => void;
    readonly choosePerson: (name: string) => void;
    readonly showPane: (pane: PaneId) => void;
    readonly dismiss: (id: Notice['id']) => void;
  };

export interface Workbench {
  readonly state: StoreApi<WorkbenchState>;
  readonly actions: WorkbenchActions;
}

/** The state of one lesson page and all that can be done to it. `storage` is null where the browser blocks it. */
export function createWorkbench(lesson: Lesson, engine: Engine, storage: TextStorage | null): Workbench {
  const state = createStore<WorkbenchState>(() => initialState(lesson));
  keepWork(state, storage);
  const actions: WorkbenchActions = {
    ...codeActions(state),
    ...runActions(state, engine),
    ...timeActions(state),
    openStep: (step) => state.setState({ step: Math.max(0, Math.min(step, lesson.steps.length - 1)) }),
    choosePerson: (person) => state.setState({ person }),
    showPane: (pane) => state.setState(({ paneOrder }) => ({ paneOrder: inFront(paneOrder, pane) })),
    dismiss: (id) => state.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) })),
  };
  return { state, actions };
}

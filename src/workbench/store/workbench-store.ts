import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Lesson } from '../../course/lesson.ts';
import type { Engine } from '../engine.ts';
import type { TextStorage } from './browser-storage.ts';
import { codeActions, type CodeActions } from './code-actions.ts';
import { keepWork } from './keep-work.ts';
import { codeRunner } from './code-runner.ts';
import { runActions, type RunActions } from './run-actions.ts';
import { settingsActions, type SettingsActions } from './settings-actions.ts';
import { sightActions, type SightActions } from './sight-actions.ts';
import { speedActions, type SpeedActions } from './speed-actions.ts';
import { timeActions, type TimeActions } from './time-actions.ts';
import { inFront, initialState, type Notice, type PaneId, type WorkbenchState } from './workbench-state.ts';

export type WorkbenchActions = CodeActions &
  RunActions &
  SettingsActions &
  TimeActions &
  SightActions &
  SpeedActions & {
    readonly openStep: (step: number) => void;
    /** To a step so many after the one that is open, and its text comes to the front. */
    readonly moveStep: (by: number) => void;
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
  const openStep = (step: number): void =>
    state.setState({ step: Math.max(0, Math.min(step, lesson.steps.length - 1)) });
  const runner = codeRunner(state, engine);
  const actions: WorkbenchActions = {
    ...codeActions(state),
    ...runActions(state, engine, runner),
    ...settingsActions(state, runner),
    ...timeActions(state),
    ...sightActions(state),
    ...speedActions(state, storage),
    openStep,
    moveStep: (by) => {
      openStep(state.getState().step + by);
      state.setState(({ paneOrder }) => ({ paneOrder: inFront(paneOrder, 'lesson') }));
    },
    choosePerson: (person) => state.setState({ person }),
    showPane: (pane) => state.setState(({ paneOrder }) => ({ paneOrder: inFront(paneOrder, pane) })),
    dismiss: (id) => state.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) })),
  };
  return { state, actions };
}

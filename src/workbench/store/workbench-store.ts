import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Lesson } from '../../course/lesson.ts';
import type { Engine } from '../engine.ts';
import type { TextStorage } from './browser-storage.ts';
import { codeActions, type CodeActions } from './code-actions.ts';
import { consoleActions, type ConsoleActions } from './console-actions.ts';
import { helpActions, type HelpActions } from './help-actions.ts';
import { keepWork } from './keep-work.ts';
import { codeRunner } from './code-runner.ts';
import { forkActions, forkTo, type ForkActions } from './fork-actions.ts';
import { nodeActions, type NodeActions } from './node-actions.ts';
import { planActions, type PlanActions } from './plan-actions.ts';
import { runActions, type RunActions } from './run-actions.ts';
import { settingsActions, type SettingsActions } from './settings-actions.ts';
import { sightActions, type SightActions } from './sight-actions.ts';
import { speedActions, type SpeedActions } from './speed-actions.ts';
import { timeActions, type TimeActions } from './time-actions.ts';
import { askedFor, initialState, type Notice, type PaneId, type WorkbenchState } from './workbench-state.ts';

export type WorkbenchActions = CodeActions &
  HelpActions &
  NodeActions &
  RunActions &
  SettingsActions &
  ForkActions &
  ConsoleActions &
  PlanActions &
  TimeActions &
  SightActions &
  SpeedActions & {
    readonly openStep: (step: number) => void;
    /** To a step so many after the one that is open, and its text comes to the front. */
    readonly moveStep: (by: number) => void;
    readonly choosePerson: (name: string) => void;
    readonly showPane: (pane: PaneId) => void;
    /** Says of each of these panes whether it is folded, and leaves the others as they are. */
    readonly foldPanes: (panes: readonly PaneId[], folded: boolean) => void;
    readonly dismiss: (id: Notice['id']) => void;
  };

export interface Workbench {
  readonly state: StoreApi<WorkbenchState>;
  readonly actions: WorkbenchActions;
}

/** The state of one lesson page and all that can be done to it. `storage` is null where the browser blocks it. `atStep` is
 * the index of the step to open, where it is not the one that was left. */
export function createWorkbench(
  lesson: Lesson,
  engine: Engine,
  storage: TextStorage | null,
  atStep?: number,
): Workbench {
  const state = createStore<WorkbenchState>(() => initialState(lesson));
  keepWork(state, storage, atStep);
  const openStep = (step: number): void =>
    state.setState({ step: Math.max(0, Math.min(step, lesson.steps.length - 1)) });
  const runner = codeRunner(state, engine);
  const fork = forkTo(state, runner);
  const actions: WorkbenchActions = {
    ...codeActions(state),
    ...helpActions(state),
    ...nodeActions(state, engine, runner),
    ...runActions(state, runner),
    ...settingsActions(state, fork),
    ...forkActions(state, fork, runner),
    ...consoleActions(state, engine, fork),
    ...planActions(state, engine, fork),
    ...timeActions(state),
    ...sightActions(state),
    ...speedActions(state, storage),
    openStep,
    moveStep: (by) => {
      openStep(state.getState().step + by);
      state.setState((shown) => askedFor(shown, 'lesson'));
    },
    choosePerson: (person) => state.setState({ person }),
    showPane: (pane) => state.setState((shown) => askedFor(shown, pane)),
    foldPanes: (panes, fold) =>
      state.setState(({ folded }) => ({
        folded: [...folded.filter((pane) => !panes.includes(pane)), ...(fold ? panes : [])],
      })),
    dismiss: (id) => state.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) })),
  };
  return { state, actions };
}

import type { StoreApi } from 'zustand/vanilla';
import type { TextStorage } from './browser-storage.ts';
import { readWork, writeWork, type SavedWork } from './saved-work.ts';
import { isOfLesson, withNotice, type WorkbenchState } from './workbench-state.ts';

/**
 * Takes up the work that was saved and writes every change of it at once: there is no moment at which a reload would
 * lose a key stroke. What cannot be kept is said, and the page works on without it. `step` is opened in the place of the one
 * that was left, which stays what is kept until something is done.
 */
export function keepWork(store: StoreApi<WorkbenchState>, storage: TextStorage | null, step?: number): void {
  const { lesson } = store.getState();
  const notice = (text: string): void =>
    store.setState(({ notices }) => ({ notices: withNotice(notices, { id: 'storage', text }) }));
  const open = (): void => {
    if (step !== undefined) store.setState({ step });
  };
  if (!storage) {
    open();
    notice('This browser keeps nothing for this page. What you type is lost when you leave it: copy what you need.');
    return;
  }

  const read = readWork(storage, lesson.id);
  if (read.kind === 'work') {
    store.setState(restoredState(store.getState(), read.work));
    const { beforeReset, files } = store.getState();
    if (beforeReset && (read.work.imported || isOfLesson(files, lesson))) {
      const text = read.work.imported
        ? 'This code came from a file of progress. What it replaced is kept.'
        : 'Your code from before is kept.';
      store.setState(({ notices }) => ({ notices: withNotice(notices, { id: 'reset', text }) }));
    }
  }
  if (read.kind === 'unreadable') {
    const text = `Saved work of another version could not be read. It is kept in this browser's storage as “${read.keptAs}”.`;
    store.setState(({ notices }) => ({ notices: withNotice(notices, { id: 'saved work', text }) }));
  }

  open();
  store.subscribe((state, before) => {
    if (keptKeys.every((key) => state[key] === before[key])) return;
    try {
      writeWork(storage, lesson.id, workOf(state));
    } catch (error) {
      notice(`Your work could not be saved (${String(error)}). Copy what you need before you leave the page.`);
    }
  });
}

const keptKeys = [
  'files',
  'beforeReset',
  'step',
  'solved',
  'solutionShown',
  'hints',
  'djangoBeside',
  'folded',
  'replication',
  'network',
  'replicationKind',
] as const;

const workOf = (state: WorkbenchState): SavedWork => ({
  version: 1,
  files: { ...state.files },
  beforeReset: state.beforeReset && { ...state.beforeReset },
  step: state.step,
  solved: state.solved,
  solutionShown: state.solutionShown,
  hints: { ...state.hints },
  djangoBeside: state.djangoBeside,
  folded: [...state.folded],
  replication: state.replication,
  network: state.network,
  replicationKind: state.replicationKind,
});

/** The lesson may have changed since: files that it no longer has are left out, steps beyond its end are its last. */
export function restoredState(
  { lesson, solved, solutionShown }: WorkbenchState,
  work: SavedWork,
): Partial<WorkbenchState> {
  const names = Object.keys(lesson.starter);
  const known = (files: SavedWork['files']): SavedWork['files'] =>
    Object.fromEntries(names.map((name) => [name, files[name] ?? lesson.starter[name]!]));
  return {
    files: known(work.files),
    beforeReset: work.beforeReset && known(work.beforeReset),
    step: Math.min(work.step, lesson.steps.length - 1),
    solved: solved || work.solved,
    solutionShown: solutionShown || work.solutionShown,
    hints: { ...work.hints, shown: Math.min(work.hints.shown, lesson.hints.length) },
    djangoBeside: work.djangoBeside,
    folded: work.folded,
    replication: work.replication,
    // What the lesson sets beside what can be set by hand stays its own.
    network: { ...lesson.scenario.settings.network, ...work.network },
    replicationKind: work.replicationKind ?? lesson.replication,
  };
}

import type { StoreApi } from 'zustand/vanilla';
import { askedFor, djangoFile, type Compared, type WorkbenchState } from './workbench-state.ts';

/** What helps with the code. Whoever lets these be done asks first, as long as the solution is a secret. */
export interface HelpActions {
  /** Shows the hints that were asked for, and the first of all; if they are shown already, one more. */
  readonly showHint: () => void;
  readonly closeHints: () => void;
  /** Shows what is different in the files. */
  readonly compareWith: (compared: Compared) => void;
  readonly stopComparing: () => void;
  /** From the files as they are to what is different from the starter, or back. */
  readonly toggleComparing: () => void;
  /** Opens the solution in Django. */
  readonly showDjango: () => void;
  /** The solution in Django beside the code, or there no more. */
  readonly toggleDjangoBeside: () => void;
}

export function helpActions(store: StoreApi<WorkbenchState>): HelpActions {
  return {
    showHint: () => store.setState(hintState),
    closeHints: () => store.setState(({ hints }) => ({ hints: { ...hints, open: false } })),
    compareWith: (compared) => store.setState((state) => comparingState(state, compared)),
    stopComparing: () => store.setState({ comparedWith: null }),
    toggleComparing: () =>
      store.setState((state) => (state.comparedWith ? { comparedWith: null } : comparingState(state, 'starter'))),
    showDjango: () =>
      store.setState((state) => ({
        solutionShown: true,
        openFile: djangoFile,
        comparedWith: null,
        ...askedFor(state, 'code'),
      })),
    toggleDjangoBeside: () =>
      store.setState((state) => ({
        solutionShown: true,
        djangoBeside: !state.djangoBeside,
        openFile: state.openFile === djangoFile ? firstFile(state) : state.openFile,
        comparedWith: null,
        ...askedFor(state, 'code'),
      })),
  };
}

function hintState(state: WorkbenchState): Partial<WorkbenchState> {
  const { lesson, hints } = state;
  const shown = Math.min(hints.open ? hints.shown + 1 : Math.max(1, hints.shown), lesson.hints.length);
  return { hints: { shown, open: true }, ...askedFor(state, 'code') };
}

function comparingState(state: WorkbenchState, compared: Compared): Partial<WorkbenchState> {
  const { lesson, files, openFile, solutionShown } = state;
  const changed = Object.keys(files).find((name) => files[name] !== lesson[compared][name]);
  return {
    comparedWith: compared,
    solutionShown: solutionShown || compared === 'solution',
    // What cannot be edited is the same on both sides.
    openFile: openFile in files ? openFile : (changed ?? firstFile(state)),
    ...askedFor(state, 'code'),
  };
}

const firstFile = ({ files, openFile }: WorkbenchState): string => Object.keys(files)[0] ?? openFile;

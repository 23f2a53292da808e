import type { StoreApi } from 'zustand/vanilla';
import type { SourcePlace } from '../../trace/http.ts';
import { restoredState } from './keep-work.ts';
import { parseWork } from './saved-work.ts';
import {
  askedFor,
  isOfLesson,
  isSolutionSecret,
  readOnlyFiles,
  sameFiles,
  withNotice,
  type Compared,
  type WorkbenchState,
} from './workbench-state.ts';

export interface CodeActions {
  readonly openFile: (name: string) => void;
  readonly edit: (name: string, text: string) => void;
  /** Opens a file in the editor with the cursor at a place in it. */
  readonly jumpTo: (place: SourcePlace) => void;
  /** The lesson's start: code, delay, cursor. What was typed is kept for `undoReset`. */
  readonly reset: () => void;
  /** Puts the lesson's solution into the learner's files. What was typed is kept for `undoReset`, as by a reset. */
  readonly solve: () => void;
  /** The code that is kept takes the place of today's, which is kept in turn. */
  readonly undoReset: () => void;
  /** Another tab saved this lesson: the code typed there is taken over, so that the tabs do not overwrite each other. */
  readonly takeOverSaved: (text: string) => void;
}

export function codeActions(store: StoreApi<WorkbenchState>): CodeActions {
  const { lesson } = store.getState();
  const isFile = (name: string): boolean =>
    name in lesson.starter || name in readOnlyFiles(lesson, !isSolutionSecret(store.getState()));
  return {
    openFile: (name) => {
      if (isFile(name)) store.setState({ openFile: name });
    },
    edit: (name, text) => {
      if (!(name in lesson.starter) || store.getState().files[name] === text) return;
      store.setState(({ files, refused, notices }) => ({
        files: { ...files, [name]: text },
        // Who works on has read it.
        notices: notices.filter(({ id }) => id !== 'reset'),
        // The marker of an error goes as soon as its file is changed: its line may no longer be the one.
        refused: refused?.place?.file === name ? null : refused,
      }));
    },
    jumpTo: (place) => {
      if (isFile(place.file))
        store.setState((state) => ({
          openFile: place.file,
          jump: { place },
          comparedWith: null,
          ...askedFor(state, 'code'),
        }));
    },
    reset: () => store.setState(resetState),
    solve: () => store.setState(solvedState),
    undoReset: () =>
      store.setState(({ beforeReset, files, notices }) =>
        beforeReset
          ? {
              files: beforeReset,
              beforeReset: isOfLesson(files, lesson) ? null : files,
              notices: notices.filter(({ id }) => id !== 'reset'),
            }
          : {},
      ),
    takeOverSaved: (text) => {
      const work = parseWork(text);
      if (!work) return;
      store.setState((state) => {
        const { files, beforeReset, solved = state.solved } = restoredState(state, work);
        if (!files || sameFiles(files, state.files)) return { solved };
        const notice = {
          id: 'other tab',
          text: 'This lesson is open in another tab. Its code was taken over.',
        } as const;
        return { files, solved, beforeReset: beforeReset ?? null, notices: withNotice(state.notices, notice) };
      });
    },
  };
}

/** The lesson's files in place of the learner's, which are kept. What is the lesson's own takes no place of theirs. */
function replaced(
  { lesson, files, beforeReset }: WorkbenchState,
  by: Compared,
): Pick<WorkbenchState, 'files' | 'beforeReset'> {
  const kept = beforeReset && isOfLesson(files, lesson) ? beforeReset : files;
  return { files: lesson[by], beforeReset: sameFiles(kept, lesson[by]) ? null : kept };
}

function solvedState(state: WorkbenchState): Partial<WorkbenchState> {
  const text = 'The solution is in your files. Run it to have it judged.';
  return {
    ...replaced(state, 'solution'),
    solutionShown: true,
    refused: null,
    comparedWith: null,
    ...askedFor(state, 'code'),
    notices: withNotice(state.notices, { id: 'reset', text }),
  };
}

function resetState(state: WorkbenchState): Partial<WorkbenchState> {
  const { lesson, run, ownRun, compared, notices } = state;
  return {
    ...replaced(state, 'starter'),
    replication: lesson.scenario.settings.replication,
    network: lesson.scenario.settings.network,
    replicationKind: lesson.replication,
    interventions: [],
    compared: null,
    refused: null,
    run: compared?.first ?? ownRun?.run ?? run,
    ownRun: null,
    cursor: 0,
    playing: false,
    expanded: null,
    grading: { kind: 'none' },
    notices: withNotice(notices, { id: 'reset', text: 'Code and delay are back to the start.' }),
  };
}

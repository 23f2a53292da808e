import type { StoreApi } from 'zustand/vanilla';
import type { SourcePlace } from '../../trace/http.ts';
import { restoredState } from './keep-work.ts';
import { parseWork } from './saved-work.ts';
import { inFront, sameFiles, withNotice, type WorkbenchState } from './workbench-state.ts';

export interface CodeActions {
  readonly openFile: (name: string) => void;
  readonly edit: (name: string, text: string) => void;
  /** Opens a file in the editor with the cursor at a place in it. */
  readonly jumpTo: (place: SourcePlace) => void;
  /** The lesson's start: code, delay, cursor. What was typed is kept for `undoReset`. */
  readonly reset: () => void;
  readonly undoReset: () => void;
  /** Another tab saved this lesson: the code typed there is taken over, so that the tabs do not overwrite each other. */
  readonly takeOverSaved: (text: string) => void;
}

export function codeActions(store: StoreApi<WorkbenchState>): CodeActions {
  const { lesson } = store.getState();
  const isFile = (name: string): boolean => name in lesson.starter || name in lesson.given;
  return {
    openFile: (name) => {
      if (isFile(name)) store.setState({ openFile: name });
    },
    edit: (name, text) => {
      if (!(name in lesson.starter) || store.getState().files[name] === text) return;
      store.setState(({ files, refused }) => ({
        files: { ...files, [name]: text },
        // The marker of an error goes as soon as its file is changed: its line may no longer be the one.
        refused: refused?.place?.file === name ? null : refused,
      }));
    },
    jumpTo: (place) => {
      if (isFile(place.file))
        store.setState(({ paneOrder }) => ({
          openFile: place.file,
          jump: { place },
          paneOrder: inFront(paneOrder, 'code'),
        }));
    },
    reset: () => store.setState(resetState),
    undoReset: () =>
      store.setState(({ beforeReset, notices }) =>
        beforeReset
          ? { files: beforeReset, beforeReset: null, notices: notices.filter(({ id }) => id !== 'reset') }
          : {},
      ),
    takeOverSaved: (text) => {
      const work = parseWork(text);
      if (!work) return;
      store.setState((state) => {
        const { files, beforeReset } = restoredState(state, work);
        if (!files || sameFiles(files, state.files)) return state;
        const notice = {
          id: 'other tab',
          text: 'This lesson is open in another tab. Its code was taken over.',
        } as const;
        return { files, beforeReset: beforeReset ?? null, notices: withNotice(state.notices, notice) };
      });
    },
  };
}

function resetState({ lesson, files, beforeReset, run, ownRun, notices }: WorkbenchState): Partial<WorkbenchState> {
  const changed = !sameFiles(files, lesson.starter);
  return {
    files: lesson.starter,
    beforeReset: changed ? files : beforeReset,
    replication: lesson.scenario.settings.replication,
    changes: [],
    refused: null,
    run: ownRun?.run ?? run,
    ownRun: null,
    cursor: 0,
    playing: false,
    expanded: null,
    grading: { kind: 'none' },
    notices: withNotice(
      notices,
      changed
        ? { id: 'reset', text: 'Back at the start of the lesson.', action: 'undo reset' }
        : { id: 'reset', text: 'Back at the start of the lesson. Your code was as it began.' },
    ),
  };
}

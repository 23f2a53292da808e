import type { StoreApi } from 'zustand/vanilla';
import type { SourcePlace } from '../../trace/http.ts';
import { restoredState } from './keep-work.ts';
import { parseWork } from './saved-work.ts';
import { djangoFile, inFront, sameFiles, showsDjango, withNotice, type WorkbenchState } from './workbench-state.ts';

export interface CodeActions {
  readonly openFile: (name: string) => void;
  readonly edit: (name: string, text: string) => void;
  /** Opens the solution in Django, whether it is earned or not. */
  readonly showDjango: () => void;
  /** Opens a file in the editor with the cursor at a place in it. */
  readonly jumpTo: (place: SourcePlace) => void;
  /** The lesson's start: code, delay, cursor. What was typed is kept for `undoReset`. */
  readonly reset: () => void;
  /** The code from before the reset takes the place of today's, which is kept in turn. */
  readonly undoReset: () => void;
  /** Another tab saved this lesson: the code typed there is taken over, so that the tabs do not overwrite each other. */
  readonly takeOverSaved: (text: string) => void;
}

export function codeActions(store: StoreApi<WorkbenchState>): CodeActions {
  const { lesson } = store.getState();
  const isFile = (name: string): boolean =>
    name in lesson.starter || name in lesson.given || (name === djangoFile && showsDjango(store.getState()));
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
    showDjango: () =>
      store.setState(({ paneOrder }) => ({
        djangoShown: true,
        openFile: djangoFile,
        paneOrder: inFront(paneOrder, 'code'),
      })),
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
      store.setState(({ beforeReset, files, notices }) =>
        beforeReset
          ? {
              files: beforeReset,
              // The lesson's own start needs no keeping.
              beforeReset: sameFiles(files, lesson.starter) ? null : files,
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

function resetState({ lesson, files, beforeReset, run, ownRun, notices }: WorkbenchState): Partial<WorkbenchState> {
  const changed = !sameFiles(files, lesson.starter);
  return {
    files: lesson.starter,
    beforeReset: changed ? files : beforeReset,
    replication: lesson.scenario.settings.replication,
    network: lesson.scenario.settings.network,
    interventions: [],
    compared: null,
    refused: null,
    run: ownRun?.run ?? run,
    ownRun: null,
    cursor: 0,
    playing: false,
    expanded: null,
    grading: { kind: 'none' },
    notices: withNotice(notices, { id: 'reset', text: 'Code and delay are back to the start.' }),
  };
}

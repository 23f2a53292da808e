import type { StoreApi } from 'zustand/vanilla';
import type { GradeProgress } from '../../course/grade.ts';
import type { Engine } from '../engine.ts';
import { messageOf } from './message-of.ts';
import { allHold, refusedState, sameFiles, type WorkbenchState } from './workbench-state.ts';

export interface CodeJudge {
  /** Has the learner's code judged, unless that is known already. */
  readonly judge: () => Promise<void>;
  /** Makes way: judging takes many runs, and the engine does one thing at a time. */
  readonly giveUp: () => void;
}

export function codeJudge(store: StoreApi<WorkbenchState>, engine: Engine): CodeJudge {
  let current = new AbortController();
  const judge = async (): Promise<void> => {
    const { files, grading, lesson } = store.getState();
    if (grading.kind === 'graded' && sameFiles(grading.files, files)) return;
    current = new AbortController();
    const { signal } = current;
    store.setState({ grading: { kind: 'grading', progress: null } });
    /** A reset meanwhile means that nobody waits for the verdict any more. */
    const awaited = (): boolean => !signal.aborted && store.getState().grading.kind === 'grading';
    try {
      const onProgress = (progress: GradeProgress): void => {
        if (awaited()) store.setState({ grading: { kind: 'grading', progress } });
      };
      const outcome = await engine.grade({ ...lesson.given, ...files }, { signal, onProgress });
      if (!awaited()) return;
      if ('refused' in outcome)
        store.setState((state) => ({ grading: { kind: 'none' }, ...refusedState(state, outcome.refused) }));
      else
        store.setState(({ solved }) => ({
          grading: { kind: 'graded', report: outcome.report, files },
          solved: solved || allHold(outcome.report),
        }));
    } catch (error) {
      if (awaited()) store.setState({ grading: { kind: 'failed', message: messageOf(error) } });
    }
  };
  return { judge, giveUp: () => current.abort() };
}

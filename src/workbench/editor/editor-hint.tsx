import type { Ref } from 'react';
import { isOfLesson } from '../store/workbench-state.ts';
import { useActions, useWorkbenchState } from '../workbench-context.tsx';

interface EditorHintProps {
  readonly ref: Ref<HTMLParagraphElement>;
  readonly tabMoves: boolean;
  readonly comparing: boolean;
}

/** The line below the editor: which keys do what in it, and the code that was replaced. It takes the focus of those
 * who leave the editor, so that their next Tab goes on from there. */
export function EditorHint({ ref, tabMoves, comparing }: EditorHintProps) {
  return (
    <div className="editor-hint">
      <p ref={ref} tabIndex={-1}>
        {tabMoves ? (
          <>
            <kbd>Tab</kbd> moves on until you type
          </>
        ) : (
          <>
            <kbd>Esc</kbd> leaves the {comparing ? 'comparison' : 'editor'}
          </>
        )}
        , <kbd>Ctrl</kbd>+<kbd>Enter</kbd> runs
      </p>
      <KeptCode />
    </div>
  );
}

/** For as long as what was replaced can be brought back. */
function KeptCode() {
  const { undoReset } = useActions();
  const kept = useWorkbenchState((state) => state.beforeReset !== null);
  const nothingTyped = useWorkbenchState((state) => isOfLesson(state.files, state.lesson));
  if (!kept) return null;
  return (
    <button type="button" className="link" onClick={undoReset} title="Swaps the two; nothing is lost (U)">
      {nothingTyped ? 'Bring back my code' : 'Swap with kept code'}
    </button>
  );
}

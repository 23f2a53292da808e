import type { Ref } from 'react';
import { sameFiles } from '../store/workbench-state.ts';
import { useActions, useWorkbenchState } from '../workbench-context.tsx';

/** The line below the editor: which keys do what in it, and the code that a reset replaced. It takes the focus of those
 * who leave the editor, so that their next Tab goes on from there. */
export function EditorHint({ ref, tabMoves }: { ref: Ref<HTMLParagraphElement>; tabMoves: boolean }) {
  return (
    <div className="editor-hint">
      <p ref={ref} tabIndex={-1}>
        {tabMoves ? (
          <>
            <kbd>Tab</kbd> moves on until you type
          </>
        ) : (
          <>
            <kbd>Esc</kbd> leaves the editor
          </>
        )}
        , <kbd>Ctrl</kbd>+<kbd>Enter</kbd> runs
      </p>
      <KeptCode />
    </div>
  );
}

/** For as long as a reset can be undone. */
function KeptCode() {
  const { undoReset } = useActions();
  const kept = useWorkbenchState((state) => state.beforeReset !== null);
  const atStart = useWorkbenchState((state) => sameFiles(state.files, state.lesson.starter));
  if (!kept) return null;
  return (
    <button type="button" className="link" onClick={undoReset} title="Swaps the two; nothing is lost (U)">
      {atStart ? 'Bring back my code' : 'Swap with kept code'}
    </button>
  );
}

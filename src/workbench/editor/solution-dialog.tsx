import { AlertDialog } from '@base-ui/react/alert-dialog';
import { djangoFile } from '../store/workbench-state.ts';
import { useWorkbenchState } from '../workbench-context.tsx';

/** What shows the solution. */
export type SolutionUse = 'solve' | 'compare' | 'django';

interface SolutionDialogProps {
  /** What was asked for; null while nothing is. */
  readonly use: SolutionUse | null;
  readonly onConfirm: (use: SolutionUse) => void;
  readonly onClose: () => void;
}

const questions: Readonly<Record<SolutionUse, { readonly title: string; readonly confirm: string }>> = {
  solve: { title: 'Put the solution into your files?', confirm: 'Solve' },
  compare: { title: 'Show the solution?', confirm: 'Show it' },
  django: { title: 'Show the solution in Django?', confirm: 'Show it' },
};

/** Asks before the solution is shown, or takes the place of the learner's code. */
export function SolutionDialog({ use, onConfirm, onClose }: SolutionDialogProps) {
  return (
    <AlertDialog.Root open={use !== null} onOpenChange={(open) => !open && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="backdrop" />
        <AlertDialog.Popup className="popup dialog">
          {use && (
            <>
              <AlertDialog.Title className="popup-title">{questions[use].title}</AlertDialog.Title>
              <AlertDialog.Description className="dialog-text" render={<div />}>
                {use === 'solve' ? <WhatSolveDoes /> : <p>{whatIsShown[use]}</p>}
              </AlertDialog.Description>
              <div className="dialog-buttons">
                <AlertDialog.Close className="button">Cancel</AlertDialog.Close>
                <AlertDialog.Close className="button button-primary" onClick={() => onConfirm(use)}>
                  {questions[use].confirm}
                </AlertDialog.Close>
              </div>
            </>
          )}
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

const whatIsShown = {
  compare: "The lesson's solution is shown beside your code, which stays as it is. Have you seen all hints?",
  django: `${djangoFile} is the lesson's solution, written in Python. Your code stays as it is. Have you seen all hints?`,
} as const;

function WhatSolveDoes() {
  const { solution } = useWorkbenchState((state) => state.lesson);
  const files = useWorkbenchState((state) => state.files);
  const changed = Object.keys(solution).filter((name) => solution[name] !== files[name]);
  if (changed.length === 0) return <p>Your files are the solution already. Run them to have them judged.</p>;
  return (
    <>
      <p>The lesson’s solution takes the place of your {new Intl.ListFormat('en').format(changed)}.</p>
      <p>
        Your code is kept: <q>Bring back my code</q>, or the key <kbd>U</kbd>, undoes it. A run of the solution counts
        as solved.
      </p>
    </>
  );
}

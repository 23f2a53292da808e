import { Dialog } from '@base-ui/react/dialog';
import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import { useState } from 'react';
import { replaced, type Conflict, type ImportPlan } from './import-plan.ts';
import type { LessonWorks } from './progress-file.ts';

type Choice = 'mine' | 'theirs';

interface ImportDialogProps {
  readonly plan: ImportPlan;
  readonly titles: Readonly<Record<string, string>>;
  /** What is to be kept of each lesson that changes. */
  readonly onDone: (chosen: LessonWorks) => void;
  readonly onCancel: () => void;
}

/** Asks, for each lesson that has other code here than in the file, which of them stays. */
export function ImportDialog({ plan, titles, onDone, onCancel }: ImportDialogProps) {
  const [choices, setChoices] = useState<Readonly<Record<string, Choice>>>({});
  const done = (): void => {
    const taken = plan.conflicts.filter(({ id }) => choices[id] === 'theirs');
    onDone({ ...plan.settled, ...Object.fromEntries(taken.map((conflict) => [conflict.id, replaced(conflict)])) });
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onCancel()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="popup dialog import-dialog">
          <Dialog.Title className="popup-title">Which code do you want to keep?</Dialog.Title>
          <Dialog.Description>
            These lessons hold other code here than in the file. Where you take the file’s, yours can be brought back in
            the lesson.
          </Dialog.Description>
          <ul className="import-conflicts">
            {plan.conflicts.map((conflict) => (
              <li key={conflict.id}>
                <ConflictChoice
                  conflict={conflict}
                  title={titles[conflict.id] ?? conflict.id}
                  choice={choices[conflict.id] ?? 'mine'}
                  onChoose={(choice) => setChoices((chosen) => ({ ...chosen, [conflict.id]: choice }))}
                />
              </li>
            ))}
          </ul>
          <div className="dialog-buttons">
            <button type="button" className="button button-primary" onClick={done}>
              Import
            </button>
            <Dialog.Close className="button">Cancel</Dialog.Close>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface ConflictChoiceProps {
  readonly conflict: Conflict;
  readonly title: string;
  readonly choice: Choice;
  readonly onChoose: (choice: Choice) => void;
}

function ConflictChoice({ conflict: { mine, theirs }, title, choice, onChoose }: ConflictChoiceProps) {
  const reached = (solved: boolean, step: number): string => (solved ? 'solved' : `at step ${step + 1}`);
  return (
    <>
      <p>
        <strong>{title}</strong>
        <span>
          {reached(mine.solved, mine.step)} here, {reached(theirs.solved, theirs.step)} in the file
        </span>
      </p>
      <ToggleGroup
        className="segments"
        aria-label={title}
        value={[choice]}
        onValueChange={([value]) => {
          if (value === 'mine' || value === 'theirs') onChoose(value);
        }}
      >
        <Toggle value="mine" className="segment">
          Keep mine
        </Toggle>
        <Toggle value="theirs" className="segment">
          Take the file’s
        </Toggle>
      </ToggleGroup>
    </>
  );
}

import { Icon } from '../../workbench/icon.tsx';
import { progressInWords, type Progress } from './progress.ts';

/** How far a lesson is: a shape that fills, and the word for it. */
export function ProgressMark({ progress }: { progress: Progress }) {
  return (
    <span className="progress-mark" data-progress={progress.kind}>
      {progress.kind === 'solved' ? <Icon name="holds" /> : <span className="progress-dot" aria-hidden="true" />}
      {progressInWords(progress)}
    </span>
  );
}

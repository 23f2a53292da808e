import { formatMs } from '../course/story.ts';
import { eventSentence, spoken } from './events/event-sentence.ts';
import { useRunView, useWorkbenchState } from './workbench-context.tsx';

/** Tells those who listen what happens at the cursor. Silent while a run plays: nobody can listen that fast. */
export function CursorAnnouncer() {
  const view = useRunView();
  const playing = useWorkbenchState((state) => state.playing);
  const hasRun = useWorkbenchState((state) => state.run?.files != null);
  const text =
    view && hasRun && !playing
      ? `${formatMs(view.at)}: ${spoken(eventSentence(view.event, view.replication.kind))}`
      : '';
  return (
    <p className="visually-hidden" aria-live="polite">
      {text}
    </p>
  );
}

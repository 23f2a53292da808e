import { useState } from 'react';
import { isSolutionSecret } from '../store/workbench-state.ts';
import { useMediaQuery } from '../use-media-query.ts';
import { useActions, useWorkbenchState } from '../workbench-context.tsx';
import { SolutionDialog, type SolutionUse } from './solution-dialog.tsx';
import './code-tools.css';

/** What helps with the code: hints, what is different, the same in Django, the solution. */
export function CodeTools() {
  const actions = useActions();
  const [asked, setAsked] = useState<SolutionUse | null>(null);
  const narrow = useMediaQuery('(width < 700px)');
  const secret = useWorkbenchState(isSolutionSecret);
  const hints = useWorkbenchState((state) => state.hints);
  const comparing = useWorkbenchState((state) => state.comparedWith !== null);
  const beside = useWorkbenchState((state) => state.djangoBeside);
  const hasDjango = useWorkbenchState((state) => state.lesson.django !== '');
  const showDjango = narrow ? actions.showDjango : actions.toggleDjangoBeside;
  return (
    <div className="code-tools" role="group" aria-label="Help with the code">
      <button
        type="button"
        className="tool"
        aria-expanded={hints.open}
        onClick={hints.open ? actions.closeHints : actions.showHint}
        title="Hints, one by one (H)"
      >
        Hint
      </button>
      <button
        type="button"
        className="tool"
        aria-pressed={comparing}
        onClick={actions.toggleComparing}
        title="What is different from the start, or from the solution (D)"
      >
        Compare
      </button>
      {hasDjango && (
        <button
          type="button"
          className="tool"
          aria-pressed={narrow ? undefined : beside && !secret}
          onClick={() => (secret ? setAsked('django') : showDjango())}
          title="The same in Django's Python"
        >
          Django
        </button>
      )}
      <button type="button" className="tool" onClick={() => setAsked('solve')} title="The solution in your files">
        Solve
      </button>
      <SolutionDialog
        use={asked}
        onClose={() => setAsked(null)}
        onConfirm={(use) => (use === 'solve' ? actions.solve() : showDjango())}
      />
    </div>
  );
}
